//! Days and moments as people say them: `yesterday`, `2 weeks ago`, `monday`, `2026-11-20 10:00`.

use chrono::{
    DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday,
};
use core_model::Time;
use interim::{Dialect, parse_date_string};

/// What is understood.
pub(crate) const UNDERSTOOD: &str = "\
a day (today, yesterday, monday, 2026-11-20, \"20 nov\"), a week, a month or a year (\"this week\", \"last month\", november, 2026-11, 2026), a time (10:00, \
\"monday 10:00\"), how long ago (\"2 hours ago\", \"3 weeks ago\"), or RFC 3339 (2026-11-20T10:00:00Z)";

/// What somebody named: a moment, a day, or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// Its first moment.
    pub(crate) from: Time,
    /// Its last one.
    pub(crate) to: Time,
}

/// What was typed is no moment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotUnderstood(String);

impl std::fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is no moment; understood is {UNDERSTOOD}", core_model::shorten(&self.0, 60))
    }
}

/// Reads what somebody typed, where and when `now` is. What has no year lies in the past.
pub(crate) fn parse_when<Z: TimeZone>(text: &str, now: &DateTime<Z>) -> Result<When, NotUnderstood> {
    let text = text.trim();
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Ok(moment_at(moment.to_utc()));
    }
    let words = with_a_space(&text.to_lowercase());
    // The last one is meant, as without the word.
    let is_weekday = |words: &&str| words.split(' ').next().is_some_and(|day| day.parse::<Weekday>().is_ok());
    let words = words.strip_prefix("this ").filter(is_weekday).map_or_else(|| words.clone(), str::to_owned);
    if !has_clock_times(&words) {
        return Err(not_understood(text));
    }
    let whole = month_of_a_year(&words).map(|first| (first, after_month(first)));
    let whole = whole.or_else(|| this_or_last(&words, now.date_naive()));
    if let Some((first, next)) = whole.or_else(|| year(&words).map(|first| (first, after_year(first)))) {
        return days(&now.timezone(), first, next).ok_or_else(|| not_understood(text));
    }
    if words.bytes().all(|b| b.is_ascii_digit()) {
        return Err(not_understood(text));
    }
    let found = read(&words, now).ok_or_else(|| not_understood(text))?;
    if has_a_time(&words) {
        return Ok(moment_at(found.to_utc()));
    }
    let day = found.date_naive();
    let next = if is_a_month(&words) { after_month(day) } else { day.checked_add_days(Days::new(1)) };
    days(&now.timezone(), day, next).ok_or_else(|| not_understood(text))
}

fn not_understood(text: &str) -> NotUnderstood {
    NotUnderstood(text.to_owned())
}

fn moment_at(moment: DateTime<Utc>) -> When {
    When { from: moment, to: moment }
}

/// A name without a year may be one to come: the last one is meant. So long without `ago` is, too. A time of today may lie
/// ahead.
fn read<Z: TimeZone>(words: &str, now: &DateTime<Z>) -> Option<DateTime<Z>> {
    let found = parse_date_string(words, now.clone(), Dialect::Uk).ok();
    if found.as_ref().is_some_and(|it| it <= now) {
        return found;
    }
    let earlier =
        |text: String| parse_date_string(&text, now.clone(), Dialect::Uk).ok().filter(|it| it <= now);
    let is_today = found.as_ref().is_some_and(|it| it.date_naive() == now.date_naive());
    let last = || if is_today { None } else { earlier(format!("last {words}")) };
    earlier(format!("{words} ago")).or_else(last).or(found)
}

/// `this week`, `last month`: a stretch of the calendar, from its first day to the first of the next.
fn this_or_last(words: &str, today: NaiveDate) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let (which, stretch) = words.split_once(' ')?;
    let back: u8 = match which {
        "this" => 0,
        "last" => 1,
        _ => return None,
    };
    match stretch.trim_start() {
        "week" => {
            let first = today
                .week(Weekday::Mon)
                .checked_first_day()?
                .checked_sub_days(Days::new(7 * u64::from(back)))?;
            Some((first, first.checked_add_days(Days::new(7))))
        }
        "month" => {
            let first = today.with_day(1)?.checked_sub_months(Months::new(back.into()))?;
            Some((first, after_month(first)))
        }
        "year" => {
            let first = NaiveDate::from_yo_opt(today.year() - i32::from(back), 1)?;
            Some((first, after_year(first)))
        }
        _ => None,
    }
}

