//! An open file of the disk in memory.

use std::fs::Permissions;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use disk::{DiskFile, Seen};

use super::action::{Action, Inode};
use super::tree::Tree;

#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) tree: Arc<Mutex<Tree>>,
    pub(super) inode: Inode,
    pub(super) writable: bool,
}

impl OpenFile {
    fn tree(&self) -> MutexGuard<'_, Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_at(&self, at: Option<u64>, content: &[u8]) -> io::Result<()> {
        self.need_writable()?;
        let mut tree = self.tree();
        let at = at.map_or(tree.bytes(self.inode).len(), to_usize);
        tree.do_it(Action::Write { inode: self.inode, at, bytes: content.into() });
        Ok(())
    }

    fn need_writable(&self) -> io::Result<()> {
        if self.writable { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
    }
}

impl DiskFile for OpenFile {
    fn look(&self) -> io::Result<Seen> {
        Ok(self.tree().look(self.inode))
    }

    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        let tree = self.tree();
        let bytes = tree.bytes(self.inode);
        let start = to_usize(start).min(bytes.len());
        let end = start.saturating_add(to_usize(length)).min(bytes.len());
        Ok(bytes[start..end].to_vec())
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        self.write_at(None, content)
    }

    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()> {
        self.write_at(Some(start), content)
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.need_writable()?;
        self.tree().do_it(Action::SetLength { inode: self.inode, length: to_usize(length) });
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.tree().do_it(Action::Sync { inode: self.inode });
        Ok(())
    }

    fn set_permissions(&self, _permissions: Permissions) -> io::Result<()> {
        Ok(())
    }
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
