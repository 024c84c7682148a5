//! Figures for a person: a table that leaves out columns until it fits.

use chrono::TimeDelta;
use core_model::figures::Figures;
use unicode_width::UnicodeWidthStr as _;

use super::plural;
use crate::figures::{FiguresView, days, label};
use crate::page::{Line, Look, Page, Role};

/// The fewest columns that a row's name gets, where it is that long.
const LEAST_NAME: usize = 12;

/// The most.
const MOST_NAME: usize = 32;

/// The most columns that the bar gets, and the fewest with which it is drawn.
const BAR: (usize, usize) = (20, 6);

/// A column of figures.
struct Column {
    title: &'static str,
    cell: fn(&Figures) -> String,
}

/// In the order in which they stand, each with its weight: the heavier stays where there is no room for all.
const COLUMNS: [(u8, Column); 6] = [
    (6, Column { title: "active", cell: |it| length(it.active) }),
    (3, Column { title: "by clock", cell: |it| length(it.clock) }),
    (1, Column { title: "wall", cell: |it| length(it.wall) }),
    (5, Column { title: "sessions", cell: |it| it.sessions.to_string() }),
    (4, Column { title: "commits", cell: |it| it.commits.to_string() }),
    (2, Column { title: "lines", cell: |it| format!("+{} -{}", it.lines.added, it.lines.removed) }),
];

/// Figures, with the rule by which time counts.
#[must_use]
pub fn stats(view: &FiguresView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let total = &view.table.total;
    page.wrapped(look, Line::default(), 0, Role::Heading, &days(view.range, look.local));
    page.wrapped(look, Line::default(), 0, Role::Plain, &in_short(view));
    if !view.table.rows.is_empty() {
        page.gap();
        rows(&mut page, view, look);
    }
    page.gap();
    notes(&mut page, view, total, look);
    page
}

fn in_short(view: &FiguresView<'_>) -> String {
    let total = &view.table.total;
    if total.sessions == 0 && total.commits == 0 {
        return "No session was at work.".to_owned();
    }
    let lines = if view.has_lines {
        format!(", +{} -{} lines", total.lines.added, total.lines.removed)
    } else {
        String::new()
    };
    let active = if total.clock == total.active {
        format!("{} active", length(total.active))
    } else {
        format!("{} active in all sessions, {} by the clock", length(total.active), length(total.clock))
    };
    let (sessions, commits) = (plural(total.sessions, "session"), plural(total.commits, "commit"));
    format!("{active} · {sessions} · {commits}{lines}")
}

fn rows(page: &mut Page, view: &FiguresView<'_>, look: &Look<'_>) {
    let names: Vec<String> =
        view.table.rows.iter().map(|row| core_model::clean(&label(view.by, row.key.as_deref()))).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0).clamp("all".len(), MOST_NAME);
    let figures: Vec<&Figures> =
        view.table.rows.iter().map(|row| &row.figures).chain([&view.table.total]).collect();
    let overlap = figures.iter().any(|it| it.clock != it.active);
    let mut columns: Vec<(u8, &Column, usize)> = COLUMNS
        .iter()
        .filter(|(_, column)| column.title != "by clock" || overlap)
        .filter(|(_, column)| column.title != "lines" || view.has_lines)
        .map(|(weight, column)| {
            let widths = figures.iter().map(|it| (column.cell)(it).width());
            (*weight, column, widths.max().unwrap_or(0).max(column.title.len()))
        })
        .collect();
    let wide = |columns: &[(u8, &Column, usize)]| columns.iter().map(|(_, _, wide)| wide + 2).sum::<usize>();
    while longest.min(LEAST_NAME) + wide(&columns) > look.width && columns.len() > 1 {
        let lightest = columns.iter().map(|(weight, ..)| *weight).min();
        columns.retain(|(weight, ..)| Some(*weight) != lightest);
    }
    let name_wide = longest.min(look.width.saturating_sub(wide(&columns)).max(LEAST_NAME));
    let left = look.width.saturating_sub(name_wide + wide(&columns) + 2);
    let bar = if left < BAR.1 { 0 } else { left.min(BAR.0) };
    let most = view.table.rows.iter().map(|row| row.figures.active).max().unwrap_or_default();

    let heads = columns.iter().map(|(_, column, wide)| format!("  {:>wide$}", column.title));
    let head = " ".repeat(name_wide) + &heads.collect::<String>();
    page.line(look, Line::default().with(Role::Dim, head));
    let total = [("all", &view.table.total, Role::Heading)];
    let each = names.iter().zip(&view.table.rows).map(|(name, row)| (&**name, &row.figures, Role::Plain));
    for (name, figures, role) in each.chain(total) {
        let cells = columns.iter().map(|(_, column, wide)| format!("  {:>wide$}", (column.cell)(figures)));
        let drawn = if role == Role::Plain { draw(figures.active, most, bar) } else { String::new() };
        let line = Line::default().with(role, fit(name, name_wide)).with(role, cells.collect::<String>());
        page.line(look, if drawn.is_empty() { line } else { line.with(Role::Dim, format!("  {drawn}")) });
    }
}

/// A name in so many columns.
fn fit(name: &str, wide: usize) -> String {
    let cut = crate::page::cut_to(name, wide);
    let gap = wide.saturating_sub(cut.width());
    cut + &" ".repeat(gap)
}

/// A bar as long as its share of the longest.
fn draw(length: TimeDelta, most: TimeDelta, wide: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let most = usize::try_from(most.num_seconds()).unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let eighths = usize::try_from(length.num_seconds()).unwrap_or(0).min(most) * wide * 8 / most;
    "█".repeat(eighths / 8) + PARTS[eighths % 8]
}

fn notes(page: &mut Page, view: &FiguresView<'_>, total: &Figures, look: &Look<'_>) {
    let mut note = |text: &str| page.wrapped(look, Line::default(), 0, Role::Dim, text);
    let gap = length(view.active_gap).replace(' ', "");
    note(&format!("active: gaps up to {gap} count; git session config set active_gap 30m"));
    let sessions: usize = view.table.rows.iter().map(|row| row.figures.sessions).sum();
    if sessions > total.sessions {
        note("A session that is in several rows counts in each of them, and once in all.");
    }
    if !view.has_lines && total.commits > 0 {
        note("Lines were not counted: git session stats --lines");
    }
}

/// `3h 05m`
fn length(length: TimeDelta) -> String {
    let minutes = length.num_minutes();
    match (minutes / 60, minutes % 60) {
        (0, 0) if length.num_seconds() > 0 => "<1m".to_owned(),
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes:02}m"),
    }
}
