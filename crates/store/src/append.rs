//! The first way to change a session: adding to its record.

use core_model::{Entry, Head, Refusal, SessionId, Time};
use locking::LockError;

use crate::disk;
use crate::document;
use crate::open::Store;
use crate::problem::Problem;
use crate::repair::{Document, Tail};

/// Why nothing was added.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// There is no such session.
    #[error("there is no session {0}")]
    NotFound(SessionId),
    /// The model does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read or written.
    #[error("cannot write {0}")]
    File(Problem),
}

impl Store {
    /// Adds an entry at the end of a session. Only the head and the last entry are read, so the cost does not depend
    /// on how much a session holds.
    ///
    /// `entry` is given the head as it stands and the time, both read under the lock. What was said
    /// ([`core_model::EntryKind::was_said`]) is on the disk when this returns.
    ///
    /// # Errors
    /// [`AppendError`]; then nothing was added.
    pub fn append(
        &self,
        id: &SessionId,
        entry: impl FnOnce(&Head, Time) -> Result<Entry, Refusal>,
    ) -> Result<Entry, AppendError> {
        let path = self.layout.live_file(id);
        let failed = |error| AppendError::File(Problem { path: path.clone(), error });
        let lock = self.lock(id)?;
        let mut document = match Document::open(&path, disk::open_to_append) {
            Ok(document) => document,
            Err(error) if error.is_not_found() => {
                return Err(self.why_not_live(id));
            }
            Err(error) => return Err(failed(error)),
        };
        let head = document.head_of(id).map_err(failed)?;
        head.takes_entries()?;
        let now = self.clock.now();
        document.mend(&path, &self.layout, now).map_err(failed)?;
        let last = match document.tail {
            Tail::Whole(Some(at)) => at,
            Tail::Whole(None) | Tail::Torn { .. } => head.opening.started_at,
        };
        let entry = entry(&head, now.max(last))?;
        document.append(&document::render_entry(&entry)).map_err(failed)?;
        // Others may write while the disk works. What they add comes after this, so this entry is durable no later
        // than theirs, and nobody is told of it before it is.
        drop(lock);
        if entry.kind().was_said() {
            document.file.sync_data().map_err(|error| failed(error.into()))?;
        }
        Ok(entry)
    }

    /// Why a session is not among the live ones.
    fn why_not_live(&self, id: &SessionId) -> AppendError {
        let path = self.layout.archive_file(id);
        let head = Document::open(&path, disk::open_to_read).and_then(|it| document::parse_head(&it.head));
        match head {
            Ok(head) => match head.value.takes_entries() {
                Err(refusal) => AppendError::Refused(refusal),
                Ok(()) => AppendError::NotFound(id.clone()),
            },
            Err(error) if error.is_not_found() => AppendError::NotFound(id.clone()),
            Err(error) => AppendError::File(Problem { path, error }),
        }
    }
}
