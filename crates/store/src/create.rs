//! A session begins.

use std::io;

use core_model::{Session, Time};
use locking::LockError;

use crate::document;
use crate::files::{self, Existing};
use crate::open::Store;
use crate::problem::Problem;
use crate::worktree::Here;

/// How often another id is tried. Fifty random bits are never the same twice in a row but by a broken source.
const TRIES: usize = 8;

/// Why no session began.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be written.
    #[error("cannot write {0}")]
    File(Problem),
    /// Each id that was drawn is taken.
    #[error("every id that was drawn is taken, the last one was {0}: the source of randomness is broken")]
    NoFreeId(core_model::SessionId),
}

impl Store {
    /// Opens a session in a worktree, unless `decide` finds another answer. It is given what is live in the worktree
    /// and the time, both read while nobody else can open one there, and may be asked again with the same where the
    /// id it drew is taken. An existing session is never overwritten.
    ///
    /// The session is on the disk when this returns.
    ///
    /// # Errors
    /// [`CreateError`]; then there is no new session, unless the disk confirms neither that it is there nor that it is gone.
    pub fn create<T>(
        &self,
        worktree: &str,
        mut decide: impl FnMut(&Here, Time) -> Result<Session, T>,
    ) -> Result<Result<Session, T>, CreateError> {
        let _lock = self.lock_name(&format!("worktree {worktree}"))?;
        let here = self.here(worktree);
        let now = self.clock.now();
        let mut drawn = None;
        for _ in 0..TRIES {
            let session = match decide(&here, now) {
                Ok(session) => session,
                Err(instead) => return Ok(Err(instead)),
            };
            match self.write_new(&session) {
                Ok(()) => return Ok(Ok(session)),
                Err(NotNew::Taken) => drawn = Some(session.id().clone()),
                Err(NotNew::Failed(problem)) => return Err(CreateError::File(problem)),
            }
        }
        match drawn {
            Some(id) => Err(CreateError::NoFreeId(id)),
            None => Err(CreateError::File(Problem::new(self.root(), io::Error::from(io::ErrorKind::Other)))),
        }
    }

    fn write_new(&self, session: &Session) -> Result<(), NotNew> {
        if self.path_of(session.id()).map_err(NotNew::Failed)?.is_some() {
            return Err(NotNew::Taken);
        }
        let path = self.layout.live_file(session.id());
        let text = document::render_session(session);
        document::check_size(&text).map_err(|error| NotNew::Failed(Problem::new(&path, error)))?;
        self.make_notes(session.opening()).map_err(NotNew::Failed)?;
        match files::place_whole(&*self.disk, &path, text.as_bytes(), Existing::Keep) {
            Ok(None) => Ok(()),
            Ok(Some(unconfirmed)) => {
                // Nobody was told of it yet, so it is taken back. A power cut may bring it again, and then its note is
                // there.
                let _ = self.disk.remove(&path);
                Err(NotNew::Failed(Problem::new(path, unconfirmed)))
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(NotNew::Taken),
            Err(error) => {
                let folder = self.layout.worktree(&session.opening().worktree);
                let _ = self.disk.remove(&folder.join(session.id().as_str()));
                let _ = self.remove_held_notes(session.opening(), None);
                Err(NotNew::Failed(Problem::new(path, error)))
            }
        }
    }
}

/// Why a session's file was not made.
enum NotNew {
    /// There is one of that id.
    Taken,
    /// It cannot be written.
    Failed(Problem),
}
