//! What sessions come to, together.

use chrono::TimeDelta;
use core_model::worked::{derive_length, derive_union};

use crate::item::Item;

/// The sum of some sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) sessions: usize,
    /// The active times added up: an hour of two sessions is two hours.
    pub(crate) active: TimeDelta,
    /// How long somebody was at work: an hour of two sessions is an hour.
    pub(crate) somebody: TimeDelta,
    /// From the first sign to the last of each, added up.
    pub(crate) wall: TimeDelta,
    pub(crate) commits: usize,
    pub(crate) decisions: usize,
}

/// Adds sessions up.
pub(crate) fn sum<'a>(items: impl IntoIterator<Item = &'a Item<'a>>) -> Sum {
    let mut sum = Sum::default();
    let mut spans = Vec::new();
    for item in items {
        sum.sessions += 1;
        sum.active += item.derive_active();
        sum.wall += item.wall;
        sum.commits += item.commits.len();
        sum.decisions += item.decisions.len();
        spans.extend_from_slice(&item.active);
    }
    sum.somebody = derive_length(&derive_union(spans));
    sum
}
