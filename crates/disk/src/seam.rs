//! What can be done to files. Whatever is not here is not done.

use std::ffi::OsString;
use std::fmt::Debug;
use std::fs::Permissions;
use std::io;
use std::path::Path;
use std::time::SystemTime;

/// A place for files: this machine's, or one that a test made to see what becomes of them.
pub trait Disk: Debug + Send + Sync {
    /// Makes a folder that only its owner can enter. One that is there already is left as it is.
    ///
    /// # Errors
    /// What the system says.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder durable: a new one, a renamed one, one that is gone.
    ///
    /// # Errors
    /// What the system says.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Opens a file. A symbolic link at the end of the path is not followed.
    ///
    /// # Errors
    /// What the system says.
    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file another name, in one step.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] where the name is taken and to be kept; what else the system says.
    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()>;

    /// Removes a file, which may be gone already.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// The names in a folder, in no order.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>>;

    /// What lies at a path, without following a link. `None`: nothing.
    ///
    /// # Errors
    /// What the system says.
    fn look(&self, path: &Path) -> io::Result<Option<Seen>>;

    /// Whether something lies at a path.
    ///
    /// # Errors
    /// What the system says: whoever cannot look does not know.
    fn is_there(&self, path: &Path) -> io::Result<bool> {
        Ok(self.look(path)?.is_some())
    }
}

/// An open file.
pub trait DiskFile: Debug + Send + Sync {
    /// What it is by now.
    ///
    /// # Errors
    /// What the system says.
    fn look(&self) -> io::Result<Seen>;

    /// Reads `length` bytes from `start`, or as many as there are.
    ///
    /// # Errors
    /// What the system says.
    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>>;

    /// Writes all of it at the end.
    ///
    /// # Errors
    /// What the system says; then a part of it may be written.
    fn write(&self, content: &[u8]) -> io::Result<()>;

    /// Writes all of it over what stands from `start` on.
    ///
    /// # Errors
    /// What the system says; then a part of it may be written.
    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()>;

    /// Cuts the file off, or fills it up with zeros.
    ///
    /// # Errors
    /// What the system says.
    fn set_length(&self, length: u64) -> io::Result<()>;

    /// Makes what it holds durable; not its name.
    ///
    /// # Errors
    /// What the system says. Whoever tries again is told that all is well though it is not.
    fn sync(&self) -> io::Result<()>;

    /// Says who may do what with it.
    ///
    /// # Errors
    /// What the system says.
    fn set_permissions(&self, permissions: Permissions) -> io::Result<()>;
}

/// What a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read it.
    Read,
    /// To read it and to add to it.
    Append,
    /// The same, and it is made where it is missing.
    AppendOrMake,
    /// To read it and to write over it; it is made where it is missing.
    WriteOrMake,
    /// To write it; nothing may be there yet.
    MakeNew,
}

/// Whether a file that has this name already may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is replaced.
    Replace,
    /// It stays, and the writing fails with [`io::ErrorKind::AlreadyExists`].
    Keep,
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// What it is.
    pub kind: Kind,
    /// How many bytes a file has.
    pub length: u64,
    /// When it was written last, by the machine's clock. `None`: the system does not say.
    pub modified: Option<SystemTime>,
    /// The user id of its owner. `None`: the system has none.
    pub owner: Option<u32>,
    /// Who may do what with it, as on Unix. `None`: the system has none.
    pub mode: Option<u32>,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// Something else: a pipe, a device.
    Other,
}
