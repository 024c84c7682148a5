//! Commits that no session could be found for. They are kept, so that a person can say where they belong.

use core_model::{Commit, Entry, Record, Time};
use disk::Access;
use locking::LockError;

use crate::document;
use crate::files::{self, Existing};
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};
use crate::repair::{Document, Tail};

/// The lock of their file.
pub(crate) const LOCK: &str = "unassigned";

/// Why a commit was not kept.
#[derive(Debug, thiserror::Error)]
pub enum UnassignedError {
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read or written.
    #[error("cannot write {0}")]
    File(Problem),
}

impl Store {
    /// Keeps a commit that belongs to no session, as far as can be said.
    ///
    /// # Errors
    /// [`UnassignedError`]; then it was not kept.
    pub fn append_unassigned(&self, commit: impl FnOnce(Time) -> Commit) -> Result<(), UnassignedError> {
        self.add_beside(commit).map(drop)
    }

    /// The same for what a person says of a commit: it is on the disk when this returns.
    ///
    /// # Errors
    /// [`UnassignedError`]; then it was not kept, or the disk does not confirm that it was.
    pub fn assign(&self, commit: impl FnOnce(Time) -> Commit) -> Result<(), UnassignedError> {
        let document = self.add_beside(commit)?;
        document.file.sync().map_err(|error| {
            UnassignedError::File(Problem { path: self.layout.unassigned(), error: error.into() })
        })
    }

    fn add_beside(&self, commit: impl FnOnce(Time) -> Commit) -> Result<Document, UnassignedError> {
        let _lock = self.lock_name(LOCK)?;
        self.add_unassigned(commit)
            .map_err(|error| UnassignedError::File(Problem { path: self.layout.unassigned(), error }))
    }

    fn add_unassigned(&self, commit: impl FnOnce(Time) -> Commit) -> Result<Document, FileError> {
        let path = self.layout.unassigned();
        if !self.disk.is_there(&path)? {
            files::write_whole(&*self.disk, &path, document::render_format().as_bytes(), Existing::Keep)?;
        }
        let mut document = Document::open(&self.disk, &path, Access::Append)?;
        document.check_format()?;
        if matches!(document.tail, Tail::Edited) {
            return Err(FileError::Edited);
        }
        let now = self.clock.now();
        let now = document.tail.last().map_or(now, |last| now.max(last));
        document.mend(&path, &self.layout, now)?;
        document.append(&document::render_entry(&Entry::Commit(Box::new(commit(now)))))?;
        Ok(document)
    }

    /// The commits that belong to no session, and what is wrong with their file.
    ///
    /// # Errors
    /// [`Problem`] where the file cannot be read at all.
    pub fn read_unassigned(&self) -> Result<(Vec<Commit>, Vec<Problem>), Problem> {
        let path = self.layout.unassigned();
        let parsed = match files::read_whole(&*self.disk, &path, MAX_FILE)
            .and_then(|bytes| document::parse_record(&bytes))
        {
            Ok(parsed) => parsed,
            Err(error) if error.is_not_found() => {
                return Ok((vec![], vec![]));
            }
            Err(error) => return Err(Problem { path, error }),
        };
        let problems = parsed.remarks.into_iter().map(Problem::at(&path)).collect();
        let Record { commits, heartbeats: _, events: _, decisions: _ } = parsed.value;
        Ok((commits, problems))
    }
}
