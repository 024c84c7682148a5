//! How far a worktree's commits have been recorded: a short text in a file of its own, changed under its own lock.

use std::path::Path;
use std::path::PathBuf;

use disk::{Access, Disk as _, DiskFile, System};
use locking::{Held, LockError, lock_file};

use crate::files;
use crate::open::Deadline;
use crate::problem::{FileError, Problem};

/// The name of the ledger's file.
pub const LEDGER_FILE: &str = "recorded";

/// The longest text that is read, in bytes: a line for each of half a million commits.
const LIMIT: u64 = 64 << 20;

/// The ledger of a worktree. Whoever holds it is the only one that records the worktree's commits.
///
/// It is locked in a file beside it, as everything that is replaced must be.
#[derive(Debug)]
pub struct Ledger {
    file: Box<dyn DiskFile>,
    path: PathBuf,
    _lock: Held,
}

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read or written.
    #[error("cannot use {0}")]
    File(Problem),
}

impl Ledger {
    /// Takes the ledger in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// [`LedgerError::Lock`] where another process holds it for longer than `deadline`; [`LedgerError::File`].
    pub fn take(folder: &Path, deadline: Deadline) -> Result<Self, LedgerError> {
        let path = folder.join(LEDGER_FILE);
        let failed = |error| LedgerError::File(Problem::new(&path, error));
        System.make_folder(folder).map_err(|error| failed(error.into()))?;
        let lock = lock_file("what was recorded", &folder.join("recorded.lock"), deadline.0)?;
        let file = files::open(&System, &path, Access::WriteOrMake).map_err(failed)?;
        Ok(Self { file, path, _lock: lock })
    }

    /// The text in it. `None`: nothing was recorded yet, or it is no text that was written in full.
    ///
    /// # Errors
    /// [`LedgerError::File`].
    pub fn read(&self) -> Result<Option<String>, LedgerError> {
        let length = self.file.look().map_err(|error| self.failed(error))?.length.min(LIMIT);
        let bytes = self.file.read_at(0, length).map_err(|error| self.failed(error))?;
        let line = String::from_utf8(bytes).ok();
        Ok(line.and_then(|line| line.strip_suffix('\n').map(str::to_owned)))
    }

    /// Replaces the text, which must not end with a line end.
    ///
    /// # Errors
    /// [`LedgerError::File`].
    pub fn write(&self, text: &str) -> Result<(), LedgerError> {
        let line = format!("{text}\n");
        let written =
            self.file.write_over(0, line.as_bytes()).and_then(|()| self.file.set_length(line.len() as u64));
        written.map_err(|error| self.failed(error))
    }

    fn failed(&self, error: std::io::Error) -> LedgerError {
        LedgerError::File(Problem::new(&self.path, FileError::Io(error)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_text_is_what_was_written_last_and_one_holds_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("git-session");
        let short = Deadline(Duration::from_millis(20));
        let ledger = Ledger::take(&folder, short).unwrap();
        assert_eq!(ledger.read().unwrap(), None);
        ledger.write("a longer line").unwrap();
        ledger.write("short").unwrap();
        assert_eq!(ledger.read().unwrap().as_deref(), Some("short"));
        assert!(matches!(Ledger::take(&folder, short), Err(LedgerError::Lock(_))));
        drop(ledger);
        assert_eq!(Ledger::take(&folder, short).unwrap().read().unwrap().as_deref(), Some("short"));
    }

    #[test]
    fn what_is_no_line_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("recorded"), [0xff; 20]).unwrap();
        let ledger = Ledger::take(folder.path(), Deadline(Duration::ZERO)).unwrap();
        assert_eq!(ledger.read().unwrap(), None);
    }
}
