//! What is durable, and what is on its way: from this, every state that a power cut could leave.
//!
//! A file's bytes are durable once it was synced. A name is durable once its folder was synced; of the names that wait,
//! any may be there and any not (what POSIX allows), of a file that moved to another folder the old name, the new one
//! or both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::variants::{Detail, variants};
use crate::memory::{Action, Content, Image, Inode, Item};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Folder,
    File(Inode),
}

/// A change of names that happens in one step.
#[derive(Debug, Clone)]
struct Waiting {
    number: usize,
    folder: PathBuf,
    changes: Vec<(PathBuf, Option<Node>)>,
    /// The change without which this one never happens: a file does not lose its old name before it has the new one.
    needs: Option<usize>,
}

#[derive(Debug, Clone)]
struct Bytes {
    durable: Content,
    since: Vec<Action>,
}

/// What makes a name durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The sync of its folder, and nothing else: what POSIX promises.
    ByFolder,
    /// That of its file, too: what ext4, XFS and btrfs do.
    ByFileToo,
}

/// How many states of one moment are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// What makes a name durable.
    pub names: Names,
    /// How closely.
    pub detail: Detail,
    /// The most states of one moment. Where there are more, so many are drawn.
    pub most: usize,
    /// The same for a second power cut, while what the first one left is mended.
    pub most_second: usize,
    /// Of how many states that are mended one has a second power cut.
    pub second_of: u64,
    /// What the drawing begins with.
    pub seed: u64,
}

/// The states of one moment.
pub(super) struct States {
    pub(super) images: Vec<Image>,
    /// Whether there are more than these.
    pub(super) is_drawn: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Platter {
    names: BTreeMap<PathBuf, Node>,
    waiting: Vec<Waiting>,
    files: BTreeMap<Inode, Bytes>,
    numbered: usize,
    is_by_file: bool,
}

impl Platter {
    /// A disk on which all of this is durable. Inodes are numbered as [`crate::MemoryDisk`] numbers them.
    pub(super) fn new(image: &Image, names: Names) -> Self {
        let mut platter = Self { is_by_file: names == Names::ByFileToo, ..Self::default() };
        for (path, item) in &image.0 {
            let node = match item {
                Item::Folder => Node::Folder,
                Item::File(content) => {
                    let inode = Inode(platter.files.len());
                    platter.files.insert(inode, Bytes { durable: content.clone(), since: Vec::new() });
                    Node::File(inode)
                }
            };
            platter.names.insert(path.clone(), node);
        }
        platter
    }

    /// Takes in what was done next.
    pub(super) fn take(&mut self, action: &Action) {
        match action {
            Action::MakeFolder { path } => {
                self.wait(parent(path), vec![(path.clone(), Some(Node::Folder))], None);
            }
            Action::MakeFile { path, inode } => {
                self.files.insert(*inode, Bytes { durable: Content::from([]), since: Vec::new() });
                self.wait(parent(path), vec![(path.clone(), Some(Node::File(*inode)))], None);
            }
            Action::Write { inode, .. } | Action::SetLength { inode, .. } => {
                if let Some(file) = self.files.get_mut(inode) {
                    file.since.push(action.clone());
                }
            }
            Action::Sync { inode } => {
                if let Some(file) = self.files.get_mut(inode) {
                    let mut bytes = file.durable.to_vec();
                    file.since.drain(..).for_each(|action| action.apply(&mut bytes));
                    file.durable = bytes.into();
                }
                if self.is_by_file {
                    let names_it =
                        |it: &Waiting| it.changes.iter().any(|(_, node)| *node == Some(Node::File(*inode)));
                    self.make_durable(names_it);
                }
            }
            Action::SyncFolder { path } => self.sync_folder(path),
            Action::Rename { from, to, inode } => {
                let (gone, new) = ((from.clone(), None), (to.clone(), Some(Node::File(*inode))));
                if parent(from) == parent(to) {
                    self.wait(parent(to), vec![gone, new], None);
                } else {
                    let named = self.wait(parent(to), vec![new], None);
                    self.wait(parent(from), vec![gone], Some(named));
                }
            }
            Action::Remove { path } => {
                self.wait(parent(path), vec![(path.clone(), None)], None);
            }
        }
    }

    fn wait(&mut self, folder: &Path, changes: Vec<(PathBuf, Option<Node>)>, needs: Option<usize>) -> usize {
        self.numbered += 1;
        self.waiting.push(Waiting { number: self.numbered, folder: folder.to_owned(), changes, needs });
        self.numbered
    }

    fn sync_folder(&mut self, folder: &Path) {
        self.make_durable(|it| it.folder == folder);
    }

