//! Where HEAD is.

use std::path::{Path, PathBuf};

use gix::refs::file::Store;
use gix::refs::{FullName, Target};

use crate::child::run;
use crate::{AskError, Cause, Repo};

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
    /// References are not kept in files, and git gave no answer.
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Repo {
    /// Where this worktree's HEAD is.
    ///
    /// # Errors
    /// Each variant of [`HeadError`] says its own.
    pub fn head(&self) -> Result<Head, HeadError> {
        if !self.has_refs_in_files() {
            return self.ask_for_head();
        }
        let (git_dir, common_dir) = (self.git_dir(), self.common_dir());
        let refs = if git_dir == common_dir {
            Store::at(git_dir.to_owned(), self.hash())
        } else {
            Store::for_linked_worktree(git_dir.to_owned(), common_dir.to_owned(), self.hash())
        };
        read_head(&refs, git_dir)
    }

    /// The branch that HEAD names, as its file says, and nothing else is looked at. `None`: it names none, or references are
    /// not kept in files.
    #[must_use]
    pub fn branch_in_file(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.git_dir().join("HEAD")).ok()?;
        let name = text.trim_end().strip_prefix("ref: ")?.strip_prefix("refs/heads/")?;
        self.has_refs_in_files().then(|| name.to_owned())
    }

    /// Where the main worktree's HEAD is; where that is the current one, the same as [`Repo::head`].
    pub(crate) fn main_head(&self) -> Result<Head, HeadError> {
        if !self.has_refs_in_files() {
            return self.at_main().ask_for_head();
        }
        read_head(&Store::at(self.common_dir().to_owned(), self.hash()), self.common_dir())
    }

    /// HEAD, as git says it: in one question, or in two where nothing is committed yet.
    fn ask_for_head(&self) -> Result<Head, HeadError> {
        let (said, _) = self.ask_git("rev-parse HEAD --symbolic-full-name HEAD")?;
        if let Some((commit, name)) = said.split_once('\n') {
            let commit = commit.to_owned();
            return Ok(match name {
                "HEAD" => Head::Detached { commit },
                name => Head::Branch { name: short_name(name), commit: Some(commit) },
            });
        }
        let (commit, _) = self.ask_git("rev-parse --verify --quiet HEAD")?;
        let commit = (!commit.is_empty()).then_some(commit);
        let (name, why) = self.ask_git("symbolic-ref HEAD")?;
        match (name.is_empty(), commit) {
            (false, commit) => Ok(Head::Branch { name: short_name(&name), commit }),
            (true, Some(commit)) => Ok(Head::Detached { commit }),
            (true, None) => Err(unreadable("HEAD", self.git_dir(), why)),
        }
    }

    /// What git says, which is nothing where it fails, and why it failed.
    fn ask_git(&self, question: &'static str) -> Result<(String, String), AskError> {
        let mut git = self.git();
        git.args(question.split(' '));
        let said = run(git, question, b"", self.bounds())?;
        let answer = if said.status.success() { said.answer } else { Vec::new() };
        Ok((String::from_utf8_lossy(&answer).trim_end().to_owned(), said.error))
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
    short_name(&name.as_bstr().to_string())
}

fn short_name(name: &str) -> String {
    name.strip_prefix("refs/heads/").unwrap_or(name).to_owned()
}

fn unreadable(name: impl ToString, git_dir: &Path, source: impl Into<Cause>) -> HeadError {
    HeadError::Unreadable { name: name.to_string(), git_dir: git_dir.to_owned(), source: source.into() }
}
