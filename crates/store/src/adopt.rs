//! Taking in a session that was made elsewhere, and letting go of one.

use core_model::{Commit, Entry, Record, Session, SessionId};

use crate::change::ChangeError;
use crate::document;
use crate::files::{self, Existing};
use crate::held;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};
use crate::repair;

/// What became of a session that was to be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adopted {
    /// It is new here.
    New,
    /// It is here already, and is the same.
    Same,
    /// It is here already, and is another: that one stays.
    Other,
}

impl Store {
    /// Takes in a session as it is. One that is here is never overwritten.
    ///
    /// # Errors
    /// [`ChangeError`]; then it was not taken in, unless the disk confirms neither that it is there nor that it is gone.
    pub fn adopt(&self, session: &Session) -> Result<Adopted, ChangeError> {
        session.check()?;
        let id = session.id();
        let _lock = self.lock(id)?;
        let path = self.layout.live_file(id);
        let failed = |error: FileError| ChangeError::File(Problem { path: path.clone(), error });
        if self.path_of(id).map_err(ChangeError::File)?.is_some() {
            let there = self.read(id).map_err(ChangeError::File)?;
            let same = there.is_some_and(|loaded| loaded.session == *session);
            return Ok(if same { Adopted::Same } else { Adopted::Other });
        }
        let text = document::render_session(session);
        document::check_size(&text).map_err(failed)?;
        if session.head().takes_entries().is_ok() {
            self.make_notes(session.opening()).map_err(ChangeError::File)?;
        }
        let placed = files::place_whole(&*self.disk, &path, text.as_bytes(), Existing::Keep);
        if let Some(unconfirmed) = placed.map_err(|error| failed(error.into()))? {
            let _ = self.disk.remove(&path);
            return Err(failed(unconfirmed.into()));
        }
        // A session that could not be moved is moved by whoever changes it next, or by the doctor.
        let _ = self.settle(session);
        Ok(Adopted::New)
    }

    /// Takes in commits that belong to no session as they are. One that is here stays; how many are new is the answer.
    ///
    /// # Errors
    /// [`ChangeError`]; then none was taken in, or the disk does not confirm that they were.
    pub fn adopt_unassigned(&self, commits: &[Commit]) -> Result<usize, ChangeError> {
        let _lock = self.lock_name("unassigned")?;
        let path = self.layout.unassigned();
        let failed = |error: FileError| ChangeError::File(Problem { path: path.clone(), error });
        let mut record = match files::read_whole(&*self.disk, &path, MAX_FILE) {
            Err(error) if error.is_not_found() => Record::default(),
            other => {
                let bytes = other.map_err(failed)?;
                let parsed = document::parse_record(&bytes).map_err(failed)?;
                repair::keep_aside(&*self.disk, &path, &self.layout, &parsed.torn, self.now())
                    .map_err(failed)?;
                parsed.writable().map_err(failed)?
            }
        };
        let before = record.commits.len();
        commits.iter().for_each(|commit| record.push(Entry::Commit(Box::new(commit.clone()))));
        record.commits.sort_by_key(|commit| commit.at);
        let new = record.commits.len() - before;
        if new > 0 {
            let text = document::render_alone(&record);
            document::check_size(&text).map_err(failed)?;
            files::write_whole(&*self.disk, &path, text.as_bytes(), Existing::Replace)
                .map_err(|error| failed(error.into()))?;
        }
        Ok(new)
    }

    /// Takes texts out of a session, wherever they stand in it: `forget` is given each and answers with what is left.
    /// Whether anything was taken out is the answer. What is left of an entry that was cut short is kept aside, so
    /// [`Store::forget_quarantine`] comes after this.
    ///
    /// # Errors
    /// [`ChangeError`]; then the session is as it was, or the disk does not confirm that it is another.
    pub fn forget_in(&self, id: &SessionId, forget: &dyn Fn(&str) -> String) -> Result<bool, ChangeError> {
        let _lock = self.lock(id)?;
        let path = self.find_file(id)?;
        let failed = |error: FileError| ChangeError::File(Problem { path: path.clone(), error });
        let bytes = files::read_whole(&*self.disk, &path, MAX_FILE).map_err(failed)?;
        let parsed = document::parse_session_of(id, &bytes).map_err(failed)?;
        let torn = parsed.torn.clone();
        let before = parsed.writable().map_err(failed)?;
        let after = before.forget(forget);
        let text = document::render_session(&after);
        // The mark may be longer than what it stands for.
        document::check_size(&text).map_err(failed)?;
        // What is left of an entry that was cut short may hold the text, and so may what somebody has written between the
        // lines.
        if after == before && torn.is_empty() && !is_beside(&bytes, &text, forget) {
            return Ok(false);
        }
        repair::keep_aside(&*self.disk, &path, &self.layout, &torn, self.now()).map_err(failed)?;
        if after.head().takes_entries().is_ok() {
            self.make_held_notes(after.opening()).map_err(ChangeError::File)?;
        }
        files::write_whole(&*self.disk, &path, text.as_bytes(), Existing::Replace)
            .map_err(|error| failed(error.into()))?;
        self.remove_held_notes(before.opening(), Some(after.opening())).map_err(ChangeError::File)?;
        Ok(after != before)
    }

