//! What lies on a disk: names, and what the files hold.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a file holds. Most states of a disk share most of their files.
pub(crate) type Content = Arc<[u8]>;

/// What lies on a disk, by path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Image(pub(crate) BTreeMap<PathBuf, Item>);

/// What lies at a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Item {
    Folder,
    File(Content),
}

impl Image {
    /// A number that two different images do not share, but for one chance in 2^64.
    pub(crate) fn print(&self) -> u64 {
        // Its keys are fixed, so the number is the same in each run.
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    /// Without what lies in folders that are not there.
    pub(crate) fn without_orphans(mut self) -> Self {
        // A folder comes before what lies in it.
        let mut folders: Vec<PathBuf> = vec![PathBuf::new()];
        self.0.retain(|path, item| {
            let is_there = path.parent().is_some_and(|parent| folders.iter().any(|it| it == parent));
            if is_there && *item == Item::Folder {
                folders.push(path.clone());
            }
            is_there
        });
        self
    }

    /// The names of the files that `path` begins.
    pub(crate) fn files_below<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Path> {
        self.0.iter().filter_map(move |(it, item)| {
            (it.starts_with(path) && matches!(item, Item::File(_))).then_some(it.as_path())
        })
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, item) in &self.0 {
            if let Item::File(content) = item {
                let end = content.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1);
                writeln!(
                    f,
                    "{} {} bytes, {} zeros at its end",
                    path.display(),
                    content.len(),
                    content.len() - end
                )?;
            }
        }
        Ok(())
    }
}
