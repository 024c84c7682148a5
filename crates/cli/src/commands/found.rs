//! Sessions that were found, some at a time.

use std::cell::RefCell;

use app::{Selected, Selection, Workspace};
use core_model::SessionLines;
use report::Shorts;

use crate::exit::Failure;

/// For how many at once it is found out how to name them, and git is asked.
const AT_ONCE: usize = 256;

/// A session of the answer.
pub(super) struct Found {
    pub(super) selected: Selected,
    /// What people type for it.
    pub(super) short: String,
    /// How much it changed. `None`: nobody asked, or git does not say.
    pub(super) lines: Option<SessionLines>,
}

/// The sessions that were found. Never more than a lot of them is held.
pub(super) struct Lots<'a> {
    workspace: &'a Workspace,
    selection: &'a RefCell<Selection>,
    with_lines: bool,
    trouble: RefCell<Option<Failure>>,
}

impl<'a> Lots<'a> {
    pub(super) fn new(workspace: &'a Workspace, selection: &'a RefCell<Selection>, with_lines: bool) -> Self {
        Self { workspace, selection, with_lines, trouble: RefCell::new(None) }
    }

    /// They, one after another.
    pub(super) fn iter(&self) -> impl Iterator<Item = Found> {
        std::iter::from_fn(|| self.next_lot()).flatten()
    }

    fn next_lot(&self) -> Option<Vec<Found>> {
        let lot: Vec<Selected> = self.selection.borrow_mut().by_ref().take(AT_ONCE).collect();
        let shorts = Shorts::new(lot.iter().map(|it| it.session.id()));
        let mut lines = self.lines_of(&lot).into_iter();
        let found = lot.into_iter().map(|selected| {
            let short = shorts.of(selected.session.id()).to_owned();
            Found { selected, short, lines: lines.next() }
        });
        let found: Vec<Found> = found.collect();
        (!found.is_empty()).then_some(found)
    }

    fn lines_of(&self, lot: &[Selected]) -> Vec<SessionLines> {
        if !self.with_lines || self.trouble.borrow().is_some() {
            return Vec::new();
        }
        let sessions: Vec<_> = lot.iter().map(|it| &it.session).collect();
        self.workspace.lines_of(&sessions).unwrap_or_else(|error| {
            *self.trouble.borrow_mut() = Some(error.into());
            Vec::new()
        })
    }

    /// Why git did not say how much was changed.
    pub(super) fn trouble(self) -> Result<(), Failure> {
        self.trouble.into_inner().map_or(Ok(()), Err)
    }
}