    /// Takes texts out of the commits that stand beside the sessions, as [`Store::forget_in`] does, and lets go of those that
    /// belong to sessions that are `gone`. Whether anything was taken out is the answer.
    ///
    /// # Errors
    /// [`ChangeError`]; then they are as they were, or the disk does not confirm that they are others.
    pub fn forget_in_unassigned(
        &self,
        forget: &dyn Fn(&str) -> String,
        gone: &[SessionId],
    ) -> Result<bool, ChangeError> {
        let _lock = self.lock_name("unassigned")?;
        let path = self.layout.unassigned();
        let failed = |error: FileError| ChangeError::File(Problem { path: path.clone(), error });
        let bytes = match files::read_whole(&*self.disk, &path, MAX_FILE) {
            Err(error) if error.is_not_found() => return Ok(false),
            other => other.map_err(failed)?,
        };
        let parsed = document::parse_record(&bytes).map_err(failed)?;
        let torn = parsed.torn.clone();
        let before = parsed.writable().map_err(failed)?;
        let mut after = before.clone();
        after.forget(forget);
        after.commits.retain(|commit| commit.session.as_ref().is_none_or(|id| !gone.contains(id)));
        let text = document::render_alone(&after);
        document::check_size(&text).map_err(failed)?;
        if after == before && torn.is_empty() && !is_beside(&bytes, &text, forget) {
            return Ok(false);
        }
        repair::keep_aside(&*self.disk, &path, &self.layout, &torn, self.now()).map_err(failed)?;
        files::write_whole(&*self.disk, &path, text.as_bytes(), Existing::Replace)
            .map_err(|error| failed(error.into()))?;
        Ok(after != before)
    }

    /// Removes a session: its file, its notes, and what was kept aside of it, whatever of that is there. What git and
    /// others hold of it is not ours to remove.
    ///
    /// # Errors
    /// [`ChangeError::NotFound`] where there is none of it; [`ChangeError::Lock`], [`ChangeError::File`].
    pub fn forget_session(&self, id: &SessionId) -> Result<(), ChangeError> {
        let _lock = self.lock(id)?;
        let mut gone = 0;
        let mut remove = |path: std::path::PathBuf| {
            let removed = self.disk.is_there(&path).and_then(|there| {
                gone += usize::from(there);
                self.disk.remove(&path)
            });
            removed.map_err(|error| ChangeError::File(Problem::new(path, error)))
        };
        let sync = |folder: std::path::PathBuf| match self.disk.sync_folder(&folder) {
            // In most months nothing was completed.
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(ChangeError::File(Problem::new(folder, error)))
            }
            Ok(()) | Err(_) => Ok(()),
        };
        // As long as there is a file, whoever was interrupted finds the session; and as long as it is at work, there is its
        // note.
        let aside = self.forget_quarantine(|name, _| name.contains(id.as_str()))?;
        remove(self.layout.archive_file(id))?;
        sync(self.layout.month(id))?;
        remove(self.layout.live_file(id))?;
        sync(self.layout.live())?;
        for worktree in self.disk.list(&self.layout.worktrees()).unwrap_or_default() {
            let folder = self.layout.worktrees().join(worktree);
            remove(folder.join(id.as_str()))?;
            sync(folder)?;
        }
        let held = self.layout.held();
        for note in self.disk.list(&held).unwrap_or_default() {
            if note.to_str().and_then(held::session_of).is_some_and(|noted| noted == *id) {
                remove(held.join(note))?;
            }
        }
        sync(held)?;
        if gone + aside == 0 { Err(ChangeError::NotFound(id.clone())) } else { Ok(()) }
    }

    /// Removes what was kept aside and is meant, by its name and what it holds. How many files went is the answer.
    ///
    /// # Errors
    /// [`ChangeError::File`]; then the rest stays.
    pub fn forget_quarantine(&self, is_meant: impl Fn(&str, &[u8]) -> bool) -> Result<usize, ChangeError> {
        let folder = self.layout.quarantine();
        let mut gone = 0;
        for name in self.disk.list(&folder).unwrap_or_default() {
            let path = folder.join(&name);
            let content = files::read_whole(&*self.disk, &path, MAX_FILE).unwrap_or_default();
            if is_meant(&name.to_string_lossy(), &content) {
                self.disk.remove(&path).map_err(|error| ChangeError::File(Problem::new(path, error)))?;
                gone += 1;
            }
        }
        if gone > 0 {
            self.disk.sync_folder(&folder).map_err(|error| ChangeError::File(Problem::new(folder, error)))?;
        }
        Ok(gone)
    }
}

/// Whether the file holds what is to be forgotten beside what it says: in a comment, for one.
fn is_beside(bytes: &[u8], rendered: &str, forget: &dyn Fn(&str) -> String) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text != rendered && forget(&text) != text
}
