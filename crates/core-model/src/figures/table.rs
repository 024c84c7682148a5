//! Figures by what sessions have in common.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike as _, TimeDelta};

use super::{Day, Figures, Part, parts_of};
use crate::{AuthorKind, Digest, LineCounts};

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

    /// The rows that a part is in. `None`: it has nothing of that kind.
    fn keys(self, part: &Part<'_>) -> Vec<Option<String>> {
        let digest = part.digest;
        match self {
            Self::Project => vec![Some(digest.project.clone())],
            Self::Branch => vec![digest.branch.clone()],
            Self::Tag if digest.tags.is_empty() => vec![None],
            Self::Tag => digest.tags.iter().cloned().map(Some).collect(),
            Self::Author => vec![Some(digest.author.clone())],
            Self::Agent => match digest.author_kind {
                AuthorKind::Agent => vec![Some(digest.author.clone())],
                AuthorKind::Person => vec![None],
            },
            Self::Day => vec![Some(part.date.to_string())],
            Self::Week => {
                let week = part.date.iso_week();
                vec![Some(format!("{:04}-W{:02}", week.year(), week.week()))]
            }
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
    digests: impl IntoIterator<Item = &'a Digest>,
    days: &[Day],
    by: By,
    limit: TimeDelta,
    lines: &HashMap<String, LineCounts>,
) -> Table {
    let parts: Vec<Part<'a>> = digests.into_iter().flat_map(|digest| parts_of(digest, days, limit)).collect();
    let mut groups: BTreeMap<Option<String>, Vec<&Part<'a>>> = BTreeMap::new();
    for part in &parts {
        by.keys(part).into_iter().for_each(|key| groups.entry(key).or_default().push(part));
    }
    let row =
        |(key, parts): (Option<String>, Vec<&Part<'a>>)| Row { key, figures: Figures::of(parts, lines) };
    let mut rows: Vec<Row> = groups.into_iter().map(row).collect();
    if !by.is_of_time() {
        rows.sort_by_key(|row| std::cmp::Reverse((row.figures.active, row.figures.wall)));
    }
    Table { rows, total: Figures::of(&parts, lines) }
}