/// `2026`
fn year(words: &str) -> Option<NaiveDate> {
    let is_year = words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| NaiveDate::from_ymd_opt(words.parse().ok()?, 1, 1))?
}

fn after_year(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(12))
}

/// `2026-11`
fn month_of_a_year(words: &str) -> Option<NaiveDate> {
    let (year, month) = words.split_once('-')?;
    (year.len() == 4 && month.len() == 2)
        .then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1))?
}

fn after_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))
}

/// Whether a time of the day was named, or an hour and less.
fn has_a_time(words: &str) -> bool {
    let is_short = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_unit =
            matches!(unit, "s" | "m" | "h") || ["sec", "min", "hour"].iter().any(|it| unit.starts_with(it));
        unit == "now" || is_unit || word != unit && matches!(unit, "am" | "pm") || matches!(word, "am" | "pm")
    };
    words.contains(':') || words.split_whitespace().any(|word| is_short(word) || word.contains('.'))
}

/// `2026-11-20t10:00` as `2026-11-20 10:00`.
fn with_a_space(words: &str) -> String {
    let is_day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
    match words.split_once('t') {
        Some((day, time)) if is_day(day) && time.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{day} {time}")
        }
        Some(_) | None => words.to_owned(),
    }
}

/// Whether each time that is named is one that a clock shows: `25:00` and `13pm` would be taken for one of the next day.
fn has_clock_times(words: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let is_below = |text: &str, limit: u32| text.is_empty() || text.parse().is_ok_and(|it: u32| it < limit);
    let close = words.replace(" :", ":").replace(": ", ":").replace(" am", "am").replace(" pm", "pm");
    close.split([' ', ',']).all(|word| {
        let word = word.trim_start_matches(|c: char| !c.is_ascii_digit());
        let (hour, rest) = word.split_at(digits(word));
        let is_half = rest.ends_with("am") || rest.ends_with("pm");
        let minutes = rest.strip_prefix([':', '.']).map(|rest| &rest[..digits(rest)]);
        match (minutes, is_half) {
            (None, false) => true,
            (_, true) => hour != "0" && is_below(hour, 13) && is_below(minutes.unwrap_or_default(), 60),
            (Some(minutes), false) => is_below(hour, 24) && is_below(minutes, 60),
        }
    })
}

/// Whether a month was named and no day of it.
fn is_a_month(words: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = words.trim_start_matches("last ").trim_start_matches("this ").trim_start_matches("next ");
    name.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(name))
}

