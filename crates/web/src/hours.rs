//! The hours of the week in which somebody worked.

use chrono::{Datelike as _, TimeDelta, Timelike as _};
use core_model::worked::derive_union;
use serde::Serialize;

use crate::calendar::Clock;
use crate::item::Item;
use crate::words;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// How many shades there are beside none.
const LEVELS: i64 = 5;

/// A table of weekdays and hours.
#[derive(Serialize)]
pub(crate) struct Hours {
    hours: Vec<Total>,
    days: Vec<Day>,
    total: String,
    legend: Vec<Shade>,
    busiest: Option<String>,
}

#[derive(Serialize)]
struct Day {
    name: &'static str,
    short: &'static str,
    cells: Vec<Cell>,
    total: String,
}

#[derive(Serialize)]
struct Cell {
    level: i64,
    /// What stands in it: `45` minutes, `2:05` hours, or nothing.
    text: String,
    /// The same in words.
    words: String,
}

#[derive(Serialize)]
struct Total {
    hour: String,
    total: String,
}

#[derive(Serialize)]
struct Shade {
    level: i64,
    words: String,
}

/// Adds up when somebody worked: of several at once, an hour is an hour.
pub(crate) fn hours(items: &[Item<'_>], clock: Clock<'_>) -> Hours {
    let mut sums = [[TimeDelta::zero(); 24]; 7];
    let spans = derive_union(items.iter().flat_map(|item| item.active.iter().copied()).collect());
    for (at, length) in spans.into_iter().flat_map(|span| clock.cut_by_hour(span)) {
        sums[at.weekday().num_days_from_monday() as usize][at.hour() as usize] += length;
    }
    let cells = || (0..7).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let most = cells().map(|(day, hour)| words::whole_minutes(sums[day][hour])).max().unwrap_or_default();
    let busiest = cells().max_by_key(|&(day, hour)| sums[day][hour]).filter(|_| most > 0);
    let sum = |of: &mut dyn Iterator<Item = TimeDelta>| of.sum::<TimeDelta>();
    Hours {
        hours: (0..24)
            .map(|hour| Total {
                hour: format!("{hour:02}"),
                total: or_none(sum(&mut sums.iter().map(|day| day[hour]))),
            })
            .collect(),
        days: DAYS
            .iter()
            .zip(&sums)
            .map(|(name, hours)| Day {
                name,
                short: &name[..3],
                cells: hours.iter().map(|length| cell(*length, most)).collect(),
                total: or_none(sum(&mut hours.iter().copied())),
            })
            .collect(),
        total: words::clock_length(sum(&mut sums.iter().flatten().copied())),
        legend: legend(most),
        busiest: busiest.map(|(day, hour)| {
            format!(
                "{} from {hour:02}:00 to {:02}:00, {}",
                DAYS[day],
                hour + 1,
                words::length(sums[day][hour])
            )
        }),
    }
}

fn or_none(length: TimeDelta) -> String {
    if words::whole_minutes(length) == 0 { String::new() } else { words::clock_length(length) }
}

fn cell(length: TimeDelta, most: i64) -> Cell {
    let minutes = words::whole_minutes(length);
    let text = match minutes {
        0 => String::new(),
        1..60 => minutes.to_string(),
        600.. => format!("{}h", (minutes + 30) / 60),
        _ => words::clock_length(length),
    };
    Cell { level: level(minutes, most), text, words: words::length(length) }
}

/// How dark a cell is: nothing, or one of five equal parts of the most.
fn level(minutes: i64, most: i64) -> i64 {
    if minutes == 0 { 0 } else { (minutes * LEVELS + most - 1) / most }
}

/// From how much to how much each shade means; the ones that no minute falls into are left out.
fn legend(most: i64) -> Vec<Shade> {
    let mut shades = vec![Shade { level: 0, words: "none".to_owned() }];
    let bounds = (1..=LEVELS).map(|level| (level, (level - 1) * most / LEVELS + 1, level * most / LEVELS));
    for (level, from, to) in bounds.filter(|(_, from, to)| from <= to) {
        let length = |minutes| words::length(TimeDelta::minutes(minutes));
        let words = if from == to { length(to) } else { format!("{} to {}", length(from), length(to)) };
        shades.push(Shade { level, words });
    }
    shades
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_minute_has_the_shade_that_the_legend_says() {
        for most in 1..=200 {
            for minutes in 1..=most {
                let told =
                    (level(minutes, most) - 1) * most / LEVELS + 1..=level(minutes, most) * most / LEVELS;
                assert!(told.contains(&minutes), "{minutes} of {most}: {told:?}");
            }
        }
    }

    #[test]
    fn a_cell_says_minutes_then_hours() {
        let told = [0, 7, 59, 60, 125, 600, 6030].map(|minutes| cell(TimeDelta::minutes(minutes), 6030).text);
        assert_eq!(told, ["", "7", "59", "1:00", "2:05", "10h", "101h"]);
    }
}
