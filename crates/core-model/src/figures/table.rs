//! Figures by what sessions have in common.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, IsoWeek, NaiveDate};

use super::{Day, Figures, Part, Worked, parts_of};
use crate::{AuthorKind, LineCounts};

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The projects.
    Project,
    /// The branches on which sessions began.
    Branch,
    /// The tags; a session with several is in each row of them.
    Tag,
    /// Whoever worked.
    Author,
    /// The agents, and all people together.
    Agent,
    /// The days.
    Day,
    /// The weeks, from Monday on.
    Week,
}

impl By {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Project, Self::Branch, Self::Tag, Self::Author, Self::Agent, Self::Day, Self::Week];

    /// The word that is typed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Branch => "branch",
            Self::Tag => "tag",
            Self::Author => "author",
            Self::Agent => "agent",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// Whether its rows follow one another in time.
    #[must_use]
    pub fn is_of_time(self) -> bool {
        match self {
            Self::Day | Self::Week => true,
            Self::Project | Self::Branch | Self::Tag | Self::Author | Self::Agent => false,
        }
    }

    /// Hands out the rows that a part is in.
    fn each_key<'a>(self, part: &Part<'a>, mut each: impl FnMut(Key<'a>)) {
        let digest = part.digest;
        match self {
            Self::Project => each(Key::Text(Some(&digest.project))),
            Self::Branch => each(Key::Text(digest.branch.as_deref())),
            Self::Tag if digest.tags.is_empty() => each(Key::Text(None)),
            Self::Tag => digest.tags.iter().for_each(|tag| each(Key::Text(Some(tag)))),
            Self::Author => each(Key::Text(Some(&digest.author))),
            Self::Agent => match digest.author_kind {
                AuthorKind::Agent => each(Key::Text(Some(&digest.author))),
                AuthorKind::Person => each(Key::Text(None)),
            },
            Self::Day => each(Key::Day(part.date)),
            Self::Week => each(Key::Week(part.date.iso_week())),
        }
    }
}

/// What the parts of a row have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// `None`: that they have nothing of the kind.
    Text(Option<&'a str>),
    Day(NaiveDate),
    Week(IsoWeek),
}

impl Key<'_> {
    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => text.map(str::to_owned),
            Self::Day(date) => Some(date.to_string()),
            Self::Week(week) => Some(format!("{:04}-W{:02}", week.year(), week.week())),
        }
    }
}

/// What the sessions of one kind come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What they have in common. `None`: that they have nothing of this kind, no tag for one.
    pub key: Option<String>,
    /// What they come to.
    pub figures: Figures,
}

/// Figures in rows, and of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows: in the order of time, or the one with the most active time first.
    pub rows: Vec<Row>,
    /// What all comes to.
    pub total: Figures,
}

/// What sessions come to in these days. `lines`: what commits changed, by their ids.
#[must_use]
pub fn derive_table<'a>(
    sessions: impl IntoIterator<Item = &'a Worked>,
    days: &[Day],
    by: By,
    lines: &HashMap<String, LineCounts>,
) -> Table {
    let parts_of = |it: &'a Worked| parts_of(&it.digest, &it.spans, days);
    let parts: Vec<Part<'a>> = sessions.into_iter().flat_map(parts_of).collect();
    let mut groups: BTreeMap<Key<'a>, Vec<&Part<'a>>> = BTreeMap::new();
    for part in &parts {
        by.each_key(part, |key| groups.entry(key).or_default().push(part));
    }
    let row = |(key, parts): (Key<'a>, Vec<&Part<'a>>)| Row {
        key: key.into_text(),
        figures: Figures::of(parts, lines),
    };
    let mut rows: Vec<Row> = groups.into_iter().map(row).collect();
    if !by.is_of_time() {
        rows.sort_by_key(|row| std::cmp::Reverse((row.figures.active, row.figures.wall)));
    }
    Table { rows, total: Figures::of(&parts, lines) }
}
