//! How much commits changed, in lines.

use std::collections::{BTreeSet, HashMap};
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use crate::Session;

/// How much a commit changed against its first parent, or several together. A file that holds no text has no lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineCounts {
    /// How many files. Of several commits, a file counts once for each.
    pub files: usize,
    /// How many lines came.
    pub added: u64,
    /// How many lines went.
    pub removed: u64,
}

impl Add for LineCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            added: self.added + other.added,
            removed: self.removed + other.removed,
        }
    }
}

impl AddAssign for LineCounts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for LineCounts {
    fn sum<I: Iterator<Item = Self>>(each: I) -> Self {
        each.fold(Self::default(), Self::add)
    }
}

/// How much a session changed: its commits as they are called now. A merge changes nothing: neither its files nor its lines
/// count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionLines {
    /// How many files. A file that several commits changed counts once.
    pub files: usize,
    /// Whether there are more, whose names are not kept.
    pub more_files: bool,
    /// How many lines came.
    pub added: u64,
    /// How many lines went.
    pub removed: u64,
    /// How many of its commits are not in this repository any more: of these there are no lines.
    pub gone: usize,
}

impl SessionLines {
    /// Adds up what its commits changed, each as `counts` has it.
    #[must_use]
    pub fn of(session: &Session, counts: &HashMap<String, LineCounts>) -> Self {
        let (mut lines, mut paths) = (Self::default(), BTreeSet::new());
        for commit in session.record().derive_current().filter(|it| it.facts.parents.len() < 2) {
            paths.extend(&commit.facts.files.paths);
            lines.more_files |= commit.facts.files.more;
            match counts.get(&commit.facts.sha) {
                Some(count) => {
                    lines.added += count.added;
                    lines.removed += count.removed;
                }
                None => lines.gone += 1,
            }
        }
        lines.files = paths.len();
        lines
    }
}

#[cfg(test)]
#[path = "lines_tests.rs"]
mod tests;
