//! Why there is no repository to work with.

use std::path::{Path, PathBuf};

use crate::{Cause, Unsupported};

/// Why there is no repository to work with.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Neither the folder nor one above it belongs to a repository.
    #[error("{} is not in a git repository", .dir.display())]
    NotARepository {
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// The folder is a worktree whose repository is gone or has forgotten it. git fails here as well.
    #[error("{} names a git directory that is not there", .file.display())]
    Dangling {
        /// The file `.git` of the worktree.
        file: PathBuf,
    },
    /// Somebody else owns it, and git's `safe.directory` does not allow it (or was not to be asked).
    #[error("{} belongs to another user", .path.display())]
    Untrusted {
        /// The repository, or its file `.git`.
        path: PathBuf,
    },
    /// It is of a kind that would be misread.
    #[error("{} {what}", .path.display())]
    Unsupported {
        /// The repository's common git directory.
        path: PathBuf,
        /// What is not supported.
        what: Unsupported,
    },
    /// Something of it could not be read.
    #[error("the repository at {} cannot be read", .path.display())]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// The common git directory; the worktree's own, where it does not say which the common one is. `None`: it was
        /// not found.
        git_dir: Option<PathBuf>,
        /// Why.
        #[source]
        source: Cause,
    },
}

impl DiscoverError {
    /// The git directory, where one was found and is our own: a place to say what went wrong. `None`: there is none, or
    /// it is not for us to write to.
    #[must_use]
    pub fn git_dir(&self) -> Option<&Path> {
        match self {
            Self::Unsupported { path, .. } => Some(path),
            Self::Unreadable { git_dir, .. } => git_dir.as_deref(),
            Self::NotARepository { .. } | Self::Dangling { .. } | Self::Untrusted { .. } => None,
        }
    }

    /// The same error, of a repository whose git directory was found.
    pub(crate) fn of(self, found: &Path) -> Self {
        match self {
            Self::Unreadable { path, git_dir: None, source } => {
                Self::Unreadable { path, git_dir: Some(found.to_owned()), source }
            }
            other => other,
        }
    }
}
