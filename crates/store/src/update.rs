//! The second way to change a session: everything but adding to its record.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use core_model::{Broken, Refusal, Session, SessionId, Status, Time};
use locking::LockError;

use crate::disk::{self, Existing};
use crate::document;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};
use crate::repair;

/// Why a session was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// There is no such session.
    #[error("there is no session {0}")]
    NotFound(SessionId),
    /// The model does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The change would break what must always hold. This is a defect of ours.
    #[error("the change is not a sound one")]
    Broken(#[from] Broken),
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read or written.
    #[error("cannot change {0}")]
    File(Problem),
}

impl Store {
    /// Changes a session: lock, read, change in memory, check, write whole. `change` is given the session as it
    /// stands and the time, both read under the lock. Where it changes nothing, nothing is written.
    ///
    /// What was changed is on the disk when this returns. A session that was completed lies in the archive then.
    ///
    /// # Errors
    /// [`UpdateError`]; then the session is as it was.
    pub fn update(
        &self,
        id: &SessionId,
        change: impl FnOnce(&mut Session, Time) -> Result<(), Refusal>,
    ) -> Result<Session, UpdateError> {
        let _lock = self.lock(id)?;
        let path = self.path_of(id).ok_or_else(|| UpdateError::NotFound(id.clone()))?;
        let failed = |error: FileError| UpdateError::File(Problem { path: path.clone(), error });
        let bytes = disk::read_whole(&path, MAX_FILE).map_err(failed)?;
        let parsed = document::parse_session_of(id, &bytes).map_err(failed)?;
        let torn = &bytes[parsed.sound..];
        let before = parsed.writable().map_err(failed)?;
        let now = self.clock.now().max(before.derive_latest());
        let mut session = before.clone();
        change(&mut session, now)?;
        if session != before {
            session.check_follows(&before)?;
            session.fold_heartbeats();
            repair::keep_aside(&path, &self.layout, torn, now).map_err(failed)?;
            let text = document::render_session(&session);
            disk::write_whole(&path, &text, Existing::Replace).map_err(|error| failed(error.into()))?;
        }
        self.settle(&session).map_err(|error| failed(error.into()))?;
        Ok(session)
    }

    /// Puts a session that is no longer active where it belongs. It is what it is before this, and a kill in
    /// between leaves it to the next change.
    fn settle(&self, session: &Session) -> io::Result<()> {
        match session.status() {
            Status::Active => return Ok(()),
            Status::Parked(_) => {}
            Status::Completed(_) => self.move_to_archive(session.id())?,
        }
        disk::remove(&self.layout.worktree(&session.opening().worktree).join(session.id().as_str()))
    }

    fn move_to_archive(&self, id: &SessionId) -> io::Result<()> {
        let (from, to) = (self.layout.live_file(id), self.layout.archive_file(id));
        if from.symlink_metadata().is_err() {
            return Ok(());
        }
        // A second file for one id comes from a copy that somebody made by hand; neither may take the other's place.
        if to.symlink_metadata().is_ok() {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                format!("{} is there already", to.display()),
            ));
        }
        let folder = to.parent().unwrap_or(Path::new(""));
        if !folder.exists() {
            disk::make_folder(folder)?;
            disk::sync_folder(&self.layout.archive())?;
        }
        fs::rename(&from, &to)?;
        disk::sync_folder(folder)?;
        disk::sync_folder(&self.layout.live())
    }

    /// The file of a session. `None`: there is none.
    pub(crate) fn path_of(&self, id: &SessionId) -> Option<PathBuf> {
        [self.layout.live_file(id), self.layout.archive_file(id)]
            .into_iter()
            .find(|path| path.symlink_metadata().is_ok())
    }
}
