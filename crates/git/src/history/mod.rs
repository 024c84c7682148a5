//! A private bare repository that keeps snapshots of the store's files: the backup, and the trail of what was done.
//!
//! Not here: which files there are and when one is taken. The history knows paths and bytes.
//!
//! Where to enter: [`History::record`] writes, [`History::snapshot`] and [`History::log`] read.
//!
//! Invariants: it is never the user's repository, and no configuration, environment, template or hook is read: what is
//! in the folder is read and written as it is. Whoever writes holds the lock, which lies beside the folder. Objects are
//! on the disk before the reference that leads to them moves, and it moves by a rename. What is read is compared with
//! the id that it is kept under.

mod disk;
mod edit;
mod error;
mod layout;
mod log;
mod objects;
mod pack;
mod path;
mod record;
mod remove;
mod snapshot;
mod tip;

use std::path::{Path, PathBuf};
use std::time::Duration;

use locking::Held;

pub use error::HistoryError;
pub use log::Logged;
pub use record::Change;
pub use snapshot::{BlobId, Snapshot};

/// The folder of the repository, in the folder of what is ours.
const FOLDER: &str = "history.git";

/// Beside the folder and not in it: the lock outlives the repository.
const LOCK_FILE: &str = "history.lock";

/// The snapshots of one store.
#[derive(Debug, Clone)]
pub struct History {
    state_dir: PathBuf,
    path: PathBuf,
}

impl History {
    /// The history in the folder of what we keep in the git directory. Touches nothing yet.
    #[must_use]
    pub fn at(state_dir: &Path) -> Self {
        Self { state_dir: state_dir.to_owned(), path: state_dir.join(FOLDER) }
    }

    /// The folder of the repository; it need not be there.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is a repository, be it empty or damaged.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.path.is_dir()
    }

    /// The id of the last snapshot's commit. `None`: there is no snapshot. Reads one small file.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] where the reference is none, [`HistoryError::Io`] where it cannot be read.
    pub fn tip(&self) -> Result<Option<String>, HistoryError> {
        Ok(tip::read(&self.path)?.map(|id| id.to_string()))
    }

    fn lock(&self, deadline: Duration) -> Result<Held, HistoryError> {
        Ok(locking::lock_file("the history", &self.state_dir.join(LOCK_FILE), deadline)?)
    }
}
