//! What was done to a disk.

use std::fmt;
use std::path::PathBuf;

use super::image::Content;

/// A file, whatever its names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Inode(pub(crate) usize);

/// One thing that was done, and changed something or made it durable.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    MakeFolder { path: PathBuf },
    MakeFile { path: PathBuf, inode: Inode },
    Write { inode: Inode, at: usize, bytes: Content },
    SetLength { inode: Inode, length: usize },
    Sync { inode: Inode },
    SyncFolder { path: PathBuf },
    Rename { from: PathBuf, to: PathBuf, inode: Inode },
    Remove { path: PathBuf },
}

impl Action {
    /// Applies it to the bytes of its file, if it is about bytes.
    pub(crate) fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes: written, .. } => {
                let end = at + written.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*at..end].copy_from_slice(written);
            }
            Self::SetLength { length, .. } => bytes.resize(*length, 0),
            _ => {}
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MakeFolder { path } => write!(f, "make folder {}", path.display()),
            Self::MakeFile { path, inode } => write!(f, "make {} as {}", path.display(), inode.0),
            Self::Write { inode, at, bytes } => {
                write!(f, "write {} bytes to {} at {at}", bytes.len(), inode.0)
            }
            Self::SetLength { inode, length } => write!(f, "cut {} to {length}", inode.0),
            Self::Sync { inode } => write!(f, "sync {}", inode.0),
            Self::SyncFolder { path } => write!(f, "sync folder {}", path.display()),
            Self::Rename { from, to, .. } => write!(f, "rename {} to {}", from.display(), to.display()),
            Self::Remove { path } => write!(f, "remove {}", path.display()),
        }
    }
}
