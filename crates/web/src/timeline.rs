//! The weeks, the newest first, and what of each is shown at once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use core_model::Time;
use serde::Serialize;

use crate::axis::rounded;
use crate::calendar::{Clock, Period};
use crate::item::Item;
use crate::lanes::{self, Chart};
use crate::names::Names;
use crate::words;

/// How many weeks are open before anybody opens one.
const OPEN: usize = 2;

/// A week with more lanes than this is drawn day by day.
const MOST_LANES: usize = 40;

/// A row of days with more than this is drawn week by week.
const MOST_BARS: usize = 200;

/// When who was at work.
#[derive(Serialize)]
pub(crate) struct Timeline {
    overview: Option<Overview>,
    weeks: Vec<Week>,
}

/// The whole time as a row of bars.
#[derive(Serialize)]
struct Overview {
    unit: &'static str,
    most: String,
    bars: Vec<Bar>,
    months: Vec<Month>,
    words: String,
}

#[derive(Serialize)]
struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    words: String,
}

#[derive(Serialize)]
struct Month {
    x: f64,
    name: String,
}

#[derive(Serialize)]
struct Week {
    anchor: String,
    name: String,
    dates: String,
    words: String,
    is_open: bool,
    charts: Vec<Chart>,
    resting: Vec<Resting>,
}

/// A session that lies parked for the whole of a week.
#[derive(Serialize)]
struct Resting {
    anchor: String,
    name: String,
}

/// Draws the sessions.
pub(crate) fn timeline(items: &[Item<'_>], names: &Names, clock: Clock<'_>, now: Time) -> Timeline {
    let days = derive_days(items, clock);
    let mut at_work: BTreeMap<Period, BTreeSet<usize>> = BTreeMap::new();
    for (number, item) in items.iter().enumerate() {
        for day in item.active.iter().flat_map(|span| clock.days_of(*span)) {
            at_work.entry(Period::week_of(day)).or_default().insert(number);
        }
    }
    let weeks = at_work.iter().rev().enumerate().map(|(place, (week, numbers))| {
        let there: Vec<&Item<'_>> = numbers.iter().map(|&number| &items[number]).collect();
        let iso = week.from.iso_week();
        let active = days.range(week.from..=week.last()).map(|(_, active)| *active).sum::<TimeDelta>();
        Week {
            anchor: format!("w-{}-{:02}", iso.year(), iso.week()),
            name: format!("Week {}", iso.week()),
            dates: words::days(week.from, week.last()),
            words: format!("{}, {} active", words::count(there.len(), "session"), words::length(active)),
            is_open: place < OPEN,
            charts: charts(*week, &there, names, clock, now),
            resting: resting(*week, items, numbers, names, clock, now),
        }
    });
    Timeline { weeks: weeks.collect(), overview: overview(&days) }
}

/// How long was worked on each day, of all sessions together.
fn derive_days(items: &[Item<'_>], clock: Clock<'_>) -> BTreeMap<NaiveDate, TimeDelta> {
    let mut days: BTreeMap<NaiveDate, TimeDelta> = BTreeMap::new();
    for (at, length) in items.iter().flat_map(|item| &item.active).flat_map(|span| clock.cut_by_hour(*span)) {
        *days.entry(at.date()).or_default() += length;
    }
    days
}

/// A chart of the week, or of each of its days.
fn charts(week: Period, there: &[&Item<'_>], names: &Names, clock: Clock<'_>, now: Time) -> Vec<Chart> {
    if there.len() <= MOST_LANES {
        return vec![lanes::chart(week, there, names, clock, now)];
    }
    let of_day = |day: NaiveDate| {
        let works =
            |item: &&&Item<'_>| item.active.iter().any(|span| clock.days_of(*span).any(|it| it == day));
        let there: Vec<&Item<'_>> = there.iter().filter(works).copied().collect();
        (!there.is_empty()).then(|| lanes::chart(Period::day(day), &there, names, clock, now))
    };
    week.each_day().rev().filter_map(of_day).collect()
}

fn resting(
    week: Period,
    items: &[Item<'_>],
    at_work: &BTreeSet<usize>,
    names: &Names,
    clock: Clock<'_>,
    now: Time,
) -> Vec<Resting> {
    let rests = |item: &Item<'_>| {
        item.parked.is_some_and(|span| {
            let outlasts = span.to >= now || clock.at(span.to).date() > week.last();
            clock.at(span.from).date() < week.from && outlasts
        })
    };
    let resting = items.iter().enumerate().filter(|(number, item)| !at_work.contains(number) && rests(item));
    let told = |(_, item): (usize, &Item<'_>)| Resting {
        anchor: names.anchor(item.session.id()),
        name: names.session(item.session.id()),
    };
    resting.map(told).collect()
}

/// `None`: all is in one week.
fn overview(days: &BTreeMap<NaiveDate, TimeDelta>) -> Option<Overview> {
    let (first, last) = (*days.keys().next()?, *days.keys().next_back()?);
    let (first, last) = (Period::week_of(first).from, Period::week_of(last).last());
    let all: Vec<NaiveDate> = first.iter_days().take_while(|day| *day <= last).collect();
    if all.len() <= 7 {
        return None;
    }
    let step = if all.len() > MOST_BARS { 7 } else { 1 };
    let active =
        |days_of: &[NaiveDate]| days_of.iter().filter_map(|day| days.get(day)).copied().sum::<TimeDelta>();
    let sums: Vec<(NaiveDate, NaiveDate, TimeDelta)> =
        all.chunks(step).filter_map(|chunk| Some((*chunk.first()?, *chunk.last()?, active(chunk)))).collect();
    let most = sums.iter().map(|(_, _, active)| *active).max()?.max(TimeDelta::seconds(1));
    let width = 100.0 / sums.len() as f64;
    let bars = sums.iter().enumerate().filter(|(_, (_, _, active))| *active > TimeDelta::zero()).map(
        |(place, (from, to, active))| Bar {
            y: rounded(100.0 - active.num_seconds() as f64 * 100.0 / most.num_seconds() as f64),
            x: rounded(place as f64 * width),
            width: rounded(width * 0.8),
            height: rounded(active.num_seconds() as f64 * 100.0 / most.num_seconds() as f64),
            words: format!("{}: {}", words::days(*from, *to), words::length(*active)),
        },
    );
    // The name of the first month needs room before the second.
    let begins = |(place, day): &(usize, &NaiveDate)| day.day() == 1 || (*place == 0 && day.day() < 20);
    let months = all.iter().enumerate().filter(begins).map(|(place, day)| {
        let x = rounded(place as f64 * 100.0 / all.len() as f64);
        // Near the end there is no room for a name.
        let name = if x > 88.0 { String::new() } else { day.format("%b %Y").to_string() };
        Month { x, name }
    });
    let unit = if step == 7 { "week" } else { "day" };
    Some(Overview {
        unit,
        most: words::length(most),
        words: format!(
            "Active time by {unit}, {}. {} of {} with work; the most in one {unit}: {}.",
            words::days(first, last),
            bars.clone().count(),
            words::count(sums.len(), unit),
            words::length(most)
        ),
        bars: bars.collect(),
        months: months.collect(),
    })
}
