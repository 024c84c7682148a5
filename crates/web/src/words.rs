//! Figures and moments as words.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// Hours and minutes, as a column of figures has them: `3:05`.
pub(crate) fn clock_length(length: TimeDelta) -> String {
    let minutes = whole_minutes(length);
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Hours and minutes, as a sentence has them: `3 h 5 min`. Of a hundred hours, minutes say nothing.
pub(crate) fn length(length: TimeDelta) -> String {
    let minutes = whole_minutes(length);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (100.., _) => format!("{} h", grouped(usize::try_from((minutes + 30) / 60).unwrap_or_default())),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The minutes that are full, as the terminal has them.
pub(crate) fn whole_minutes(length: TimeDelta) -> i64 {
    length.num_minutes()
}

/// So many of something.
pub(crate) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(number)) }
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The date and the minute: `2026-11-20 10:00`.
pub(crate) fn minute(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// A moment as machines read it, without a zone.
pub(crate) fn machine(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

/// A day: `Friday, 20 November 2026`.
pub(crate) fn day(date: NaiveDate) -> String {
    date.format("%A, %-d %B %Y").to_string()
}

/// Some days: `16 – 22 November 2026`, and as much of both ends as differs.
pub(crate) fn days(from: NaiveDate, to: NaiveDate) -> String {
    let same = |format: &str| from.format(format).to_string() == to.format(format).to_string();
    let end = to.format("%-d %B %Y");
    if from == to {
        end.to_string()
    } else if same("%Y-%m") {
        format!("{} – {end}", from.format("%-d"))
    } else if same("%Y") {
        format!("{} – {end}", from.format("%-d %B"))
    } else {
        format!("{} – {end}", from.format("%-d %B %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_in_minutes() {
        for (seconds, clock, words) in [
            (0, "0:00", "0 min"),
            (29, "0:00", "0 min"),
            (59, "0:00", "0 min"),
            (3_599, "0:59", "59 min"),
            (3_600, "1:00", "1 h"),
            (85_500, "23:45", "23 h 45 min"),
            (4_445_100, "1234:45", "1,235 h"),
        ] {
            assert_eq!(clock_length(TimeDelta::seconds(seconds)), clock);
            assert_eq!(length(TimeDelta::seconds(seconds)), words);
        }
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn of_two_days_only_what_differs_is_said_twice() {
        let day = |text: &str| text.parse().unwrap();
        let told = [("2026-11-16", "2026-11-22"), ("2026-11-30", "2026-12-06"), ("2026-12-28", "2027-01-03")]
            .map(|(from, to)| days(day(from), day(to)));
        assert_eq!(
            told,
            ["16 – 22 November 2026", "30 November – 6 December 2026", "28 December 2026 – 3 January 2027"]
        );
        assert_eq!(days(day("2026-11-16"), day("2026-11-16")), "16 November 2026");
    }
}
