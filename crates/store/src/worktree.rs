//! What is live in a worktree, found without looking at any other session.

use core_model::attribution::Candidate;
use core_model::{SessionId, StatusName};

use crate::disk;
use crate::open::Store;
use crate::problem::{FileError, Problem};
use crate::repair::{Document, Tail};

/// The active sessions of a worktree, and the files that could not be read.
#[derive(Debug, Default)]
pub struct Here {
    /// The active ones, by id.
    pub candidates: Vec<Candidate>,
    /// What is noted as active and cannot be read.
    pub problems: Vec<Problem>,
}

impl Store {
    /// The active sessions of a worktree. Their heads and their last entries are read, and nothing else.
    #[must_use]
    pub fn here(&self, worktree: &str) -> Here {
        let mut here = Here::default();
        let folder = self.layout.worktree(worktree);
        let names = match std::fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.file_name()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return here,
            Err(error) => {
                here.problems.push(Problem::new(folder, error));
                return here;
            }
        };
        let mut ids: Vec<SessionId> = names.filter_map(|name| name.to_str()?.parse().ok()).collect();
        ids.sort();
        for id in ids {
            match self.candidate(&id) {
                // A note may outlive its session by a moment, and a kill can make that moment long.
                Ok(candidate) if candidate.head.status().name() != StatusName::Active => {}
                Ok(candidate) => here.candidates.push(candidate),
                Err(error) if error.is_not_found() => {}
                Err(error) => here.problems.push(Problem::new(self.layout.live_file(&id), error)),
            }
        }
        here
    }

    /// Forgets the sessions of a worktree that ended by themselves, so that the next look has fewer to read. They stay
    /// where they are until a command closes them.
    pub fn forget_ended(&self, worktree: &str) {
        let now = self.now();
        for candidate in self.here(worktree).candidates {
            if candidate.is_over_by_itself(now) {
                // A note too many costs a look and nothing else.
                let _ = disk::remove(&self.layout.worktree(worktree).join(candidate.head.id().as_str()));
            }
        }
    }

    fn candidate(&self, id: &SessionId) -> Result<Candidate, FileError> {
        let document = Document::open(&self.layout.live_file(id), disk::open_to_read)?;
        let head = document.head_of(id)?;
        let last_sign = match document.tail {
            Tail::Whole(Some(at)) => at.max(head.opening.started_at),
            Tail::Whole(None) | Tail::Torn { .. } => head.opening.started_at,
        };
        Ok(Candidate { head, last_sign })
    }
}
