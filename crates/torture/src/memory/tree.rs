//! Names and files as a running system sees them: every change at once.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use disk::{Kind, Seen};

use super::action::{Action, Inode};
use super::image::{Image, Item};
use crate::hands::Hands;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Folder,
    File(Inode),
}

#[derive(Debug)]
struct Bytes {
    bytes: Vec<u8>,
    written: SystemTime,
}

#[derive(Debug)]
pub(super) struct Tree {
    names: BTreeMap<PathBuf, Node>,
    files: Vec<Bytes>,
    hands: Hands,
    pub(super) actions: Vec<Action>,
}

impl Tree {
    /// The inodes are numbered in the order of the paths.
    pub(super) fn new(image: &Image, hands: Hands) -> Self {
        let mut tree = Self { names: BTreeMap::new(), files: Vec::new(), hands, actions: Vec::new() };
        for (path, item) in &image.0 {
            let node = match item {
                Item::Folder => Node::Folder,
                Item::File(content) => {
                    let inode = tree.new_inode();
                    tree.files[inode.0].bytes = content.to_vec();
                    Node::File(inode)
                }
            };
            tree.names.insert(path.clone(), node);
        }
        tree
    }

    pub(super) fn image(&self) -> Image {
        let item = |node: &Node| match node {
            Node::Folder => Item::Folder,
            Node::File(inode) => Item::File(self.files[inode.0].bytes.as_slice().into()),
        };
        Image(self.names.iter().map(|(path, node)| (path.clone(), item(node))).collect())
    }

    pub(super) fn new_inode(&mut self) -> Inode {
        self.files.push(Bytes { bytes: Vec::new(), written: self.hands.now().into() });
        Inode(self.files.len() - 1)
    }

    pub(super) fn find(&self, path: &Path) -> Option<Node> {
        if path.as_os_str().is_empty() { Some(Node::Folder) } else { self.names.get(path).copied() }
    }

    pub(super) fn need_folder(&self, path: &Path) -> io::Result<()> {
        match self.find(path) {
            Some(Node::Folder) => Ok(()),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn need_parent(&self, path: &Path) -> io::Result<()> {
        self.need_folder(path.parent().unwrap_or(Path::new("")))
    }

    pub(super) fn names_in(&self, folder: &Path) -> Vec<OsString> {
        let inside = self.names.keys().filter(|path| path.parent() == Some(folder));
        inside.filter_map(|path| path.file_name().map(OsString::from)).collect()
    }

    pub(super) fn look(&self, inode: Inode) -> Seen {
        let file = &self.files[inode.0];
        Seen {
            kind: Kind::File,
            length: file.bytes.len() as u64,
            modified: Some(file.written),
            owner: None,
            mode: None,
        }
    }

    pub(super) fn bytes(&self, inode: Inode) -> &[u8] {
        &self.files[inode.0].bytes
    }

    /// Does it, and remembers it.
    pub(super) fn do_it(&mut self, action: Action) {
        match &action {
            Action::MakeFolder { path } => {
                self.names.insert(path.clone(), Node::Folder);
            }
            Action::MakeFile { path, inode } => {
                self.names.insert(path.clone(), Node::File(*inode));
            }
            Action::Write { inode, .. } | Action::SetLength { inode, .. } => {
                let file = &mut self.files[inode.0];
                action.apply(&mut file.bytes);
                file.written = self.hands.now().into();
            }
            Action::Sync { .. } | Action::SyncFolder { .. } => {}
            Action::Rename { from, to, inode } => {
                self.names.remove(from);
                self.names.insert(to.clone(), Node::File(*inode));
            }
            Action::Remove { path } => {
                self.names.remove(path);
            }
        }
        self.actions.push(action);
    }
}
