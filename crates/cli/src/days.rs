//! The days where the reader is, and the stretches of time that people name by them.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeZone, Weekday};
use core_model::Time;
use core_model::figures::Day;
use core_model::worked::Span;

/// The most days that are told apart: more than anybody has worked.
const MOST: usize = 100_000;

/// The days that a stretch of time has a moment of; the first and the last may be cut.
pub(crate) fn days_of<Z: TimeZone>(range: Span, zone: &Z) -> Vec<Day> {
    let mut days = Vec::new();
    let mut date = range.from.with_timezone(zone).date_naive();
    while let Some(next) = date.checked_add_days(Days::new(1)) {
        let (Some(from), Some(to)) = (begin(date, zone), begin(next, zone)) else { break };
        if from >= range.to || days.len() == MOST {
            break;
        }
        let span = Span { from: from.max(range.from), to: to.min(range.to) };
        if span.from < span.to {
            days.push(Day { date, span });
        }
        date = next;
    }
    days
}

/// The first moment of a day. Where the clocks are put forward at midnight, it begins later.
pub(crate) fn begin<Z: TimeZone>(date: NaiveDate, zone: &Z) -> Option<Time> {
    let moment =
        |hour| zone.from_local_datetime(&date.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)).earliest();
    (0..4).find_map(moment).map(|moment| moment.to_utc())
}

/// A stretch of time that people have a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// From midnight on.
    Today,
    /// From Monday on.
    Week,
    /// From the first on.
    Month,
    /// Today and the six days before it.
    SevenDays,
    /// From the last day before today on which most people work.
    LastWorkday,
}

impl Named {
    /// When it begins. Its end is the present.
    pub(crate) fn begin<Z: TimeZone>(self, now: &DateTime<Z>) -> Option<Time> {
        let today = now.date_naive();
        let back = |days| today.checked_sub_days(Days::new(days));
        let first = match self {
            Self::Today => Some(today),
            Self::Week => back(today.weekday().num_days_from_monday().into()),
            Self::Month => today.with_day(1),
            Self::SevenDays => back(6),
            Self::LastWorkday => back(match today.weekday() {
                Weekday::Mon => 3,
                Weekday::Sun => 2,
                Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri | Weekday::Sat => 1,
            }),
        };
        begin(first?, &now.timezone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn what_people_call_it_begins_where_they_mean() {
        // A Wednesday, and a Monday.
        for (now, named, begins) in [
            ("2026-11-25T15:30:00+02:00", Named::Today, "2026-11-25T00:00:00+02:00"),
            ("2026-11-25T15:30:00+02:00", Named::Week, "2026-11-23T00:00:00+02:00"),
            ("2026-11-25T15:30:00+02:00", Named::Month, "2026-11-01T00:00:00+02:00"),
            ("2026-11-25T15:30:00+02:00", Named::SevenDays, "2026-11-19T00:00:00+02:00"),
            ("2026-11-25T15:30:00+02:00", Named::LastWorkday, "2026-11-24T00:00:00+02:00"),
            ("2026-11-23T00:30:00+02:00", Named::LastWorkday, "2026-11-20T00:00:00+02:00"),
            ("2026-11-23T00:30:00+02:00", Named::Week, "2026-11-23T00:00:00+02:00"),
        ] {
            assert_eq!(named.begin(&at(now)), Some(at(begins).to_utc()), "{named:?} at {now}");
        }
    }

    #[test]
    fn days_follow_one_another_and_are_cut_where_the_range_is() {
        let range = Span {
            from: at("2026-11-25T15:30:00+02:00").to_utc(),
            to: at("2026-11-27T00:00:00+02:00").to_utc(),
        };
        let zone = FixedOffset::east_opt(2 * 3600).unwrap();
        let days = days_of(range, &zone);
        let midnight = at("2026-11-26T00:00:00+02:00").to_utc();
        assert_eq!(
            days.iter().map(|day| day.date.to_string()).collect::<Vec<_>>(),
            ["2026-11-25", "2026-11-26"]
        );
        assert_eq!(days[0].span, Span { from: range.from, to: midnight });
        assert_eq!(days[1].span, Span { from: midnight, to: range.to });
        assert_eq!(days_of(Span { from: range.to, to: range.to }, &zone), []);
        assert_eq!(days_of(Span { from: range.to, to: range.from }, &zone), []);
    }
}
