//! A place for a store in memory: its lock files are real, and all else is not.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use disk::Disk;
use store::{Deadline, OpenError, Store};
use tempfile::TempDir;

use crate::hands::Hands;
use crate::memory::{Image, MemoryDisk};

/// Nobody else holds a lock here, so whoever waits waits for ever.
const DEADLINE: Deadline = Deadline(Duration::from_millis(500));

/// A folder for lock files, and a clock. One thread at a time works here.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
    pub(crate) hands: Hands,
}

impl Place {
    /// # Errors
    /// What the system says.
    pub fn new() -> std::io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("git-session-torture-").tempdir()?;
        std::fs::create_dir_all(folder.path().join(store::FOLDER).join("locks"))?;
        Ok(Self { folder, hands: Hands::new() })
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.base().join(store::FOLDER)
    }

    pub(crate) fn base(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn disk(&self, image: &Image) -> MemoryDisk {
        MemoryDisk::new(self.base(), image, self.hands.clone())
    }

    /// The store on a disk. `None`: there is none.
    pub(crate) fn open(&self, disk: Arc<dyn Disk>) -> Result<Option<Store>, OpenError> {
        Store::open_on(disk, &self.root(), self.hands.clock(), DEADLINE)
    }

    /// The store on a disk, made where it is missing.
    pub(crate) fn open_or_make(&self, disk: Arc<dyn Disk>) -> Result<Store, OpenError> {
        Store::open_or_make_on(disk, &self.root(), self.hands.clock(), DEADLINE)
    }
}
