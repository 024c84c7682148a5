//! Which files a commit changed.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use core_model::Files;
use gix::bstr::{BStr, BString, ByteSlice as _, ByteVec as _};
use gix::diff::tree::visit::{Action, Change};
use gix::diff::tree::{Error, State, Visit};
use gix::objs::{FindExt as _, TreeRefIter};
use gix::{ObjectId, oid};

use crate::objects::Objects;

/// How many bytes the paths of a commit's files may have together. [`Files::LIMIT`] paths of the usual length have
/// about as many.
pub(crate) const PATHS_LIMIT: usize = 16 << 10;

/// The files that differ between two trees, in the order of their names. A rename is two of them: no content is
/// compared. What was found before an object turned out to be missing counts, and the rest is `more`.
///
/// `before`: `None` for no tree at all.
pub(crate) fn derive_files(objects: &Objects, before: Option<&oid>, after: &oid) -> Files {
    if before == Some(after) {
        return Files::default();
    }
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let before = match before {
        Some(id) => objects.find_tree_iter(id, &mut old),
        None => Ok(TreeRefIter::from_bytes(&[], objects.hash())),
    };
    let (Ok(before), Ok(after)) = (before, objects.find_tree_iter(after, &mut new)) else {
        return Files { paths: Vec::new(), more: true };
    };
    let mut changed = Changed::default();
    let ended = gix::diff::tree(before, after, State::default(), objects, &mut changed);
    changed.files.more |= matches!(ended, Err(Error::Failure(_)));
    changed.files.paths.sort_unstable();
    changed.files
}

/// The tree of a commit. `None`: the commit is not here (the clone is shallow) or is no commit.
pub(crate) fn find_tree_of(objects: &Objects, commit: &oid) -> Option<ObjectId> {
    let mut buffer = Vec::new();
    objects.find_commit_iter(commit, &mut buffer).ok()?.tree_id().ok()
}

/// Keeps the path of where the walk is, and the paths of files that it was told of.
#[derive(Default)]
struct Changed {
    path: BString,
    folders: VecDeque<BString>,
    files: Files,
    /// Of the paths so far.
    bytes: usize,
}

impl Changed {
    fn push(&mut self, name: &BStr) {
        if !self.path.is_empty() {
            self.path.push(b'/');
        }
        self.path.push_str(name);
    }
}

impl Visit for Changed {
    fn pop_front_tracked_path_and_set_current(&mut self) {
        self.path = self.folders.pop_front().unwrap_or_default();
    }

    fn push_back_tracked_path_component(&mut self, name: &BStr) {
        self.push(name);
        self.folders.push_back(self.path.clone());
    }

    fn push_path_component(&mut self, name: &BStr) {
        self.push(name);
    }

    fn pop_path_component(&mut self) {
        let folder = self.path.rfind_byte(b'/').unwrap_or(0);
        self.path.truncate(folder);
    }

    fn visit(&mut self, change: Change) -> Action {
        let is_folder = match change {
            Change::Addition { entry_mode, .. } | Change::Deletion { entry_mode, .. } => entry_mode.is_tree(),
            // Of a modification, both sides are folders or neither is.
            Change::Modification { entry_mode, .. } => entry_mode.is_tree(),
        };
        if is_folder {
            return ControlFlow::Continue(());
        }
        let path = self.path.to_str_lossy();
        self.bytes += path.len();
        if self.files.paths.len() == Files::LIMIT || self.bytes > PATHS_LIMIT {
            self.files.more = true;
            return ControlFlow::Break(());
        }
        self.files.paths.push(path.into_owned());
        ControlFlow::Continue(())
    }
}
