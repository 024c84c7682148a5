//! Whether git tracks a path: what it tracks, a checkout may overwrite.

use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice as _};
use gix::hash::Kind;
use gix::objs::FindExt as _;

use crate::files::find_tree_of;
use crate::{Cause, Head, HeadError, Repo};

/// Why it is not known what git tracks.
#[derive(Debug, thiserror::Error)]
pub enum TrackedError {
    /// HEAD is not known.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The tree could not be read.
    #[error("tree {tree} cannot be read")]
    Tree {
        /// The id of the tree, or of the commit that should name it.
        tree: String,
        /// Why.
        #[source]
        source: Cause,
    },
    /// The index could not be read.
    #[error("the index {} cannot be read", .path.display())]
    Index {
        /// The index.
        path: PathBuf,
        /// Why.
        #[source]
        source: Cause,
    },
}

impl Repo {
    /// Whether git would put something where the store is, by what is committed: whether the top folder of this
    /// worktree's HEAD, or of the main worktree's, has an entry called `name`. False before the first commit, and where
    /// the store lies in a git directory, into which git checks nothing out.
    ///
    /// A checkout in the main worktree is what overwrites the store; what a linked worktree has at HEAD may get there by
    /// any merge. `tree_of_current` is the tree of this worktree's HEAD, where it is known already.
    ///
    /// # Errors
    /// [`TrackedError::Head`] and [`TrackedError::Tree`].
    pub fn store_is_tracked_in_head(
        &self,
        name: &str,
        tree_of_current: Option<&str>,
    ) -> Result<bool, TrackedError> {
        if self.main_work_tree().is_none() {
            return Ok(false);
        }
        let current = match tree_of_current {
            Some(tree) => Some(self.parse_id(tree).map_err(|error| unreadable(tree, error.into()))?),
            None => self.find_tree_at(&self.head()?)?,
        };
        if self.tree_tracks(current, name)? {
            return Ok(true);
        }
        Ok(self.is_linked() && self.tree_tracks(self.find_tree_at(&self.main_head()?)?, name)?)
    }

    /// The same by what is in the index, of this worktree and of the main one.
    ///
    /// # Errors
    /// [`TrackedError::Index`].
    pub fn store_is_tracked_in_index(&self, name: &str) -> Result<bool, TrackedError> {
        if self.main_work_tree().is_none() {
            return Ok(false);
        }
        let is_in = |git_dir| index_tracks(git_dir, self.hash(), name);
        Ok(is_in(self.git_dir())? || self.is_linked() && is_in(self.common_dir())?)
    }

    fn is_linked(&self) -> bool {
        self.git_dir() != self.common_dir()
    }

    /// `None`: nothing is committed there yet.
    fn find_tree_at(&self, head: &Head) -> Result<Option<ObjectId>, TrackedError> {
        let Some(commit) = head.commit() else { return Ok(None) };
        let id = self.parse_id(commit).map_err(|error| unreadable(commit, error.into()))?;
        let tree = find_tree_of(&self.objects, &id);
        tree.map(Some).ok_or_else(|| unreadable(commit, "the commit is not here".into()))
    }

    fn tree_tracks(&self, tree: Option<ObjectId>, name: &str) -> Result<bool, TrackedError> {
        let Some(tree) = tree else { return Ok(false) };
        let unreadable = |source: Cause| unreadable(&tree.to_string(), source);
        let mut buffer = Vec::new();
        let entries =
            self.objects.find_tree_iter(&tree, &mut buffer).map_err(|error| unreadable(error.into()))?;
        for entry in entries {
            if is_name(entry.map_err(|error| unreadable(error.into()))?.filename, name) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn unreadable(tree: &str, source: Cause) -> TrackedError {
    TrackedError::Tree { tree: tree.to_owned(), source }
}

/// Whether the index of the worktree with that git directory has an entry at that path, or below it. False where there
/// is no index yet.
///
/// The path starts at the top of that worktree, with `/` between folders.
pub(crate) fn index_tracks(git_dir: &Path, hash: Kind, path: &str) -> Result<bool, TrackedError> {
    let index_path = git_dir.join("index");
    // Its checksum is not compared: it is asked for names alone, and the answer may be needed often.
    let index = gix::index::File::at_or_default(&index_path, hash, true, Default::default())
        .map_err(|error| TrackedError::Index { path: index_path, source: error.into() })?;
    Ok(index.entries().iter().any(|entry| {
        let tracked = entry.path(&index);
        let is_below = tracked.get(path.len()) == Some(&b'/');
        (is_below || tracked.len() == path.len())
            && is_name(tracked.get(..path.len()).unwrap_or_default().as_bstr(), path)
    }))
}

/// Whether git's name is that name on this kind of file system: a tracked `.Sessions` overwrites `.sessions` where case
/// does not count.
fn is_name(tracked: &BStr, name: &str) -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        tracked.eq_ignore_ascii_case(name.as_bytes())
    } else {
        tracked == name.as_bytes()
    }
}
