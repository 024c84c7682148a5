//! Where HEAD is.

use std::path::{Path, PathBuf};

use gix::refs::file::Store;
use gix::refs::{FullName, Target};

use crate::{Cause, HASH, Repo};

/// How many symbolic references are followed before they count as a circle; git follows as many.
const MAX_DEPTH: usize = 5;

/// Where HEAD of a worktree is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// On a branch.
    Branch {
        /// Its name without `refs/heads/`; in full where it is no branch.
        name: String,
        /// The commit it is at. `None`: nothing has been committed there yet.
        commit: Option<String>,
    },
    /// On a commit, and on no branch.
    Detached {
        /// The commit.
        commit: String,
    },
}

impl Head {
    /// The commit. `None`: nothing has been committed yet.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        match self {
            Self::Branch { commit, .. } => commit.as_deref(),
            Self::Detached { commit } => Some(commit),
        }
    }

    /// The branch. `None`: detached.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        match self {
            Self::Branch { name, .. } => Some(name),
            Self::Detached { .. } => None,
        }
    }
}

/// Why HEAD is not known.
#[derive(Debug, thiserror::Error)]
pub enum HeadError {
    /// It, or the reference it names, could not be read.
    #[error("{} of {} cannot be read", .name, .git_dir.display())]
    Unreadable {
        /// The reference.
        name: String,
        /// The git directory.
        git_dir: PathBuf,
        /// Why.
        #[source]
        source: Cause,
    },
    /// Symbolic references that lead to each other.
    #[error("HEAD of {} leads in a circle", .git_dir.display())]
    Circle {
        /// The git directory.
        git_dir: PathBuf,
    },
}

impl Repo {
    /// Where this worktree's HEAD is.
    ///
    /// # Errors
    /// [`HeadError::Unreadable`] and [`HeadError::Circle`].
    pub fn head(&self) -> Result<Head, HeadError> {
        let (git_dir, common_dir) = (self.git_dir(), self.common_dir());
        let refs = if git_dir == common_dir {
            Store::at(git_dir.to_owned(), HASH)
        } else {
            Store::for_linked_worktree(git_dir.to_owned(), common_dir.to_owned(), HASH)
        };
        read_head(&refs, git_dir)
    }

    /// Where the main worktree's HEAD is; where that is the current one, the same as [`Repo::head`].
    pub(crate) fn main_head(&self) -> Result<Head, HeadError> {
        read_head(&Store::at(self.common_dir().to_owned(), HASH), self.common_dir())
    }
}

fn read_head(refs: &Store, git_dir: &Path) -> Result<Head, HeadError> {
    let mut name = FullName::try_from("HEAD").map_err(|error| unreadable("HEAD", git_dir, error))?;
    for depth in 0..=MAX_DEPTH {
        let target = find(refs, &name).map_err(|error| unreadable(name.as_bstr(), git_dir, error))?;
        match target {
            Some(Target::Object(id)) if depth == 0 => {
                return Ok(Head::Detached { commit: id.to_string() });
            }
            Some(Target::Symbolic(next)) => name = next,
            found => {
                let commit = found.and_then(|target| target.try_into_id().ok()).map(|id| id.to_string());
                return Ok(Head::Branch { name: branch_name(&name), commit });
            }
        }
    }
    Err(HeadError::Circle { git_dir: git_dir.to_owned() })
}

/// Loose first, then packed: `git pack-refs` writes the one before it deletes the other. `None`: there is no such
/// reference.
pub(crate) fn find(refs: &Store, name: &FullName) -> Result<Option<Target>, gix::Error> {
    // gix also tries the name below `refs/tags` and the like, as it would for a name that somebody typed.
    if let Some(found) = refs.try_find_loose(name.as_ref())?
        && found.name == *name
    {
        return Ok(Some(found.target));
    }
    let Some(packed) = refs.open_packed_buffer()? else { return Ok(None) };
    let found = packed.try_find(name.as_ref().as_partial_name())?;
    Ok(found.map(|found| Target::Object(found.target())))
}

fn branch_name(name: &FullName) -> String {
    let name = name.as_bstr().to_string();
    name.strip_prefix("refs/heads/").map_or_else(|| name.clone(), str::to_owned)
}

fn unreadable(name: impl ToString, git_dir: &Path, source: impl Into<Cause>) -> HeadError {
    HeadError::Unreadable { name: name.to_string(), git_dir: git_dir.to_owned(), source: source.into() }
}
