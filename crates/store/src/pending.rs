//! Changes of several sessions that have happened and are not all made yet: readers see them as if they were.

use core_model::SessionId;

use crate::open::Store;
use crate::problem::Problem;
use crate::redo::Step;

/// What unfinished changes make of sessions.
#[derive(Debug, Default)]
pub(crate) struct Pending(Vec<Step>);

impl Pending {
    /// What stands for the file of a session whose content is `there`. `None`: the file itself does.
    pub(crate) fn instead_of(&self, id: &SessionId, there: Option<&[u8]>) -> Option<&[u8]> {
        let step = self.0.iter().find(|step| step.id == *id && step.is_left(there))?;
        Some(step.after.as_bytes())
    }

    /// The sessions that have no file yet, as far as these changes know.
    pub(crate) fn new_ids(&self) -> impl Iterator<Item = &SessionId> {
        self.0.iter().filter(|step| step.before.is_none()).map(|step| &step.id)
    }
}

impl Store {
    /// The changes that are not finished. What cannot be read is told.
    pub(crate) fn pending(&self, problems: &mut Vec<Problem>) -> Pending {
        let mut steps = Vec::new();
        let names = self.redo_names().unwrap_or_else(|problem| {
            problems.push(problem);
            Vec::new()
        });
        for name in names {
            match self.read_redo(&name) {
                Ok(found) => steps.extend(found.into_iter().flatten()),
                Err(problem) => problems.push(problem),
            }
        }
        Pending(steps)
    }
}
