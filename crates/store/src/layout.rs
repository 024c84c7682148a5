//! Where each file lies.

use std::path::{Path, PathBuf};

use core_model::SessionId;

/// The name of the store's folder in the main worktree.
pub const FOLDER: &str = ".sessions";

/// The largest session file that is read, in bytes. Nothing is appended beyond it.
pub(crate) const MAX_FILE: u64 = 32 * 1024 * 1024;

/// The paths below the store's root.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn live(&self) -> PathBuf {
        self.root.join("live")
    }

    pub(crate) fn archive(&self) -> PathBuf {
        self.root.join("archive")
    }

    pub(crate) fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    pub(crate) fn worktrees(&self) -> PathBuf {
        self.root.join("worktrees")
    }

    pub(crate) fn quarantine(&self) -> PathBuf {
        self.root.join("quarantine")
    }

    pub(crate) fn unassigned(&self) -> PathBuf {
        self.root.join("unassigned.toml")
    }

    pub(crate) fn live_file(&self, id: &SessionId) -> PathBuf {
        self.live().join(format!("{id}.toml"))
    }

    pub(crate) fn archive_file(&self, id: &SessionId) -> PathBuf {
        self.archive().join(id.month()).join(format!("{id}.toml"))
    }

    /// The notes of a worktree's active sessions: an empty file each, named by the session.
    pub(crate) fn worktree(&self, name: &str) -> PathBuf {
        self.worktrees().join(name)
    }

    /// The folders that a store has from the start.
    pub(crate) fn folders(&self) -> [PathBuf; 5] {
        [self.live(), self.archive(), self.locks(), self.worktrees(), self.quarantine()]
    }
}
