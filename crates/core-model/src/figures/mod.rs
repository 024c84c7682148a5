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

use std::collections::HashMap;

use chrono::TimeDelta;

use crate::worked::{Span, derive_length};
use crate::{LineCounts, SessionId};

pub use parts::{Day, Part, Worked, derive_worked, parts_of};
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
    ///
    /// Parts of one session follow one another.
    pub fn of<'a>(
        parts: impl IntoIterator<Item = &'a Part<'a>>,
        lines: &HashMap<String, LineCounts>,
    ) -> Self {
        let mut figures = Self::default();
        let mut last: Option<&SessionId> = None;
        let mut spans: Vec<(i64, i64)> = Vec::new();
        for part in parts {
            figures.sessions += usize::from(last != Some(&part.digest.id));
            last = Some(&part.digest.id);
            figures.active += derive_length(&part.active);
            figures.wall += part.wall.map(Span::length).unwrap_or_default();
            figures.commits += part.commits.len();
            figures.lines += part.commits.iter().filter_map(|it| lines.get(&it.sha)).copied().sum();
            spans.extend(part.active.iter().map(|it| (it.from.timestamp(), it.to.timestamp())));
        }
        figures.clock = derive_clock(spans);
        figures
    }
}

/// How long stretches are together by the clock, in seconds as they are: there are very many, and numbers are quick to sort.
fn derive_clock(mut spans: Vec<(i64, i64)>) -> TimeDelta {
    spans.sort_unstable();
    let (mut length, mut end) = (0, i64::MIN);
    for (from, to) in spans {
        length += (to - from.max(end)).max(0);
        end = end.max(to);
    }
    TimeDelta::seconds(length)
}
