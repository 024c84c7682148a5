//! A disk that fails when it is told to.

use std::ffi::OsString;
use std::fs::Permissions;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use disk::{Access, Disk, DiskFile, Existing, Seen};

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The device does not answer (`EIO`).
    Broken,
    /// No room is left (`ENOSPC`).
    Full,
    /// It may not be done (`EACCES`).
    Forbidden,
    /// Nothing may be written (`EROFS`).
    ReadOnly,
    /// No room is left when half is written; what is no writing fails as if it were full.
    HalfWritten,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 5] = [Self::Broken, Self::Full, Self::Forbidden, Self::ReadOnly, Self::HalfWritten];

    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Broken => "EIO",
            Self::Full => "ENOSPC",
            Self::Forbidden => "EACCES",
            Self::ReadOnly => "EROFS",
            Self::HalfWritten => "short write",
        }
    }

    fn error(self) -> io::Error {
        match self {
            Self::Broken => io::Error::other("input/output error"),
            Self::Full | Self::HalfWritten => io::ErrorKind::StorageFull.into(),
            Self::Forbidden => io::ErrorKind::PermissionDenied.into(),
            Self::ReadOnly => io::ErrorKind::ReadOnlyFilesystem.into(),
        }
    }

    /// Whether a disk that has this fault for good fails such a call.
    fn concerns(self, call: Call) -> bool {
        match self {
            Self::Broken | Self::Forbidden => true,
            Self::ReadOnly => call != Call::Read,
            Self::Full | Self::HalfWritten => call == Call::Grow,
        }
    }
}

/// What a call asks of the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Read,
    Change,
    /// It needs room.
    Grow,
}

/// When it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    /// Which call, the first being 0.
    pub(super) at: usize,
    pub(super) fault: Fault,
    /// Whether it goes on failing.
    pub(super) for_good: bool,
}

/// A disk that fails when its plan says so.
#[derive(Debug, Clone)]
pub(super) struct FailingDisk {
    below: Arc<dyn Disk>,
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    plan: Plan,
    has_begun: AtomicBool,
    calls: AtomicUsize,
    /// The call that failed first.
    failed: Mutex<Option<&'static str>>,
}

impl State {
    fn pass(&self, name: &'static str, call: Call) -> Result<(), Fault> {
        if !self.has_begun.load(Ordering::SeqCst) {
            return Ok(());
        }
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        let Plan { at, fault, for_good } = self.plan;
        if number == at || (for_good && number > at && fault.concerns(call)) {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(name);
            return Err(fault);
        }
        Ok(())
    }

    fn ask(&self, name: &'static str, call: Call) -> io::Result<()> {
        self.pass(name, call).map_err(Fault::error)
    }
}

impl FailingDisk {
    pub(super) fn new(below: Arc<dyn Disk>, plan: Plan) -> Self {
        let (has_begun, calls) = (AtomicBool::new(false), AtomicUsize::new(0));
        let state = State { plan, has_begun, calls, failed: Mutex::new(None) };
        Self { below, state: Arc::new(state) }
    }

    /// From now on it fails as planned; what comes before is not counted.
    pub(super) fn begin(&self) {
        self.state.has_begun.store(true, Ordering::SeqCst);
    }

    /// The call that failed first. `None`: none has.
    pub(super) fn failed(&self) -> Option<&'static str> {
        *self.state.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk for FailingDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.state.ask("make_folder", Call::Grow)?;
        self.below.make_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.state.ask("sync_folder", Call::Change)?;
        self.below.sync_folder(path)
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        let call = match access {
            Access::Read => Call::Read,
            Access::Append => Call::Change,
            Access::AppendOrMake | Access::WriteOrMake | Access::MakeNew => Call::Grow,
        };
        self.state.ask("open", call)?;
        let below = self.below.open(path, access)?;
        Ok(Box::new(FailingFile { below, state: Arc::clone(&self.state) }))
    }

    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
        self.state.ask("rename", Call::Change)?;
        self.below.rename(from, to, existing)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.state.ask("remove", Call::Change)?;
        self.below.remove(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.state.ask("list", Call::Read)?;
        self.below.list(folder)
    }

    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        self.state.ask("look", Call::Read)?;
        self.below.look(path)
    }
}

#[derive(Debug)]
struct FailingFile {
    below: Box<dyn DiskFile>,
    state: Arc<State>,
}

impl DiskFile for FailingFile {
    fn look(&self) -> io::Result<Seen> {
        self.state.ask("look at the open file", Call::Read)?;
        self.below.look()
    }

    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        self.state.ask("read", Call::Read)?;
        self.below.read_at(start, length)
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        match self.state.pass("write", Call::Grow) {
            Ok(()) => self.below.write(content),
            Err(fault) => {
                if fault == Fault::HalfWritten {
                    self.below.write(&content[..content.len() / 2])?;
                }
                Err(fault.error())
            }
        }
    }

    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()> {
        match self.state.pass("write over", Call::Grow) {
            Ok(()) => self.below.write_over(start, content),
            Err(fault) => {
                if fault == Fault::HalfWritten {
                    self.below.write_over(start, &content[..content.len() / 2])?;
                }
                Err(fault.error())
            }
        }
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.state.ask("set_length", Call::Change)?;
        self.below.set_length(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.state.ask("sync", Call::Change)?;
        self.below.sync()
    }

    fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.state.ask("set_permissions", Call::Change)?;
        self.below.set_permissions(permissions)
    }
}