    /// Makes those that are meant durable, and what they need.
    fn make_durable(&mut self, is_meant: impl Fn(&Waiting) -> bool) {
        let needed: Vec<usize> =
            self.waiting.iter().filter(|it| is_meant(it)).filter_map(|it| it.needs).collect();
        let (mut done, mut left) = (Vec::new(), Vec::new());
        for it in self.waiting.drain(..) {
            let goes = is_meant(&it) || needed.contains(&it.number);
            if goes { done.push(it) } else { left.push(it) }
        }
        // What was needed is durable now.
        self.waiting = left;
        done.iter().for_each(|it| apply(&mut self.names, it));
    }

    /// Makes all of it durable.
    pub(super) fn sync_all(&mut self) {
        self.waiting.drain(..).for_each(|it| apply(&mut self.names, &it));
        let inodes: Vec<Inode> = self.files.keys().copied().collect();
        inodes.into_iter().for_each(|inode| self.take(&Action::Sync { inode }));
    }

    /// What is durable.
    pub(super) fn durable(&self) -> Image {
        let files: Vec<(Inode, Vec<Content>)> =
            self.files.iter().map(|(inode, file)| (*inode, vec![file.durable.clone()])).collect();
        image(&self.names, &files, 0)
    }

    /// Every state that a power cut could leave now.
    pub(super) fn states(&self, bounds: &Bounds, most: usize) -> States {
        let mut random = fastrand::Rng::with_seed(bounds.seed ^ self.numbered as u64);
        let (names, mut is_drawn) = self.names_after_a_cut(most, &mut random);
        let mut images = Vec::new();
        let share = (most / names.len().max(1)).max(1);
        for names in &names {
            let files: Vec<(Inode, Vec<Content>)> = self.variants_of(names, bounds.detail);
            let all = files.iter().try_fold(1_usize, |all, (_, them)| all.checked_mul(them.len()));
            let numbers: Vec<usize> = match all {
                Some(all) if all <= share => (0..all).collect(),
                _ => {
                    is_drawn = true;
                    (0..share).map(|_| random.usize(..)).collect()
                }
            };
            images.extend(numbers.into_iter().map(|number| image(names, &files, number)));
        }
        States { images, is_drawn }
    }

    /// What the folders could show.
    fn names_after_a_cut(
        &self,
        most: usize,
        random: &mut fastrand::Rng,
    ) -> (BTreeSet<BTreeMap<PathBuf, Node>>, bool) {
        let number = self.waiting.len();
        let is_drawn = number >= 20 || (1 << number) > most;
        let mut found = BTreeSet::new();
        if is_drawn {
            // Those that keep the order in which things were done, and some of the others.
            (0..=number).for_each(|done| found.extend(self.names_with(|at| at < done)));
            let drawn = (0..most).map(|_| random.u64(..));
            drawn.for_each(|mask| found.extend(self.names_with(|at| mask >> (at % 64) & 1 == 1)));
        } else {
            (0..1_u64 << number).for_each(|mask| found.extend(self.names_with(|at| mask >> at & 1 == 1)));
        }
        (found, is_drawn)
    }

    /// The names, where those changes happened that are chosen. `None`: one was chosen without what it needs.
    fn names_with(&self, is_chosen: impl Fn(usize) -> bool) -> Option<BTreeMap<PathBuf, Node>> {
        let chosen = || self.waiting.iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, it)| it);
        let is_waiting = |number| self.waiting.iter().any(|it| it.number == number);
        let lacks = chosen()
            .filter_map(|it| it.needs)
            .any(|needed| is_waiting(needed) && !chosen().any(|it| it.number == needed));
        let mut names = self.names.clone();
        chosen().for_each(|it| apply(&mut names, it));
        (!lacks).then_some(names)
    }

    fn variants_of(&self, names: &BTreeMap<PathBuf, Node>, detail: Detail) -> Vec<(Inode, Vec<Content>)> {
        let inodes: BTreeSet<Inode> = names
            .values()
            .filter_map(|node| match node {
                Node::Folder => None,
                Node::File(inode) => Some(*inode),
            })
            .collect();
        let variants = |inode: Inode| {
            let file = self.files.get(&inode)?;
            Some((inode, variants(&file.durable, &file.since, detail)))
        };
        inodes.into_iter().filter_map(variants).collect()
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

fn apply(names: &mut BTreeMap<PathBuf, Node>, change: &Waiting) {
    for (path, node) in &change.changes {
        match node {
            Some(node) => names.insert(path.clone(), *node),
            None => names.remove(path),
        };
    }
}

/// The state of that number: a digit for each file says which of its variants is there.
fn image(names: &BTreeMap<PathBuf, Node>, files: &[(Inode, Vec<Content>)], number: usize) -> Image {
    let mut left = number;
    let mut contents: BTreeMap<Inode, &Content> = BTreeMap::new();
    for (inode, variants) in files {
        contents.insert(*inode, &variants[left % variants.len()]);
        left /= variants.len();
    }
    let item = |node: &Node| match node {
        Node::Folder => Item::Folder,
        Node::File(inode) => Item::File(contents.get(inode).copied().cloned().unwrap_or_default()),
    };
    Image(names.iter().map(|(path, node)| (path.clone(), item(node))).collect()).without_orphans()
}
