//! Whether git tracks a path: what it tracks, a checkout may overwrite.

use std::path::PathBuf;

use gix::bstr::{BStr, ByteSlice as _};
use gix::objs::FindExt as _;

use crate::commit::parse_id;
use crate::files::find_tree_of;
use crate::{Cause, HASH, HeadError, Repo};

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
    /// Whether the top folder of HEAD's commit has an entry of that name. False before the first commit.
    ///
    /// # Errors
    /// [`TrackedError::Head`] and [`TrackedError::Tree`].
    pub fn head_tree_tracks(&self, name: &str) -> Result<bool, TrackedError> {
        let head = self.head()?;
        let Some(commit) = head.commit() else { return Ok(false) };
        let unreadable = |source: Cause| TrackedError::Tree { tree: commit.to_owned(), source };
        let id = parse_id(commit).map_err(|error| unreadable(error.into()))?;
        let tree =
            find_tree_of(&self.objects, &id).ok_or_else(|| unreadable("the commit is not here".into()))?;
        self.tree_tracks(&tree.to_string(), name)
    }

    /// Whether the tree, which is the top folder of a commit, has an entry of that name.
    ///
    /// # Errors
    /// [`TrackedError::Tree`].
    pub fn tree_tracks(&self, tree: &str, name: &str) -> Result<bool, TrackedError> {
        let unreadable = |source: Cause| TrackedError::Tree { tree: tree.to_owned(), source };
        let id = parse_id(tree).map_err(|error| unreadable(error.into()))?;
        let mut buffer = Vec::new();
        let entries =
            self.objects.find_tree_iter(&id, &mut buffer).map_err(|error| unreadable(error.into()))?;
        for entry in entries {
            if is_name(entry.map_err(|error| unreadable(error.into()))?.filename, name) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the index has an entry at that path, or below it. False where there is no index yet.
    ///
    /// The path starts at the top of this worktree, with `/` between folders.
    ///
    /// # Errors
    /// [`TrackedError::Index`].
    pub fn index_tracks(&self, path: &str) -> Result<bool, TrackedError> {
        let index_path = self.git_dir().join("index");
        // Its checksum is not compared: it is asked for names alone, and the answer may be needed often.
        let index = gix::index::File::at_or_default(&index_path, HASH, true, Default::default())
            .map_err(|error| TrackedError::Index { path: index_path, source: error.into() })?;
        Ok(index.entries().iter().any(|entry| {
            let tracked = entry.path(&index);
            let is_below = tracked.get(path.len()) == Some(&b'/');
            (is_below || tracked.len() == path.len())
                && is_name(tracked.get(..path.len()).unwrap_or_default().as_bstr(), path)
        }))
    }
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
