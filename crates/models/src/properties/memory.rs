//! A disk in memory: a test of thousands of deeds would wait for a real one most of the time.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use disk::{Access, Disk, DiskFile, Existing, Kind, Seen};

type Bytes = Arc<Mutex<Vec<u8>>>;

/// A disk in memory. Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: Arc<Mutex<BTreeMap<PathBuf, Bytes>>>,
    folders: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Memory {
    /// What a file holds. `None`: there is none.
    #[must_use]
    pub fn content(&self, path: &Path) -> Option<Vec<u8>> {
        held(&self.files).get(path).map(|bytes| held(bytes).clone())
    }

    /// How many files lie in a folder and in those below it.
    #[must_use]
    pub fn count_below(&self, folder: &Path) -> usize {
        held(&self.files).keys().filter(|path| path.starts_with(folder)).count()
    }

    /// Puts a file there, whatever was there before.
    pub fn put(&self, path: &Path, content: Vec<u8>) {
        held(&self.files).insert(path.to_owned(), Arc::new(Mutex::new(content)));
    }
}

impl Disk for Memory {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        check_name(path)?;
        held(&self.folders).insert(path.to_owned());
        Ok(())
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        check_name(path)?;
        let mut files = held(&self.files);
        let makes = matches!(access, Access::AppendOrMake | Access::WriteOrMake | Access::MakeNew);
        let bytes = match files.get(path) {
            Some(_) if access == Access::MakeNew => return Err(io::ErrorKind::AlreadyExists.into()),
            Some(bytes) => Arc::clone(bytes),
            None if makes => Arc::clone(files.entry(path.to_owned()).or_default()),
            None => return Err(io::ErrorKind::NotFound.into()),
        };
        Ok(Box::new(MemoryFile(bytes)))
    }

    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
        let mut files = held(&self.files);
        if existing == Existing::Keep && files.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let bytes = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        held(&self.files).remove(path);
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        if !held(&self.folders).contains(folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let (files, folders) = (held(&self.files), held(&self.folders));
        let inside = files.keys().chain(folders.iter()).filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| path.file_name().map(OsString::from)).collect())
    }

    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        if held(&self.folders).contains(path) {
            return Ok(Some(seen(Kind::Folder, 0)));
        }
        Ok(held(&self.files).get(path).map(|bytes| seen(Kind::File, held(bytes).len())))
    }
}

/// No file system that we know of takes longer names.
fn check_name(path: &Path) -> io::Result<()> {
    let length = path.file_name().map_or(0, |name| name.len());
    if length <= 255 { Ok(()) } else { Err(io::ErrorKind::InvalidFilename.into()) }
}

#[derive(Debug)]
struct MemoryFile(Bytes);

impl DiskFile for MemoryFile {
    fn look(&self) -> io::Result<Seen> {
        Ok(seen(Kind::File, held(&self.0).len()))
    }

    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        let bytes = held(&self.0);
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[place(start)..place(start.saturating_add(length))].to_vec())
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        held(&self.0).extend_from_slice(content);
        Ok(())
    }

    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()> {
        let start = usize::try_from(start).map_err(|_| io::ErrorKind::InvalidInput)?;
        let mut bytes = held(&self.0);
        let end = start + content.len();
        if bytes.len() < end {
            bytes.resize(end, 0);
        }
        bytes[start..end].copy_from_slice(content);
        Ok(())
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        held(&self.0).resize(usize::try_from(length).map_err(|_| io::ErrorKind::InvalidInput)?, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn set_permissions(&self, _permissions: Permissions) -> io::Result<()> {
        Ok(())
    }
}

fn seen(kind: Kind, length: usize) -> Seen {
    Seen { kind, length: length as u64, modified: None, owner: None, mode: None }
}

fn held<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
