//! The tables: sessions, projects, who worked, tags, commits.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use core_model::{AuthorKind, Commit, Session, Status};
use serde::Serialize;

use crate::calendar::Clock;
use crate::figures::{Sum, sum};
use crate::item::Item;
use crate::names::Names;
use crate::words;

/// A table.
#[derive(Serialize)]
pub(crate) struct Table {
    id: &'static str,
    name: &'static str,
    /// What must be known to read it.
    note: Option<&'static str>,
    /// What one of its rows is.
    one: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    sums: Option<Vec<Cell>>,
    can_filter: bool,
}

#[derive(Serialize)]
struct Column {
    name: &'static str,
    is_number: bool,
    is_wide: bool,
    /// Whether the rows are in its order at first: `ascending`, `descending`.
    sorted: Option<&'static str>,
}

#[derive(Serialize, Clone, Default)]
struct Cell {
    text: String,
    is_number: bool,
    /// What it is sorted by, where that is not its text.
    value: Option<String>,
    /// The story that it leads to.
    anchor: Option<String>,
    /// Of a status: which.
    status: Option<&'static str>,
}

/// All tables.
pub(crate) fn tables(items: &[Item<'_>], names: &Names, clock: Clock<'_>) -> Vec<Table> {
    vec![
        sessions(items, names, clock),
        projects(items, names),
        authors(items, names),
        tags(items, names),
        commits(items, names, clock),
    ]
}

fn text(name: &'static str) -> Column {
    Column { name, is_number: false, is_wide: false, sorted: None }
}

fn wide(name: &'static str) -> Column {
    Column { is_wide: true, ..text(name) }
}

fn number(name: &'static str) -> Column {
    Column { is_number: true, ..text(name) }
}

fn sorted(column: Column, order: &'static str) -> Column {
    Column { sorted: Some(order), ..column }
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn count(number: usize) -> Self {
        Self {
            text: words::grouped(number),
            is_number: true,
            value: Some(number.to_string()),
            ..Self::default()
        }
    }

    fn length(length: TimeDelta) -> Self {
        let value = Some(length.num_seconds().to_string());
        Self { text: words::clock_length(length), is_number: true, value, ..Self::default() }
    }

    fn leading_to(self, anchor: String) -> Self {
        Self { anchor: Some(anchor), ..self }
    }
}

fn sessions(items: &[Item<'_>], names: &Names, clock: Clock<'_>) -> Table {
    let row = |item: &Item<'_>| {
        let session = item.session;
        let opening = session.opening();
        let anchor = names.anchor(session.id());
        let tags: Vec<String> = opening.tags.iter().map(|tag| names.tag(tag.as_str())).collect();
        let status = session.status().name().as_str();
        let outcome = match session.status() {
            Status::Active | Status::Parked(_) => status,
            Status::Completed(over) => over.outcome.kind.as_str(),
        };
        let mut row = vec![
            Cell::text(words::minute(clock.at(opening.started_at))),
            Cell::text(names.session(session.id())).leading_to(anchor),
        ];
        if !names.are_hidden() {
            row.push(Cell::text(names.intent(session)));
        }
        row.extend([
            Cell { status: Some(status), ..Cell::text(outcome) },
            Cell::text(names.author(&opening.author)),
            Cell::length(item.derive_active()),
            Cell::length(item.derive_wall()),
            Cell::count(item.commits.len()),
            Cell::count(item.decisions.len()),
            Cell::text(names.project(&opening.project)),
            Cell::text(tags.join(", ")),
            Cell::text(
                opening.branch.as_deref().map_or_else(|| "detached".to_owned(), |it| names.branch(it)),
            ),
        ]);
        row
    };
    let mut columns = vec![sorted(text("Started"), "descending"), text("Session")];
    if !names.are_hidden() {
        columns.push(wide("Intent"));
    }
    columns.extend([text("Status"), text("Who")]);
    columns.extend([number("Active"), number("Wall"), number("Commits"), number("Decisions")]);
    columns.extend([text("Project"), text("Tags"), text("Branch")]);
    Table {
        id: "sessions",
        name: "Sessions",
        note: None,
        one: "session",
        columns,
        rows: items.iter().rev().map(row).collect(),
        sums: None,
        can_filter: true,
    }
}

/// Sums by something that sessions have, the one with the most active time first.
fn by<'a>(
    items: &'a [Item<'a>],
    keys: impl Fn(&Item<'a>) -> Vec<(String, &'static str)>,
) -> Vec<((String, &'static str), Sum)> {
    let mut groups: BTreeMap<(String, &'static str), Vec<&Item<'a>>> = BTreeMap::new();
    for item in items {
        for key in keys(item) {
            groups.entry(key).or_default().push(item);
        }
    }
    let mut sums: Vec<_> = groups.into_iter().map(|(key, items)| (key, sum(items))).collect();
    sums.sort_by(|(a, x), (b, y)| y.figures.active.cmp(&x.figures.active).then_with(|| a.cmp(b)));
    sums
}

const OF_SUMS: [&str; 6] = ["Sessions", "Active", "By the clock", "Wall", "Commits", "Decisions"];

fn figures(sum: &Sum) -> [Cell; 6] {
    [
        Cell::count(sum.sessions),
        Cell::length(sum.figures.active),
        Cell::length(sum.figures.clock),
        Cell::length(sum.figures.wall),
        Cell::count(sum.figures.commits),
        Cell::count(sum.decisions),
    ]
}

fn columns_of_sums(first: &[&'static str]) -> Vec<Column> {
    let figures = OF_SUMS.map(|name| match name {
        "Active" => sorted(number(name), "descending"),
        _ => number(name),
    });
    first.iter().map(|name| text(name)).chain(figures).collect()
}

const BY_THE_CLOCK: &str =
    "Active is counted of each session for itself; by the clock, an hour of two sessions is an hour.";

fn projects(items: &[Item<'_>], names: &Names) -> Table {
    let sums = by(items, |item| vec![(names.project(&item.session.opening().project), "")]);
    Table {
        id: "projects",
        name: "Projects",
        note: Some(BY_THE_CLOCK),
        one: "project",
        columns: columns_of_sums(&["Project"]),
        sums: Some(std::iter::once(Cell::text("All")).chain(figures(&sum(items))).collect()),
        rows: sums
            .iter()
            .map(|((name, _), sum)| std::iter::once(Cell::text(name)).chain(figures(sum)).collect())
            .collect(),
        can_filter: false,
    }
}

fn authors(items: &[Item<'_>], names: &Names) -> Table {
    let kind = |kind| match kind {
        AuthorKind::Person => "person",
        AuthorKind::Agent => "agent",
    };
    let sums = by(items, |item| {
        let author = &item.session.opening().author;
        vec![(names.author(author), kind(author.kind))]
    });
    let row = |name: &str, kind: &str, sum: &Sum| {
        [Cell::text(name), Cell::text(kind)].into_iter().chain(figures(sum)).collect::<Vec<_>>()
    };
    Table {
        id: "authors",
        name: "People and agents",
        note: Some(BY_THE_CLOCK),
        one: "author",
        columns: columns_of_sums(&["Who", "Kind"]),
        sums: Some(row("All", "", &sum(items))),
        rows: sums.iter().map(|((name, kind), sum)| row(name, kind, sum)).collect(),
        can_filter: false,
    }
}

fn tags(items: &[Item<'_>], names: &Names) -> Table {
    let of = |item: &Item<'_>| {
        item.session.opening().tags.iter().map(|tag| (names.tag(tag.as_str()), "")).collect()
    };
    let sums = by(items, of);
    Table {
        id: "tags",
        name: "Tags",
        note: Some("A session with two tags counts with both."),
        one: "tag",
        columns: columns_of_sums(&["Tag"]),
        sums: None,
        rows: sums
            .iter()
            .map(|((name, _), sum)| std::iter::once(Cell::text(name)).chain(figures(sum)).collect())
            .collect(),
        can_filter: false,
    }
}

fn commits(items: &[Item<'_>], names: &Names, clock: Clock<'_>) -> Table {
    let mut commits: Vec<(&Commit, &Session)> = Vec::new();
    for item in items {
        commits.extend(item.commits.iter().map(|commit| (*commit, item.session)));
    }
    commits.sort_by_key(|(commit, _)| std::cmp::Reverse(commit.at));
    let row = |(commit, session): &(&Commit, &Session)| {
        let mut row =
            vec![Cell::text(words::minute(clock.at(commit.at))), Cell::text(names.commit(&commit.facts.sha))];
        row.extend(names.text(&commit.facts.subject).map(Cell::text));
        row.extend([
            Cell::text(names.session(session.id())).leading_to(names.anchor(session.id())),
            Cell::text(names.author(&session.opening().author)),
            Cell::text(names.project(&session.opening().project)),
            Cell::count(commit.facts.files.paths.len()),
        ]);
        row
    };
    let mut columns = vec![sorted(text("Recorded"), "descending"), text("Commit")];
    if !names.are_hidden() {
        columns.push(wide("Subject"));
    }
    columns.extend([text("Session"), text("Who"), text("Project"), number("Files")]);
    Table {
        id: "commits",
        name: "Commits",
        note: None,
        one: "commit",
        columns,
        rows: commits.iter().map(row).collect(),
        sums: None,
        can_filter: true,
    }
}
