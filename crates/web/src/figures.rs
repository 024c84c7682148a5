//! What sessions come to, together.

use std::collections::HashMap;

use core_model::figures::Figures;

use crate::item::Item;

/// The sum of some sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) sessions: usize,
    pub(crate) figures: Figures,
    pub(crate) decisions: usize,
}

/// Adds sessions up.
pub(crate) fn sum<'a>(items: impl IntoIterator<Item = &'a Item<'a>>) -> Sum {
    let items: Vec<&Item<'_>> = items.into_iter().collect();
    // What commits changed is not on the page: git would be asked about each.
    let lines = HashMap::new();
    Sum {
        sessions: items.len(),
        figures: Figures::of(items.iter().flat_map(|item| &item.parts), &lines),
        decisions: items.iter().map(|item| item.decisions.len()).sum(),
    }
}
