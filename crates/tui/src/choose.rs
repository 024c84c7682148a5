//! Choosing one of several: questions, tasks.

use core_model::SessionId;

/// What is chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Questions,
    Tasks,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choose {
    /// The session that they belong to.
    pub(crate) id: SessionId,
    pub(crate) of: Of,
    /// The id of each, and its text, cleaned. Never empty.
    pub(crate) items: Vec<(String, String)>,
    /// The one that is chosen.
    pub(crate) at: usize,
}

impl Choose {
    pub(crate) fn title(&self) -> &'static str {
        match self.of {
            Of::Questions => "Which question is answered?",
            Of::Tasks => "Which task is done?",
        }
    }

    /// Goes on by this many; the ends are ends.
    pub(crate) fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.items.len().saturating_sub(1));
    }
}
