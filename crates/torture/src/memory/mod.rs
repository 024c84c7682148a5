//! A disk in memory that remembers what was done to it.

mod action;
mod file;
mod image;
mod tree;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use disk::{Access, Disk, DiskFile, Existing, Kind, Seen};

pub(crate) use action::{Action, Inode};
use file::OpenFile;
pub use image::Image;
pub(crate) use image::{Content, Item};
use tree::{Node, Tree};

use crate::hands::Hands;

/// A disk in memory. Everything below `base` lies on it, and nothing else.
///
/// Lock files are not a matter of the disk: `locking` makes them on the real one.
#[derive(Debug, Clone)]
pub struct MemoryDisk {
    base: PathBuf,
    tree: Arc<Mutex<Tree>>,
}

impl MemoryDisk {
    /// A disk with what `image` shows, whose files were written when `hands` stand now.
    #[must_use]
    pub fn new(base: &Path, image: &Image, hands: Hands) -> Self {
        let tree = Tree::new(image, hands);
        Self { base: base.to_owned(), tree: Arc::new(Mutex::new(tree)) }
    }

    /// What lies on it.
    #[must_use]
    pub fn image(&self) -> Image {
        self.tree().image()
    }

    /// What was done to it, the first thing first.
    pub(crate) fn actions(&self) -> Vec<Action> {
        self.tree().actions.clone()
    }

    /// How many things were done to it.
    pub(crate) fn count(&self) -> usize {
        self.tree().actions.len()
    }

    fn tree(&self) -> MutexGuard<'_, Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn below<'a>(&self, path: &'a Path) -> io::Result<&'a Path> {
        path.strip_prefix(&self.base).map_err(|_| io::ErrorKind::NotFound.into())
    }
}

impl Disk for MemoryDisk {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let path = self.below(path)?;
        let mut tree = self.tree();
        match tree.find(path) {
            Some(_) => Ok(()),
            None => {
                tree.need_parent(path)?;
                tree.do_it(Action::MakeFolder { path: path.to_owned() });
                Ok(())
            }
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let path = self.below(path)?;
        let mut tree = self.tree();
        tree.need_folder(path)?;
        tree.do_it(Action::SyncFolder { path: path.to_owned() });
        Ok(())
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        let path = self.below(path)?;
        let mut tree = self.tree();
        let inode = match (tree.find(path), access) {
            (Some(_), Access::MakeNew) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Some(Node::Folder), Access::Read) => return Err(io::ErrorKind::IsADirectory.into()),
            (Some(Node::Folder), _) => return Err(io::ErrorKind::IsADirectory.into()),
            (Some(Node::File(inode)), _) => inode,
            (None, Access::Read | Access::Append) => return Err(io::ErrorKind::NotFound.into()),
            (None, Access::AppendOrMake | Access::WriteOrMake | Access::MakeNew) => {
                tree.need_parent(path)?;
                let inode = tree.new_inode();
                tree.do_it(Action::MakeFile { path: path.to_owned(), inode });
                inode
            }
        };
        Ok(Box::new(OpenFile { tree: Arc::clone(&self.tree), inode, writable: access != Access::Read }))
    }

    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
        let (from, to) = (self.below(from)?, self.below(to)?);
        let mut tree = self.tree();
        let Some(Node::File(inode)) = tree.find(from) else { return Err(io::ErrorKind::NotFound.into()) };
        tree.need_parent(to)?;
        match tree.find(to) {
            Some(_) if existing == Existing::Keep => return Err(io::ErrorKind::AlreadyExists.into()),
            Some(Node::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
            Some(Node::File(_)) | None => {}
        }
        tree.do_it(Action::Rename { from: from.to_owned(), to: to.to_owned(), inode });
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let path = self.below(path)?;
        let mut tree = self.tree();
        match tree.find(path) {
            Some(Node::File(_)) => tree.do_it(Action::Remove { path: path.to_owned() }),
            Some(Node::Folder) => return Err(io::ErrorKind::IsADirectory.into()),
            None => {}
        }
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let folder = self.below(folder)?;
        let tree = self.tree();
        tree.need_folder(folder)?;
        Ok(tree.names_in(folder))
    }

    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        let path = self.below(path)?;
        let tree = self.tree();
        Ok(match tree.find(path) {
            None => None,
            Some(Node::File(inode)) => Some(tree.look(inode)),
            Some(Node::Folder) => {
                Some(Seen { kind: Kind::Folder, length: 0, modified: None, owner: None, mode: None })
            }
        })
    }
}
