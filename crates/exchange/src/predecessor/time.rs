//! The predecessor's times: what Python's `isoformat` writes.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use core_model::Time;

/// What a time should be, for messages.
pub(super) const ALLOWED: &str = "a time like 2026-02-10T14:30:00+00:00";

/// A time with an offset, or without one and then in UTC; a day alone is its midnight. Only the years 1 to 9999, which
/// is what Python has.
pub(super) fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let naive = || {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f"))
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"))
            .or_else(|_| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|day| day.and_time(NaiveTime::default()))
            })
            .map(|time| time.and_utc())
    };
    let time =
        DateTime::parse_from_rfc3339(text).map(|time| time.with_timezone(&Utc)).or_else(|_| naive()).ok()?;
    (1..=9999).contains(&time.year()).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_the_predecessor_wrote_them() {
        for (text, time) in [
            ("2026-02-10T14:30:05.123456+00:00", Some("2026-02-10T14:30:05.123456Z")),
            ("2026-02-10T14:30:05+00:00", Some("2026-02-10T14:30:05Z")),
            ("2026-02-10T16:30:05+02:00", Some("2026-02-10T14:30:05Z")),
            ("2026-02-10T14:30:05Z", Some("2026-02-10T14:30:05Z")),
            ("2026-02-10 14:30:05+00:00", Some("2026-02-10T14:30:05Z")),
            ("2026-02-10T14:30:05", Some("2026-02-10T14:30:05Z")),
            ("2026-02-10 14:30:05.5", Some("2026-02-10T14:30:05.5Z")),
            ("2026-02-10T14:30", Some("2026-02-10T14:30:00Z")),
            ("2026-02-10", Some("2026-02-10T00:00:00Z")),
            ("yesterday", None),
            ("2026-02-30T00:00:00Z", None),
            ("1770733805", None),
            ("9999-12-31T23:59:59-01:00", None),
            ("+12026-02-10", None),
            ("", None),
        ] {
            assert_eq!(parse_time(text), time.map(|time| time.parse().unwrap()), "{text}");
        }
    }
}
