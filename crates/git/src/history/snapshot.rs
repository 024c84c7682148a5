//! Reading a snapshot.

use std::collections::BTreeSet;
use std::fmt;

use gix::bstr::ByteSlice as _;
use gix::objs::{FindExt as _, Kind};
use gix::{ObjectId, oid};

use super::objects::Checked;
use super::path::is_path;
use super::{History, HistoryError, tip};

/// The id of a file's content: equal where the content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(ObjectId);

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The last snapshot as it was when it was asked for: which files there are. Their content is read when it is asked for.
pub struct Snapshot {
    id: ObjectId,
    objects: Checked,
    /// By path.
    files: Vec<(String, BlobId)>,
}

impl History {
    /// The last snapshot. `None`: there is none. Takes no lock.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] and [`HistoryError::Io`].
    pub fn snapshot(&self) -> Result<Option<Snapshot>, HistoryError> {
        let Some(id) = tip::read(&self.path)? else { return Ok(None) };
        let objects = Checked::at(&self.path);
        let tree = objects.commit(&id)?.tree;
        let files = read_files(&objects, &tree)?;
        Ok(Some(Snapshot { id, objects, files }))
    }
}

impl History {
    /// Whether any file of any snapshot is meant, by its path and what it holds. Each content is looked at once for each
    /// path. Takes no lock.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] and [`HistoryError::Io`], also where a repository lies there that was put aside: what is
    /// in it is not known.
    pub fn is_any(&self, is_meant: &dyn Fn(&str, &[u8]) -> bool) -> Result<bool, HistoryError> {
        if self.is_beside()? {
            return Err(HistoryError::damaged(&self.path, "another was put aside"));
        }
        let objects = Checked::at(&self.path);
        let mut seen = BTreeSet::new();
        for logged in self.log(usize::MAX)? {
            let id = ObjectId::from_hex(logged.id.as_bytes()).map_err(|error| objects.damaged(error))?;
            for file in read_files(&objects, &objects.commit(&id)?.tree)? {
                if seen.insert(file.clone()) && is_meant(&file.0, &objects.read(&file.1.0, Kind::Blob)?) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

impl Snapshot {
    /// The id of its commit.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// The files, in the order of their paths. Each path is relative, has `/` between folders, and is fit for every
    /// system.
    #[must_use]
    pub fn files(&self) -> &[(String, BlobId)] {
        &self.files
    }

    /// The content of a file. `None`: there is no such file.
    ///
    /// # Errors
    /// [`HistoryError::Damaged`] and [`HistoryError::Io`].
    pub fn content(&self, path: &str) -> Result<Option<Vec<u8>>, HistoryError> {
        let Ok(found) = self.files.binary_search_by(|(file, _)| file.as_str().cmp(path)) else {
            return Ok(None);
        };
        self.read(&self.files[found].1).map(Some)
    }

    /// Each file with its content, in the order of their paths. One that cannot be read hides no other.
    pub fn contents(&self) -> impl Iterator<Item = (&str, Result<Vec<u8>, HistoryError>)> {
        self.files.iter().map(|(path, id)| (path.as_str(), self.read(id)))
    }

    fn read(&self, id: &BlobId) -> Result<Vec<u8>, HistoryError> {
        self.objects.read(&id.0, Kind::Blob)
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("id", &self.id).field("files", &self.files).finish_non_exhaustive()
    }
}

/// All files below a tree, by path.
fn read_files(objects: &Checked, tree: &oid) -> Result<Vec<(String, BlobId)>, HistoryError> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), tree.to_owned())];
    let mut buffer = Vec::new();
    while let Some((folder, id)) = folders.pop() {
        let entries = objects.find_tree_iter(&id, &mut buffer).map_err(|error| objects.unread(error))?;
        for entry in entries {
            let entry = entry.map_err(|error| objects.damaged(error))?;
            let name = entry.filename.to_str().map_err(|error| objects.damaged(error))?;
            let path = format!("{folder}{name}");
            if !is_path(&path) {
                return Err(objects.damaged(format!("it has a file `{path}`")));
            }
            if entry.mode.is_tree() {
                folders.push((path + "/", entry.oid.to_owned()));
            } else {
                files.push((path, BlobId(entry.oid.to_owned())));
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}
