//! Moments, as they are kept.

use chrono::{Datelike as _, SubsecRound as _};

/// A moment, in UTC. Sessions keep milliseconds.
pub type Time = chrono::DateTime<chrono::Utc>;

/// Reads a moment as it is kept: in UTC, in whole milliseconds. `None`: it is none, or not of the years 0 to 9999, which are
/// all that TOML and RFC 3339 can write.
#[must_use]
pub fn parse_time(text: &str) -> Option<Time> {
    let time: Time = text.parse().ok()?;
    (0..=9999).contains(&time.year()).then(|| time.trunc_subsecs(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_will_be_written() {
        for (text, kept) in [
            ("2026-11-20T10:00:00.120Z", Some("2026-11-20T10:00:00.120Z")),
            ("2026-11-20T12:00:00+02:00", Some("2026-11-20T10:00:00.000Z")),
            ("2026-11-20T10:00:00.120999Z", Some("2026-11-20T10:00:00.120Z")),
            ("0000-01-01T00:00:00Z", Some("0000-01-01T00:00:00.000Z")),
            ("0000-01-01T00:00:00+01:00", None),
            ("9999-12-31T23:59:59-01:00", None),
            ("+12026-11-20T10:00:00Z", None),
            ("2026-11-20T10:00:00", None),
            ("yesterday", None),
        ] {
            let parsed = parse_time(text);
            let written = parsed.map(|time| time.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
            assert_eq!(written.as_deref(), kept, "{text}");
            assert_eq!(written.and_then(|text| parse_time(&text)), parsed, "{text}");
        }
    }
}
