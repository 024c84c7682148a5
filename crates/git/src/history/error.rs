//! What can go wrong with the history.

use std::io;
use std::path::{Path, PathBuf};

use locking::LockError;

use crate::{AskError, Cause};

/// Why a snapshot was not taken or not read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The text is not a path that is fit for every system: absolute, with an empty part, `..`, `.git` or the like.
    #[error("`{path}` is not a path that the history can keep")]
    Path {
        /// What was handed in.
        path: String,
    },
    /// Of the files that were handed in, one has the name of another one's folder.
    #[error("`{path}` is a file and a folder at once")]
    Clash {
        /// The file.
        path: String,
    },
    /// More than could be read again.
    #[error("`{path}` has {bytes} bytes; the history keeps files of up to {limit}")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: usize,
        /// The largest size.
        limit: usize,
    },
    /// Somebody else is writing.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// git, which packs it, did not.
    #[error(transparent)]
    Git(#[from] AskError),
    /// Something in the repository is missing or is not what it should be.
    #[error("the history {} is damaged", .path.display())]
    Damaged {
        /// The repository.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: Cause,
    },
    /// The system refused.
    #[error("{} cannot be read or written", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it said.
        #[source]
        source: Cause,
    },
}

impl HistoryError {
    pub(super) fn io(path: &Path, source: impl Into<Cause>) -> Self {
        Self::Io { path: path.to_owned(), source: source.into() }
    }

    pub(super) fn damaged(repository: &Path, source: impl Into<Cause>) -> Self {
        Self::Damaged { path: repository.to_owned(), source: source.into() }
    }

    /// For what gix could not read. That the system refused (no permission, too many open files) is no damage: another
    /// attempt may succeed.
    pub(super) fn unread(repository: &Path, error: gix::Error) -> Self {
        use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
        let refused = error.downcast_any_ref::<io::Error>().is_some_and(|error| {
            let is_content = matches!(error.kind(), IsADirectory | NotADirectory | NotFound);
            error.raw_os_error().is_some() && !is_content
        });
        if refused { Self::io(repository, error) } else { Self::damaged(repository, error) }
    }
}
