//! What was recorded, and when.

use core_model::Time;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;

use super::objects::Checked;
use super::{History, HistoryError, tip};
use crate::commit::time;

/// One snapshot, as the trail tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The id of its commit.
    pub id: String,
    /// What it was recorded for.
    pub message: String,
    /// When, to the second.
    pub at: Time,
}

impl History {
    /// The last snapshots, the newest first, at most `limit` of them. Takes no lock.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] and [`HistoryError::Io`].
    pub fn log(&self, limit: usize) -> Result<Vec<Logged>, HistoryError> {
        let objects = Checked::at(&self.path);
        let mut next: Option<ObjectId> = tip::read(&self.path)?;
        let mut logged = Vec::new();
        while let Some(id) = next.take_if(|_| logged.len() < limit) {
            let commit = objects.commit(&id)?;
            let message = commit.message.to_str_lossy().trim_end().to_owned();
            logged.push(Logged { id: id.to_string(), message, at: time(commit.committer.time.seconds) });
            next = commit.parents.first().copied();
        }
        Ok(logged)
    }
}
