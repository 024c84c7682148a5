//! Putting a session that is no longer active where it belongs. It is what it is before this, and whatever is left
//! undone the next change does.

use std::io;
use std::path::Path;

use core_model::{Session, SessionId, Status};
use disk::Existing;

use crate::files;
use crate::layout::MAX_FILE;
use crate::open::{Store, check};
use crate::problem::Problem;

impl Store {
    pub(crate) fn settle(&self, session: &Session) -> Result<(), Problem> {
        match session.status() {
            Status::Active => return Ok(()),
            Status::Parked(_) => {}
            Status::Completed(_) => self.move_to_archive(session.id())?,
        }
        self.remove_held_notes(session.opening(), None)?;
        let folder = self.layout.worktree(&session.opening().worktree);
        check(&*self.disk, &folder).map_err(|error| Problem::new(&folder, io::Error::other(error)))?;
        let note = folder.join(session.id().as_str());
        self.disk.remove(&note).map_err(|error| Problem::new(note, error))
    }

    fn move_to_archive(&self, id: &SessionId) -> Result<(), Problem> {
        let (from, to) = (self.layout.live_file(id), self.layout.archive_file(id));
        let failed = |error: io::Error| Problem::new(&to, error);
        if !self.disk.is_there(&from).map_err(failed)? {
            return Ok(());
        }
        let folder = self.layout.month(id);
        // A second file for one id comes from a power cut in the middle of the move, and then both are the same; or from a
        // copy that somebody made by hand, and then neither may take the other's place.
        if self.disk.is_there(&to).map_err(failed)? {
            if self.are_alike(&from, &to) {
                return self
                    .disk
                    .remove(&from)
                    .and_then(|()| self.disk.sync_folder(&self.layout.live()))
                    .map_err(failed);
            }
            return Err(failed(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "there is one in the archive already",
            )));
        }
        if !check(&*self.disk, &folder).map_err(|error| failed(io::Error::other(error)))? {
            self.disk.make_folder(&folder).map_err(failed)?;
        }
        // Whoever made it may have been killed before its name was durable; and then all in it would be lost.
        self.disk.sync_folder(&self.layout.archive()).map_err(failed)?;
        self.disk.rename(&from, &to, Existing::Keep).map_err(failed)?;
        self.disk
            .sync_folder(&folder)
            .and_then(|()| self.disk.sync_folder(&self.layout.live()))
            .map_err(failed)
    }

    fn are_alike(&self, one: &Path, other: &Path) -> bool {
        let read = |path| files::read_whole(&*self.disk, path, MAX_FILE);
        matches!((read(one), read(other)), (Ok(one), Ok(other)) if one == other)
    }
}
