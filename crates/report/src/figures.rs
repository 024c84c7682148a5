//! Figures, as they stand in output.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use core_model::Time;
use core_model::figures::{By, Figures, Row, Table};
use core_model::worked::Span;
use serde::Serialize;

use crate::json::render_moment;
use crate::pipe::row;

/// What is shown of figures.
pub struct FiguresView<'a> {
    /// The figures.
    pub table: &'a Table,
    /// What the rows are.
    pub by: By,
    /// The stretch of time that they are of, from its first moment to the first after it.
    pub range: Span,
    /// How far apart two signs of life may be so that the time between them counts.
    pub active_gap: TimeDelta,
    /// Whether it is known what the commits changed.
    pub has_lines: bool,
}

/// The same as JSON.
#[derive(Debug, Serialize)]
pub struct FiguresJson {
    since: String,
    until: String,
    by: &'static str,
    active_gap_seconds: i64,
    rows: Vec<RowJson>,
    total: SumJson,
}

#[derive(Debug, Serialize)]
struct RowJson {
    key: Option<String>,
    #[serde(flatten)]
    sum: SumJson,
}

#[derive(Debug, Serialize)]
struct SumJson {
    active_seconds: i64,
    clock_seconds: i64,
    wall_seconds: i64,
    sessions: usize,
    commits: usize,
    added: Option<u64>,
    removed: Option<u64>,
}

impl SumJson {
    fn new(figures: &Figures, has_lines: bool) -> Self {
        Self {
            active_seconds: figures.active.num_seconds(),
            clock_seconds: figures.clock.num_seconds(),
            wall_seconds: figures.wall.num_seconds(),
            sessions: figures.sessions,
            commits: figures.commits,
            added: has_lines.then_some(figures.lines.added),
            removed: has_lines.then_some(figures.lines.removed),
        }
    }
}

impl From<&FiguresView<'_>> for FiguresJson {
    fn from(view: &FiguresView<'_>) -> Self {
        let row =
            |row: &Row| RowJson { key: row.key.clone(), sum: SumJson::new(&row.figures, view.has_lines) };
        Self {
            since: render_moment(view.range.from),
            until: render_moment(view.range.to),
            by: view.by.as_str(),
            active_gap_seconds: view.active_gap.num_seconds(),
            rows: view.table.rows.iter().map(row).collect(),
            total: SumJson::new(&view.table.total, view.has_lines),
        }
    }
}

/// For a pipe: `figures` (what the rows are, which one, then the figures), and `total` (since, until, then the figures, then
/// the limit in seconds). Lengths are in seconds.
#[must_use]
pub fn pipe(view: &FiguresView<'_>) -> Vec<String> {
    let fields = |figures: &Figures| {
        let lines = |count: u64| if view.has_lines { count.to_string() } else { String::new() };
        [
            figures.active.num_seconds().to_string(),
            figures.clock.num_seconds().to_string(),
            figures.wall.num_seconds().to_string(),
            figures.sessions.to_string(),
            figures.commits.to_string(),
            lines(figures.lines.added),
            lines(figures.lines.removed),
        ]
    };
    let line = |before: [&str; 3], figures: &Figures, after: &[String]| {
        let fields = fields(figures);
        let fields = fields.iter().chain(after).map(String::as_str);
        row(&before.into_iter().chain(fields).collect::<Vec<_>>())
    };
    let rows = view.table.rows.iter().map(|it| {
        line(["figures", view.by.as_str(), it.key.as_deref().unwrap_or_default()], &it.figures, &[])
    });
    let (since, until) = (render_moment(view.range.from), render_moment(view.range.to));
    let gap = view.active_gap.num_seconds().to_string();
    let total = line(["total", &since, &until], &view.table.total, &[gap]);
    rows.chain([total]).collect()
}

/// What a row is called.
pub(crate) fn label(by: By, key: Option<&str>) -> String {
    let Some(key) = key else {
        return match by {
            By::Branch => "(detached HEAD)",
            By::Tag => "(no tag)",
            By::Agent => "(people)",
            By::Project | By::Author | By::Day | By::Week => "",
        }
        .to_owned();
    };
    match by {
        By::Day => key.parse::<NaiveDate>().map_or_else(|_| key.to_owned(), day),
        By::Week => {
            monday_of(key).map_or_else(|| key.to_owned(), |monday| format!("{} {}", &key[5..], date(monday)))
        }
        By::Project | By::Branch | By::Tag | By::Author | By::Agent => key.to_owned(),
    }
}

/// `Mon 23 Nov`
fn day(date: NaiveDate) -> String {
    date.format("%a %e %b").to_string()
}

fn date(date: NaiveDate) -> String {
    date.format("%e %b").to_string()
}

fn monday_of(week: &str) -> Option<NaiveDate> {
    let (year, week) = week.split_once("-W")?;
    NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, chrono::Weekday::Mon)
}

/// The days of a stretch of time, in words: `Mon 23 Nov 2026`, `Mon 23 to Sun 29 Nov 2026`.
pub(crate) fn days(range: Span, local: &dyn Fn(Time) -> chrono::NaiveDateTime) -> String {
    let last = local(range.to - TimeDelta::milliseconds(1)).date();
    let first = local(range.from).date();
    let until = last.format("%a %-d %b %Y").to_string();
    if first >= last {
        until
    } else if first.year() != last.year() {
        format!("{} to {until}", first.format("%a %-d %b %Y"))
    } else if first.month() != last.month() {
        format!("{} to {until}", first.format("%a %-d %b"))
    } else {
        format!("{} to {until}", first.format("%a %-d"))
    }
}
