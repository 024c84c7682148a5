//! Reading and writing the history's objects.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gix::objs::{Commit, CommitRef, Data, Find, Kind, Write as _, compute_hash};
use gix::odb::loose;
use gix::{ObjectId, oid};

use super::HistoryError;
use super::disk::{sync_everything, sync_file, sync_folder};
use crate::HASH;
use crate::objects::Objects;

/// Objects that are what their ids say: gix finds an object by its name and does not look whether it fits.
pub(super) struct Checked {
    repository: PathBuf,
    objects: Objects,
}

impl Checked {
    /// Reads nothing yet.
    pub(super) fn at(repository: &Path) -> Self {
        Self { repository: repository.to_owned(), objects: Objects::at(repository.join("objects"), HASH) }
    }

    /// The content of an object of that kind.
    pub(super) fn read(&self, id: &oid, kind: Kind) -> Result<Vec<u8>, HistoryError> {
        let mut buffer = Vec::new();
        let found =
            self.try_find(id, &mut buffer).map_err(|error| self.unread(error))?.map(|object| object.kind);
        match found {
            Some(found) if found == kind => Ok(buffer),
            Some(found) => Err(self.damaged(format!("{id} is a {found} and not a {kind}"))),
            None => Err(self.damaged(format!("{kind} {id} is missing"))),
        }
    }

    pub(super) fn commit(&self, id: &oid) -> Result<Commit, HistoryError> {
        let content = self.read(id, Kind::Commit)?;
        let commit = CommitRef::from_bytes(&content, HASH).and_then(Commit::try_from);
        commit.map_err(|error| self.damaged(error))
    }

    pub(super) fn unread(&self, error: gix::Error) -> HistoryError {
        HistoryError::unread(&self.repository, error)
    }

    pub(super) fn damaged(&self, source: impl Into<crate::Cause>) -> HistoryError {
        HistoryError::damaged(&self.repository, source)
    }
}

impl Find for Checked {
    fn try_find<'a>(&self, id: &oid, buffer: &'a mut Vec<u8>) -> gix::Result<Option<Data<'a>>> {
        let found = self.objects.try_find(id, buffer)?;
        if let Some(object) = &found
            && compute_hash(HASH, object.kind, object.data)? != id
        {
            return Err(gix::error::corruption(format!("{id} has the content of another object")).into());
        }
        Ok(found)
    }
}

/// From how many objects on it is better to sync all that anybody has written than one file after the other. Of
/// 10,000 on a busy disk: half a second instead of five.
const MANY: usize = 256;

/// Writes objects, and makes them durable all at once.
pub(super) struct Writer {
    loose: loose::Store,
    objects: PathBuf,
    written: BTreeSet<ObjectId>,
}

impl Writer {
    pub(super) fn at(repository: &Path) -> Self {
        let objects = repository.join("objects");
        Self { loose: loose::Store::at(&objects, HASH), objects, written: BTreeSet::new() }
    }

    /// Writes the object, unless it is there and readable: what a power cut left under its name may be empty.
    pub(super) fn put(&mut self, kind: Kind, id: ObjectId, content: &[u8]) -> Result<(), HistoryError> {
        let mut buffer = Vec::new();
        let there = self.loose.try_find(&id, &mut buffer);
        let is_there = matches!(there, Ok(Some(object)) if object.kind == kind && object.data == content);
        if !is_there {
            let written = self.loose.write_buf_with_known_id(kind, content, id);
            written.map_err(|error| HistoryError::io(&self.objects, error))?;
        }
        self.written.insert(id);
        Ok(())
    }

    /// Makes all that was put durable, be it written now or by somebody who was killed before this.
    pub(super) fn sync(self) -> Result<(), HistoryError> {
        if self.written.len() > MANY && sync_everything(&self.objects)? {
            return Ok(());
        }
        let mut folders = BTreeSet::new();
        for id in &self.written {
            let path = self.loose.object_path(id);
            sync_file(&path)?;
            folders.extend(path.parent().map(Path::to_owned));
        }
        folders.iter().try_for_each(|folder| sync_folder(folder))?;
        sync_folder(&self.objects)
    }
}
