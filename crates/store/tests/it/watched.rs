//! A disk on which something happens between any two operations.

use std::ffi::OsString;
use std::fmt;
use std::fs::Permissions;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use disk::{Access, Disk, DiskFile, Existing, Seen, System};

/// This machine's disk, which asks before each operation whether it may be done. It syncs nothing, since no test here
/// cuts the power.
#[derive(Clone)]
pub(crate) struct Watched {
    before: Arc<dyn Fn(usize) -> io::Result<()> + Send + Sync>,
    done: Arc<AtomicUsize>,
}

impl Watched {
    /// `before` is given the number of the operation, from 0 on.
    pub(crate) fn new(before: impl Fn(usize) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self { before: Arc::new(before), done: Arc::default() }
    }

    /// One that is killed after so many operations: none of those that follow does anything.
    pub(crate) fn killed_after(operations: usize) -> Self {
        Self::new(
            move |number| {
                if number < operations { Ok(()) } else { Err(io::Error::other("the process was killed")) }
            },
        )
    }

    /// How many operations were asked for.
    pub(crate) fn asked(&self) -> usize {
        self.done.load(Ordering::SeqCst)
    }

    fn ask(&self) -> io::Result<()> {
        (self.before)(self.done.fetch_add(1, Ordering::SeqCst))
    }
}

impl fmt::Debug for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watched").finish_non_exhaustive()
    }
}

impl Disk for Watched {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.ask()?;
        System.make_folder(path)
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        self.ask()
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        self.ask()?;
        Ok(Box::new(WatchedFile { disk: self.clone(), file: System.open(path, access)? }))
    }

    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
        self.ask()?;
        System.rename(from, to, existing)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.ask()?;
        System.remove(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.ask()?;
        System.list(folder)
    }

    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        self.ask()?;
        System.look(path)
    }
}

#[derive(Debug)]
struct WatchedFile {
    disk: Watched,
    file: Box<dyn DiskFile>,
}

impl DiskFile for WatchedFile {
    fn look(&self) -> io::Result<Seen> {
        self.disk.ask()?;
        self.file.look()
    }

    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        self.disk.ask()?;
        self.file.read_at(start, length)
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        self.disk.ask()?;
        self.file.write(content)
    }

    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()> {
        self.disk.ask()?;
        self.file.write_over(start, content)
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.disk.ask()?;
        self.file.set_length(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.disk.ask()
    }

    fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.disk.ask()?;
        self.file.set_permissions(permissions)
    }
}
