//! The one reference: which commit is the last.

use std::path::Path;

use gix::ObjectId;
use gix::refs::file::Store;
use gix::refs::{FullName, Target};

use super::HistoryError;
use super::disk::write_whole;
use crate::HASH;
use crate::head::find;

/// The branch.
pub(super) const REFERENCE: &str = "refs/heads/main";

/// `None`: there is no commit, or no repository.
pub(super) fn read(repository: &Path) -> Result<Option<ObjectId>, HistoryError> {
    let name = FullName::try_from(REFERENCE).map_err(|error| HistoryError::damaged(repository, error))?;
    let found = find(&Store::at(repository.to_owned(), HASH), &name)
        .map_err(|error| HistoryError::unread(repository, error))?;
    match found {
        None => Ok(None),
        Some(Target::Object(id)) => Ok(Some(id)),
        Some(Target::Symbolic(_)) => {
            Err(HistoryError::damaged(repository, format!("{REFERENCE} names a reference and no commit")))
        }
    }
}

/// Moves the reference, durably. Under our own lock: git's `main.lock`, which a kill leaves behind, is not used.
pub(super) fn write(repository: &Path, id: &ObjectId) -> Result<(), HistoryError> {
    write_whole(&repository.join(REFERENCE), &format!("{id}\n"), repository)
}
