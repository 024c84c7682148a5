//! The time along a chart: of each day the hours in which there is work, so that no room goes to nights.

use chrono::{NaiveDate, NaiveDateTime, Timelike as _};
use serde::Serialize;

use crate::calendar::{Clock, Period};
use crate::item::Item;

/// The fewest hours of a day.
const LEAST_HOURS: u32 = 6;

/// How wide a day without work is at most, beside one with it.
const QUIET: f64 = 0.25;

/// How wide all days without work are together at most.
const ALL_QUIET: f64 = 0.5;

/// The days of a chart. Places along it are percentages of its width, so that a chart is as wide as there is room.
pub(crate) struct Axis {
    days: Vec<Day>,
    /// From this hour of each day.
    from: u32,
    /// To this hour of each day.
    to: u32,
}

struct Day {
    date: NaiveDate,
    x: f64,
    width: f64,
    is_quiet: bool,
}

/// Where a day or some hours begin.
#[derive(Serialize)]
pub(crate) struct Mark {
    x: f64,
    width: f64,
    name: String,
    is_dim: bool,
}

/// To a thousandth: less than a pixel of any screen.
pub(crate) fn rounded(percent: f64) -> f64 {
    (percent * 1000.0).round() / 1000.0
}

impl Axis {
    /// The axis of a chart of these sessions.
    pub(crate) fn new(period: Period, items: &[&Item<'_>], clock: Clock<'_>) -> Self {
        let (mut from, mut to) = (24, 0);
        let mut busy = vec![false; usize::from(period.days)];
        let place = |date: NaiveDate| usize::try_from((date - period.from).num_days()).ok();
        for span in items.iter().flat_map(|item| &item.active) {
            let mut note = |at: NaiveDateTime| {
                if let Some(day) = place(at.date()).and_then(|place| busy.get_mut(place)) {
                    *day = true;
                    (from, to) = (at.hour().min(from), (at.hour() + 1).max(to));
                }
            };
            note(clock.at(span.from));
            clock.cut_by_hour(*span).for_each(|(at, _)| note(at));
        }
        if to < from + LEAST_HOURS {
            from = from.min(24 - LEAST_HOURS);
            to = from + LEAST_HOURS;
        }
        let quiet = busy.iter().filter(|busy| !**busy).count();
        let weight = |busy: &bool| if *busy { 1.0 } else { QUIET.min(ALL_QUIET / quiet as f64) };
        let all: f64 = busy.iter().map(weight).sum();
        let mut x = 0.0;
        let days = period.each_day().zip(&busy).map(|(date, busy)| {
            let width = weight(busy) * 100.0 / all;
            x += width;
            Day { date, x: x - width, width, is_quiet: !busy }
        });
        Self { days: days.collect(), from, to }
    }

    /// How far along a moment is, in percent: less than nothing before the first day, more than a hundred after the last.
    pub(crate) fn place(&self, at: NaiveDateTime) -> f64 {
        let Some(day) = self.days.iter().find(|day| day.date == at.date()) else {
            return if self.days.first().is_some_and(|day| at.date() < day.date) { -1.0 } else { 101.0 };
        };
        let (from, to) = (f64::from(self.from) * 3600.0, f64::from(self.to) * 3600.0);
        let part = (f64::from(at.num_seconds_from_midnight()) - from) / (to - from);
        rounded(day.x + day.width * part.clamp(0.0, 1.0))
    }

    /// Where each day begins.
    pub(crate) fn days(&self) -> Vec<Mark> {
        let mark = |day: &Day| Mark {
            x: rounded(day.x),
            width: rounded(day.width),
            name: day.date.format(if day.is_quiet { "%-d" } else { "%a %-d" }).to_string(),
            is_dim: day.is_quiet,
        };
        self.days.iter().map(mark).collect()
    }

    /// Where hours begin on days with work; every `step`th has a name.
    pub(crate) fn hours(&self, step: u32) -> Vec<Mark> {
        let busy = self.days.iter().filter(|day| !day.is_quiet);
        let hours = busy.flat_map(|day| (self.from..self.to).map(move |hour| (day, hour)));
        let mark = |(day, hour): (&Day, u32)| {
            let width = day.width / f64::from(self.to - self.from);
            let name = if hour % step == 0 { format!("{hour:02}:00") } else { String::new() };
            Mark {
                x: rounded(day.x + width * f64::from(hour - self.from)),
                width: rounded(width),
                name,
                is_dim: false,
            }
        };
        hours.filter(|(_, hour)| hour % step == 0).map(mark).collect()
    }

    /// The hours of each day that are drawn: `08:00 – 20:00`.
    pub(crate) fn words(&self) -> String {
        format!("{:02}:00 – {:02}:00", self.from, self.to)
    }
}
