//! Durations as texts with units.

use std::time::Duration;

use crate::error::{Found, ValueError};

/// The longest text that is read, in characters. humantime adds up what it reads without a look at the sum of it all;
/// no text of this length gets beyond what a [`Duration`] holds.
const LONGEST: usize = 20;

/// Reads a duration: numbers, each with its unit.
pub(crate) fn parse(text: &str, least: Duration, most: Duration) -> Result<Duration, ValueError> {
    let none = || ValueError::Duration(Found::Text(text.to_owned()));
    // humantime takes a nought without a unit.
    if text.chars().count() > LONGEST || !text.contains(char::is_alphabetic) {
        return Err(none());
    }
    let duration = humantime::parse_duration(text).map_err(|_| none())?;
    if duration < least || duration > most {
        let (least, most) = (render(least), render(most));
        return Err(ValueError::OutOfBounds { least, most, found: Found::Text(text.to_owned()) });
    }
    Ok(duration)
}

/// The duration in one unit, the largest in which it is a whole number; days from two on. What is finer than a
/// millisecond takes several units.
pub(crate) fn render(duration: Duration) -> String {
    const HOUR: u128 = 60 * 60 * 1000;
    let millis = duration.as_millis();
    if Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX)) != duration {
        return humantime::format_duration(duration).to_string();
    }
    let units = [("d", 24 * HOUR), ("h", HOUR), ("m", 60 * 1000), ("s", 1000)];
    let fits = |(unit, size): &(&str, u128)| {
        millis.is_multiple_of(*size) && millis >= *size && (*unit != "d" || millis > *size)
    };
    match units.into_iter().find(fits) {
        Some((unit, size)) => format!("{}{unit}", millis / size),
        None if millis == 0 => "0s".into(),
        None => format!("{millis}ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit() {
        let read = |text| parse(text, Duration::ZERO, Duration::MAX).ok().map(|it| it.as_millis());
        for (text, millis) in [
            ("90s", 90_000),
            ("15m", 900_000),
            ("24h", 86_400_000),
            ("7d", 604_800_000),
            ("40ms", 40),
            ("0s", 0),
            ("1h 30m", 5_400_000),
            (" 1.5 hours ", 5_400_000),
        ] {
            assert_eq!(read(text), Some(millis), "{text}");
        }
        for text in ["", "0", "5", "5000", "s", "-5s", "5 parsecs", "soon", "1e3s", "٣s", &"1s ".repeat(9)] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_duration_stays_within_its_bounds() {
        let (least, most) = (Duration::from_secs(1), Duration::from_secs(3));
        let read = |text| parse(text, least, most).map_err(|error| error.to_string());
        assert_eq!(read("1s"), Ok(least));
        assert_eq!(read("3s"), Ok(most));
        for text in ["999ms", "3s 1ns"] {
            assert_eq!(read(text), Err(format!("it is at least 1s and at most 3s, not {text:?}")));
        }
    }

    #[test]
    fn a_duration_is_shown_in_one_unit_and_read_back() {
        for (millis, text) in [
            (0, "0s"),
            (40, "40ms"),
            (1500, "1500ms"),
            (90_000, "90s"),
            (900_000, "15m"),
            (86_400_000, "24h"),
            (172_800_000, "2d"),
            (129_600_000, "36h"),
        ] {
            let duration = Duration::from_millis(millis);
            assert_eq!(render(duration), text);
            assert_eq!(parse(text, duration, duration).ok(), Some(duration));
        }
        assert_eq!(render(Duration::from_nanos(1_000_001)), "1ms 1ns");
    }
}
