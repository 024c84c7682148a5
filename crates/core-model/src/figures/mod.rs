//! What sessions come to in a stretch of time: how long was worked, and what came of it.
//!
//! Sessions are taken apart at the ends of days ([`parts_of`]), and every figure is derived from parts by one function
//! ([`Figures::of`]), whether they are those of a row or all: so what a row has more, the whole has more. Two figures are no
//! sums, and are named for what they are: the time by the clock, in which an hour of two sessions is an hour, and the number
//! of sessions, each of which counts once however many parts it has.

mod parts;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;

use crate::worked::{Span, derive_length, derive_union};
use crate::{LineCounts, SessionId};

pub use parts::{Day, Part, parts_of};
pub use table::{By, Row, Table, derive_table};

/// What some parts of sessions come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// How long was worked: of each session for itself, by signs of life and the limit.
    pub active: TimeDelta,
    /// How long anybody worked, by the clock: where sessions overlap, less than `active`.
    pub clock: TimeDelta,
    /// How long they took, from the first sign of life to the last: of each session for itself.
    pub wall: TimeDelta,
    /// How many sessions they are of.
    pub sessions: usize,
    /// How many commits, as they are called now.
    pub commits: usize,
    /// What those commits changed, as far as that is known.
    pub lines: LineCounts,
}

impl Figures {
    /// What these parts come to. `lines`: what commits changed, by their ids.
    pub fn of<'a>(
        parts: impl IntoIterator<Item = &'a Part<'a>>,
        lines: &HashMap<String, LineCounts>,
    ) -> Self {
        let mut figures = Self::default();
        let mut sessions: BTreeSet<&SessionId> = BTreeSet::new();
        let mut spans: Vec<Span> = Vec::new();
        for part in parts {
            sessions.insert(&part.digest.id);
            figures.active += derive_length(&part.active);
            figures.wall += part.wall.map(Span::length).unwrap_or_default();
            figures.commits += part.commits.len();
            figures.lines += part.commits.iter().filter_map(|it| lines.get(&it.sha)).copied().sum();
            spans.extend(&part.active);
        }
        figures.sessions = sessions.len();
        figures.clock = derive_length(&derive_union(spans));
        figures
    }
}
