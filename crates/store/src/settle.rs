//! Putting a session that is no longer active where it belongs. It is what it is before this, and whatever is left
//! undone the next change does.

use std::io;

use core_model::{Session, SessionId, Status};
use disk::Existing;

use crate::open::{Store, check};
use crate::problem::Problem;

impl Store {
    pub(crate) fn settle(&self, session: &Session) -> Result<(), Problem> {
        match session.status() {
            Status::Active => return Ok(()),
            Status::Parked(_) => {}
            Status::Completed(_) => self.move_to_archive(session.id())?,
        }
        let folder = self.layout.worktree(&session.opening().worktree);
        check(&*self.disk, &folder).map_err(|error| Problem::new(&folder, io::Error::other(error)))?;
        let note = folder.join(session.id().as_str());
        self.disk.remove(&note).map_err(|error| Problem::new(note, error))
    }

    fn move_to_archive(&self, id: &SessionId) -> Result<(), Problem> {
        let (from, to) = (self.layout.live_file(id), self.layout.archive_file(id));
        if !self.disk.is_there(&from) {
            return Ok(());
        }
        let folder = self.layout.month(id);
        let failed = |error: io::Error| Problem::new(&to, error);
        // A second file for one id comes from a copy that somebody made by hand; neither may take the other's place.
        if self.disk.is_there(&to) {
            return Err(failed(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "there is one in the archive already",
            )));
        }
        if !check(&*self.disk, &folder).map_err(|error| failed(io::Error::other(error)))? {
            disk::make_folder_in(&*self.disk, &self.layout.archive(), &folder).map_err(failed)?;
        }
        self.disk.rename(&from, &to, Existing::Keep).map_err(failed)?;
        self.disk
            .sync_folder(&folder)
            .and_then(|()| self.disk.sync_folder(&self.layout.live()))
            .map_err(failed)
    }
}
