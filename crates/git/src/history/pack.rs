//! Keeping it small.

use std::time::Duration;

use super::{History, HistoryError, layout};
use crate::ask::{answer_of, git_in_ours};

/// How many objects may lie about in files of their own; git's own limit for the same is about that.
const LOOSE_LIMIT: usize = 6000;

impl History {
    /// Whether so many objects lie in files of their own that [`History::pack`] is worth its time. Reads one folder of
    /// 256 and takes it for all. False where there are none to read.
    #[must_use]
    pub fn wants_packing(&self) -> bool {
        // Ids are random, so one folder is as good as another.
        let Ok(objects) = std::fs::read_dir(self.path.join("objects/17")) else { return false };
        objects.count() > LOOSE_LIMIT / 256
    }

    /// Puts all objects into one file, in which each is kept as what differs from another. Runs git, and holds the lock
    /// meanwhile: others who would write wait. Nothing is lost by it, and nothing forgotten.
    ///
    /// # Errors
    /// [`HistoryError::Lock`] where the lock was not had, [`HistoryError::Git`] where git could not or would not;
    /// [`HistoryError::Damaged`] and [`HistoryError::Io`].
    pub fn pack(&self, deadline: Duration) -> Result<(), HistoryError> {
        if self.tip()?.is_none() {
            return Ok(());
        }
        let _held = self.lock(deadline)?;
        // git takes the folder for a repository when all of it is there.
        layout::make(&self.path)?;
        answer_of(git_in_ours(&self.path), "repack -a -d -n --quiet")?;
        Ok(())
    }
}
