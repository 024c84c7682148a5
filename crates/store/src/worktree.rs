//! What is live in a worktree, found without looking at any other session.
//!
//! The notes are hints: one too many costs a look, and one that is missing is made again by [`Store::renew_notes`].

use core_model::attribution::{self, Candidate};
use core_model::{Opening, SessionId, StatusName};
use disk::Access;

use crate::change::ChangeError;
use crate::document;
use crate::files;
use crate::open::{Store, check};
use crate::problem::{FileError, Problem};
use crate::repair::{Document, Tail};

/// How many active sessions of a worktree are looked at. Two are too many to tell commits apart already, and looking at
/// thousands would cost a hook its time.
const ENOUGH: usize = 16;

/// The active sessions of a worktree, and the files that could not be read.
#[derive(Debug, Default)]
pub struct Here {
    /// The active ones, by id; no more than sixteen.
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
        let names = match self.disk.list(&folder) {
            Ok(names) => names.into_iter(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return here,
            Err(error) => {
                here.problems.push(Problem::new(folder, error));
                return here;
            }
        };
        let mut ids: Vec<SessionId> = names.filter_map(|name| name.to_str()?.parse().ok()).collect();
        ids.sort();
        for id in ids {
            if here.candidates.len() == ENOUGH {
                break;
            }
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
    ///
    /// # Errors
    /// [`ChangeError::Lock`], [`ChangeError::File`]; then the rest is not forgotten.
    pub fn forget_ended(&self, worktree: &str) -> Result<(), ChangeError> {
        for candidate in self.here(worktree).candidates {
            let id = candidate.head.id();
            let _lock = self.lock(id)?;
            let ended = self
                .candidate(id)
                .is_ok_and(|it| attribution::has_ended_by_itself(&it.head, it.last_sign, self.now()));
            if ended {
                // A note too many costs a look and nothing else.
                let _ = self.disk.remove(&self.layout.worktree(worktree).join(id.as_str()));
            }
        }
        Ok(())
    }

    /// Makes the notes that are missing: somebody may have cleaned their folder away.
    ///
    /// # Errors
    /// [`Problem`] where one cannot be made.
    pub fn renew_notes(&self) -> Result<(), Problem> {
        for id in self.live_ids() {
            let Ok(_lock) = self.lock(&id) else { continue };
            let Ok(candidate) = self.candidate(&id) else { continue };
            if candidate.is_at_work(self.now()) {
                self.make_notes(&candidate.head.opening)?;
            }
        }
        Ok(())
    }

    /// The active sessions of all worktrees but this one. `None`: they are more than `most`, or not all can be read.
    #[must_use]
    pub fn elsewhere(&self, worktree: &str, most: usize) -> Option<Vec<Candidate>> {
        let here = self.layout.worktree(worktree);
        let mut ids = Vec::new();
        for name in self.disk.list(&self.layout.worktrees()).ok()? {
            let folder = self.layout.worktrees().join(name);
            if folder != here {
                let names = self.disk.list(&folder).ok()?;
                ids.extend(names.iter().filter_map(|name| name.to_str()?.parse::<SessionId>().ok()));
            }
            if ids.len() > most {
                return None;
            }
        }
        let mut found = Vec::new();
        for id in ids {
            match self.candidate(&id) {
                Ok(candidate) => found.push(candidate),
                Err(error) if error.is_not_found() => {}
                Err(_) => return None,
            }
        }
        found.retain(|it| it.head.status().name() == StatusName::Active);
        Some(found)
    }

    /// Notes that a session is at work: in its worktree, by whom, and in which conversation.
    pub(crate) fn make_notes(&self, opening: &Opening) -> Result<(), Problem> {
        self.make_held_notes(opening)?;
        self.make_note(&opening.worktree, &opening.id)
    }

    fn make_note(&self, worktree: &str, id: &SessionId) -> Result<(), Problem> {
        let folder = self.layout.worktree(worktree);
        let failed = |error: std::io::Error| Problem::new(&folder, error);
        if !check(&*self.disk, &folder).map_err(|error| failed(std::io::Error::other(error)))? {
            disk::make_folder_in(&*self.disk, &self.layout.worktrees(), &folder).map_err(failed)?;
        }
        files::touch(&*self.disk, &folder.join(id.as_str()))
            .and_then(|()| self.disk.sync_folder(&folder))
            .map_err(failed)
    }

    pub(crate) fn candidate(&self, id: &SessionId) -> Result<Candidate, FileError> {
        let path = self.layout.live_file(id);
        let mut document = match Document::open(&self.disk, &path, Access::Read) {
            Err(error) if error.is_not_found() => return self.candidate_to_be(id, error),
            document => document?,
        };
        if matches!(document.tail, Tail::Torn { .. }) {
            // It may be an entry that is being added just now.
            document = Document::open(&self.disk, &path, Access::Read)?;
        }
        let head = document.head_of(id)?;
        let last_sign = match document.tail {
            Tail::Whole { last } | Tail::Torn { last, .. } => head.derive_last_sign(last),
            // Only the whole can say.
            Tail::Edited => self
                .read(id)
                .ok()
                .flatten()
                .map_or(head.changed_at, |loaded| loaded.session.derive_last_sign()),
        };
        Ok(Candidate { head, last_sign })
    }

    /// A session that a change has opened, and that has no file yet.
    fn candidate_to_be(&self, id: &SessionId, not_found: FileError) -> Result<Candidate, FileError> {
        if self.path_of(id).map_err(|problem| problem.error)?.is_some() {
            // It is over and lies in the archive: the change was made long ago, and a power cut brought back its record.
            return Err(not_found);
        }
        let pending = self.pending(&mut Vec::new());
        let Some(bytes) = pending.instead_of(id, None) else { return Err(not_found) };
        let session = document::parse_session_of(id, bytes)?.value;
        Ok(Candidate { head: session.head().clone(), last_sign: session.derive_last_sign() })
    }
}
