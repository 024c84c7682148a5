//! Taking the repository away: to forget what is in it, or because it is damaged.

use std::path::PathBuf;
use std::time::Duration;

use super::disk::{remove_tree, rename};
use super::{FOLDER, History, HistoryError};

/// What the name of a repository ends with that is being removed.
const FORGOTTEN: &str = ".forgotten";

/// What the name of a damaged one ends with, before its number.
const DAMAGED: &str = ".damaged-";

impl History {
    /// Removes every snapshot, those in repositories that were put aside as well. What is removed is out of the way at
    /// once; where a kill cuts the removal short, the next [`History::record`] or `forget_all` ends it.
    ///
    /// # Errors
    /// [`HistoryError::Lock`] where the lock was not had, [`HistoryError::Io`] where something is left.
    pub fn forget_all(&self, deadline: Duration) -> Result<(), HistoryError> {
        if !self.state_dir.is_dir() {
            return Ok(());
        }
        let _held = self.lock(deadline)?;
        self.finish_forgetting()?;
        rename(&self.path, &self.beside(FORGOTTEN))?;
        self.finish_forgetting()?;
        self.read_put_aside()?.iter().try_for_each(|path| remove_tree(path))
    }

    /// Renames the repository to `history.git.damaged-<n>`, where it is damaged, so that the next [`History::record`]
    /// begins a new one. Looks at everything that the last snapshot has and at all commits, under the lock: of two who
    /// found the same damage, the second leaves the new repository alone. The answer is its new path. `None`: it is
    /// not damaged, or not there.
    ///
    /// # Errors
    /// [`HistoryError::Lock`] where the lock was not had, [`HistoryError::Io`] where that is not known or not possible.
    pub fn put_damaged_aside(&self, deadline: Duration) -> Result<Option<PathBuf>, HistoryError> {
        // Whatever it is that lies there.
        if self.path.symlink_metadata().is_err() {
            return Ok(None);
        }
        let _held = self.lock(deadline)?;
        match self.check() {
            Err(HistoryError::Damaged { .. }) => {}
            other => return other.map(|()| None),
        }
        let mut paths = (1_u32..).map(|number| self.beside(&format!("{DAMAGED}{number}")));
        let Some(free) = paths.find(|path| path.symlink_metadata().is_err()) else { return Ok(None) };
        Ok(rename(&self.path, &free)?.then_some(free))
    }

    /// Reads the last snapshot and the whole trail.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] and [`HistoryError::Io`].
    pub fn check(&self) -> Result<(), HistoryError> {
        if let Some(snapshot) = self.snapshot()? {
            snapshot.contents().try_for_each(|(_, content)| content.map(drop))?;
        }
        self.log(usize::MAX).map(drop)
    }

    pub(super) fn finish_forgetting(&self) -> Result<(), HistoryError> {
        remove_tree(&self.beside(FORGOTTEN))
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.state_dir.join(format!("{FOLDER}{ending}"))
    }

    /// Whether there is a repository that was put aside, or one that is half removed.
    pub(super) fn is_beside(&self) -> Result<bool, HistoryError> {
        if !self.state_dir.is_dir() {
            return Ok(false);
        }
        Ok(self.beside(FORGOTTEN).symlink_metadata().is_ok() || !self.read_put_aside()?.is_empty())
    }

    fn read_put_aside(&self) -> Result<Vec<PathBuf>, HistoryError> {
        let io = |error| HistoryError::io(&self.state_dir, error);
        let beginning = format!("{FOLDER}{DAMAGED}");
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.state_dir).map_err(io)? {
            let entry = entry.map_err(io)?;
            if entry.file_name().to_string_lossy().starts_with(&beginning) {
                found.push(entry.path());
            }
        }
        Ok(found)
    }
}
