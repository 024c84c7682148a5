//! Signs of life, which must cost next to nothing: agents give one at every step.

use core_model::{Entry, Heartbeat, SessionId, Source};

use crate::change::{ChangeError, Remark};
use crate::open::Store;

/// How long after the last write of a session another sign of life says nothing new.
const THROTTLE: std::time::Duration = std::time::Duration::from_secs(30);

/// What became of a sign of life.
#[derive(Debug)]
pub enum Beat {
    /// It is recorded.
    Recorded(Vec<Remark>),
    /// The session was written to a moment ago, which is a sign of life.
    Recent,
}

impl Store {
    /// Gives a sign of life to a session that is worked on in `worktree`. Within 30 seconds of its last write that costs
    /// a look at its note and one at the file's time; nothing is read or written.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing was recorded.
    pub fn beat(&self, id: &SessionId, worktree: &str, source: Source) -> Result<Beat, ChangeError> {
        if self.was_written_just_now(id, worktree) {
            return Ok(Beat::Recent);
        }
        let written = self.append(id, |_, at| Ok(Entry::Heartbeat(Heartbeat { at, until: None, source })))?;
        Ok(Beat::Recorded(written.remarks))
    }

    /// Only of a session that is noted as active: one that was just parked takes no sign of life.
    fn was_written_just_now(&self, id: &SessionId, worktree: &str) -> bool {
        if !matches!(self.disk.is_there(&self.layout.worktree(worktree).join(id.as_str())), Ok(true)) {
            return false;
        }
        let seen = self.disk.look(&self.layout.live_file(id)).ok().flatten();
        let written = seen.and_then(|seen| seen.modified);
        let now = std::time::SystemTime::from(self.now());
        // A file of the future says nothing of now.
        written.is_some_and(|at| now.duration_since(at).is_ok_and(|age| age < THROTTLE))
    }
}
