//! Days and weeks as the reader has them.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Timelike as _};
use core_model::Time;
use core_model::worked::Span;

/// The reader's clock.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'a>(pub(crate) &'a dyn Fn(Time) -> NaiveDateTime);

/// A day or a week, in the reader's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Period {
    /// Its first day.
    pub(crate) from: NaiveDate,
    /// How many days it has.
    pub(crate) days: u16,
}

impl Period {
    pub(crate) fn day(from: NaiveDate) -> Self {
        Self { from, days: 1 }
    }

    /// The week that a day is of, from Monday on.
    pub(crate) fn week_of(day: NaiveDate) -> Self {
        let past = TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
        Self { from: day.checked_sub_signed(past).unwrap_or(day), days: 7 }
    }

    /// Each of its days.
    pub(crate) fn each_day(self) -> impl DoubleEndedIterator<Item = NaiveDate> {
        (0..i64::from(self.days)).filter_map(move |day| self.from.checked_add_signed(TimeDelta::days(day)))
    }

    /// Its last day.
    pub(crate) fn last(self) -> NaiveDate {
        self.each_day().next_back().unwrap_or(self.from)
    }
}

impl Clock<'_> {
    pub(crate) fn at(self, at: Time) -> NaiveDateTime {
        (self.0)(at)
    }

    /// The days that a stretch touches.
    pub(crate) fn days_of(self, span: Span) -> impl Iterator<Item = NaiveDate> {
        let (from, to) = (self.at(span.from).date(), self.at(span.to).date());
        from.iter_days().take_while(move |day| *day <= to.max(from))
    }

    /// A stretch, cut where an hour ends.
    pub(crate) fn cut_by_hour(self, span: Span) -> impl Iterator<Item = (NaiveDateTime, TimeDelta)> {
        let mut from = span.from;
        std::iter::from_fn(move || {
            let here = self.at(from);
            let left = TimeDelta::seconds(3600 - i64::from(here.minute() * 60 + here.second()));
            // What is left of the second that has begun is no more than that.
            let to = span.to.min(from + left);
            let piece = (from < to).then_some((here, to - from));
            from = to;
            piece
        })
    }

    /// How far the reader's clock is from UTC just now: `UTC+01:00`.
    pub(crate) fn zone(self, now: Time) -> String {
        let minutes = (self.at(now) - now.naive_utc()).num_minutes();
        let sign = if minutes < 0 { '-' } else { '+' };
        match minutes.abs() {
            0 => "UTC".to_owned(),
            minutes => format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(at: Time) -> NaiveDateTime {
        at.naive_utc() + TimeDelta::hours(1)
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn a_stretch_is_cut_where_the_readers_hour_ends() {
        let clock = Clock(&berlin);
        let pieces: Vec<(String, i64)> = clock
            .cut_by_hour(span("2026-11-20T22:40:00Z", "2026-11-21T00:10:00Z"))
            .map(|(at, length)| (crate::words::minute(at), length.num_minutes()))
            .collect();
        let expected = [("2026-11-20 23:40", 20), ("2026-11-21 00:00", 60), ("2026-11-21 01:00", 10)];
        assert_eq!(pieces, expected.map(|(at, length)| (at.to_owned(), length)));
        assert_eq!(clock.cut_by_hour(Span::at("2026-11-20T22:40:00Z".parse().unwrap())).count(), 0);
    }

    #[test]
    fn a_week_begins_on_monday() {
        let week = Period::week_of("2026-11-22".parse().unwrap());
        assert_eq!((week.from, week.last()), ("2026-11-16".parse().unwrap(), "2026-11-22".parse().unwrap()));
    }

    #[test]
    fn the_days_of_a_stretch_are_the_readers() {
        let clock = Clock(&berlin);
        let days = clock.days_of(span("2026-11-20T22:40:00Z", "2026-11-20T23:10:00Z")).count();
        assert_eq!(days, 2);
        assert_eq!(clock.zone("2026-11-20T22:40:00Z".parse().unwrap()), "UTC+01:00");
    }
}