/// From the first moment of a day to the last one before another.
fn days<Z: TimeZone>(zone: &Z, first: NaiveDate, next: Option<NaiveDate>) -> Option<When> {
    let begin = |day: NaiveDate| {
        // Where the clocks are put forward at midnight, the day begins later.
        (0..4).find_map(|hour| {
            zone.from_local_datetime(&day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)).earliest()
        })
    };
    let from = begin(first)?.to_utc();
    let to = begin(next?)?.to_utc() - TimeDelta::milliseconds(1);
    Some(When { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    /// A Wednesday.
    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-25T15:30:00+02:00").unwrap()
    }

    fn check(text: &str) -> String {
        match parse_when(text, &now()) {
            Ok(when) => {
                let local = |time: Time| {
                    let text = time.with_timezone(&now().timezone()).format("%F %T%.3f").to_string();
                    text.trim_end_matches(".000").to_owned()
                };
                if when.from == when.to {
                    local(when.from)
                } else {
                    format!("{} to {}", local(when.from), local(when.to))
                }
            }
            Err(_) => "not understood".to_owned(),
        }
    }

    #[test]
    fn moments_days_and_months_are_understood_as_people_mean_them() {
        let day = |day: &str| format!("2026-{day} 00:00:00 to 2026-{day} 23:59:59.999");
        for (text, meant) in [
            ("today", day("11-25")),
            ("yesterday", day("11-24")),
            ("Monday", day("11-23")),
            ("wednesday", day("11-25")),
            ("fri", day("11-20")),
            ("last friday", day("11-20")),
            ("2026-11-20", day("11-20")),
            ("20 nov", day("11-20")),
            ("November 20", day("11-20")),
            ("1 dec", "2025-12-01 00:00:00 to 2025-12-01 23:59:59.999".into()),
            ("2 weeks ago", day("11-11")),
            ("2 weeks", day("11-11")),
            ("3d", day("11-22")),
            ("this week", "2026-11-23 00:00:00 to 2026-11-29 23:59:59.999".into()),
            ("last week", "2026-11-16 00:00:00 to 2026-11-22 23:59:59.999".into()),
            ("this month", "2026-11-01 00:00:00 to 2026-11-30 23:59:59.999".into()),
            ("Last Month", "2026-10-01 00:00:00 to 2026-10-31 23:59:59.999".into()),
            ("this year", "2026-01-01 00:00:00 to 2026-12-31 23:59:59.999".into()),
            ("last year", "2025-01-01 00:00:00 to 2025-12-31 23:59:59.999".into()),
            ("this monday", day("11-23")),
            ("this fri", day("11-20")),
            ("this monday 10:00", "2026-11-23 10:00:00".into()),
            ("1 month ago", day("10-25")),
            ("november", "2026-11-01 00:00:00 to 2026-11-30 23:59:59.999".into()),
            ("december", "2025-12-01 00:00:00 to 2025-12-31 23:59:59.999".into()),
            ("2026-02", "2026-02-01 00:00:00 to 2026-02-28 23:59:59.999".into()),
            ("2025", "2025-01-01 00:00:00 to 2025-12-31 23:59:59.999".into()),
            ("now", "2026-11-25 15:30:00".into()),
            ("10:00", "2026-11-25 10:00:00".into()),
            ("6pm", "2026-11-25 18:00:00".into()),
            ("yesterday 10:00", "2026-11-24 10:00:00".into()),
            ("monday 10:00", "2026-11-23 10:00:00".into()),
            ("2026-11-20 10:00", "2026-11-20 10:00:00".into()),
            ("2 hours ago", "2026-11-25 13:30:00".into()),
            ("90 minutes", "2026-11-25 14:00:00".into()),
            ("2h", "2026-11-25 13:30:00".into()),
            ("2026-11-20T10:00", "2026-11-20 10:00:00".into()),
            ("2026-11-20t10:00:30", "2026-11-20 10:00:30".into()),
            ("yesterday 23:59", "2026-11-24 23:59:00".into()),
            ("12pm", "2026-11-25 12:00:00".into()),
            ("2026-11-20T10:00:00Z", "2026-11-20 12:00:00".into()),
            ("2026-11-20T10:00:00+02:00", "2026-11-20 10:00:00".into()),
        ] {
            assert_eq!(check(text), meant, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_told_with_what_is_one() {
        for text in [
            "",
            "soon",
            "the day after",
            "2026-13",
            "2026-02-30",
            "-",
            "10",
            "99999",
            "é",
            "25:00:99",
            "25:00",
            "24:00",
            "yesterday 25:00",
            "yesterday 25 : 00",
            "yesterday,25:00",
            "2026-11-20 25:00",
            "2026-11-20T25:00",
            "2026-11-20T10:60",
            "2026-11-20T",
            "25.00",
            "13pm",
            "13:00 pm",
            "2 é",
            "\u{0}",
        ] {
            assert_eq!(check(text), "not understood", "{text:?}");
        }
        let told = parse_when("soon", &now()).unwrap_err().to_string();
        assert!(
            told.starts_with("`soon` is no moment; understood is a day (today, yesterday, monday"),
            "{told}"
        );
    }
}
