//! The two ways to change a session, and why one was not changed.
//!
//! [`Store::append`] adds to its record and reads no more than the two ends of its file. [`Store::update`] does
//! everything else: it reads the whole, changes it in memory, and writes the whole.

use std::path::{Path, PathBuf};

use core_model::{Broken, Entry, Head, Refusal, Session, SessionId, StatusName, Time};
use disk::Access;
use locking::{Held, LockError};

use crate::document;
use crate::files::{self, Existing};
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};
use crate::redo::{Print, Step};
use crate::repair::{self, Document, Tail};

/// Why a session was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such session.
    #[error("there is no session {0}")]
    NotFound(SessionId),
    /// The model does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The change would break what must always hold. This is a defect of ours.
    #[error("the change is not a sound one")]
    Broken(#[from] Broken),
    /// There is a session of the new one's id.
    #[error("there is a session {0} already")]
    Taken(SessionId),
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read or written.
    #[error("cannot write {0}")]
    File(Problem),
}

/// What was written, and what is to be said of it.
#[derive(Debug)]
pub struct Written<T> {
    /// What was written.
    pub value: T,
    /// What did not stop it, and should be known.
    pub remarks: Vec<Remark>,
}

/// What a change of two sessions made of them.
#[derive(Debug)]
pub struct Pair {
    /// The one that was there.
    pub changed: Session,
    /// The one that was opened.
    pub opened: Session,
}

/// What did not stop a change, and should be known.
#[derive(Debug, thiserror::Error)]
pub enum Remark {
    /// An earlier entry had been cut short.
    #[error("an entry that was cut short was kept in {}", .kept.display())]
    Mended {
        /// Where what is left of it lies.
        kept: PathBuf,
    },
    /// The change is made and the file written; the disk did not confirm it.
    #[error("it is written, but the disk does not confirm it: {0}")]
    Unconfirmed(Problem),
    /// The change is made for whoever looks, and its files are not all written. Whoever comes next writes the rest.
    #[error("it is done, and the next command writes the rest of it: {0}")]
    Unfinished(Problem),
    /// The session is completed, and its file could not be moved to the archive. The next change tries again.
    #[error("it is completed, but not in the archive yet: {0}")]
    NotMoved(Problem),
}

impl Store {
    /// Adds an entry at the end of a session. Only the head and the last entry are read, so the cost does not depend
    /// on how much a session holds.
    ///
    /// `entry` is given the head as it stands and the time, both read under the lock. What was said
    /// ([`core_model::EntryKind::was_said`]) is on the disk when this returns, unless a remark says otherwise.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing was added.
    pub fn append(
        &self,
        id: &SessionId,
        entry: impl FnOnce(&Head, Time) -> Result<Entry, Refusal>,
    ) -> Result<Written<Entry>, ChangeError> {
        let Open { lock, path, mut document, head } = self.open_to_append(id)?;
        if matches!(document.tail, Tail::Edited) {
            return self.append_by_update(id, entry);
        }
        let (now, mut remarks) = self.mend_to_append(&path, &mut document, &head)?;
        let entry = entry(&head, now)?;
        document.append(&document::render_entry(&entry)).map_err(failed(&path))?;
        // Others may write while the disk works. What they add comes after this, so this entry is durable no later
        // than theirs, and nobody is told of it before it is.
        drop(lock);
        if entry.kind().was_said()
            && let Err(error) = document.file.sync()
        {
            remarks.push(Remark::Unconfirmed(Problem::new(path, error)));
        }
        Ok(Written { value: entry, remarks })
    }

    /// Adds several entries at the end of a session, with one write. Otherwise as [`Store::append`]; none of them may be of a
    /// kind that was said, since nothing is synced, and a kill in the midst may leave the first ones alone.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing was added.
    pub fn append_several(
        &self,
        id: &SessionId,
        entries: impl FnOnce(&Head, Time) -> Vec<Entry>,
    ) -> Result<Vec<Remark>, ChangeError> {
        let Open { lock: _lock, path, mut document, head } = self.open_to_append(id)?;
        if matches!(document.tail, Tail::Edited) {
            let written = self.change_locked(id, |session, now| {
                entries(session.head(), now).into_iter().try_for_each(|entry| session.record_entry(entry))
            })?;
            return Ok(written.remarks);
        }
        let (now, remarks) = self.mend_to_append(&path, &mut document, &head)?;
        document.append_all(entries(&head, now).iter().map(document::render_entry)).map_err(failed(&path))?;
        Ok(remarks)
    }

    /// Takes the lock of a session that takes entries, and opens its file at both ends.
    fn open_to_append(&self, id: &SessionId) -> Result<Open, ChangeError> {
        let path = self.layout.live_file(id);
        let lock = self.lock(id)?;
        let document = match Document::open(&self.disk, &path, Access::Append) {
            Ok(document) => document,
            Err(error) if error.is_not_found() => return Err(self.why_not_live(id)),
            Err(error) => return Err(failed(&path)(error)),
        };
        let head = document.head_of(id).map_err(failed(&path))?;
        head.takes_entries()?;
        Ok(Open { lock, path, document, head })
    }

    /// Mends what was cut short, and says what time it is for what is added.
    fn mend_to_append(
        &self,
        path: &Path,
        document: &mut Document,
        head: &Head,
    ) -> Result<(Time, Vec<Remark>), ChangeError> {
        let now = self.clock.now().max(head.derive_last_sign(document.tail.last()));
        let kept = document.mend(path, &self.layout, now).map_err(failed(path))?;
        Ok((now, kept.into_iter().map(|kept| Remark::Mended { kept }).collect()))
    }

    /// Changes a session: lock, read, change in memory, check, write whole. `change` is given the session as it
    /// stands and the time, both read under the lock. Where it changes nothing, nothing is written.
    ///
    /// What was changed is on the disk when this returns, unless a remark says otherwise. A session that was completed lies in the archive then,
    /// unless a remark says otherwise.
    ///
    /// # Errors
    /// [`ChangeError`]; then the session is as it was.
    pub fn update(
        &self,
        id: &SessionId,
        change: impl FnOnce(&mut Session, Time) -> Result<(), Refusal>,
    ) -> Result<Written<Session>, ChangeError> {
        let _lock = self.lock(id)?;
        self.change_locked(id, change)
    }

    /// Adds an entry to a file that somebody has changed: where it ends is not known, so it is written whole.
    fn append_by_update(
        &self,
        id: &SessionId,
        entry: impl FnOnce(&Head, Time) -> Result<Entry, Refusal>,
    ) -> Result<Written<Entry>, ChangeError> {
        let mut added = None;
        let written = self.change_locked(id, |session, now| {
            let entry = added.insert(entry(session.head(), now)?);
            session.record_entry(entry.clone())
        })?;
        let value = added.ok_or_else(|| ChangeError::NotFound(id.clone()))?;
        Ok(Written { value, remarks: written.remarks })
    }

    fn change_locked(
        &self,
        id: &SessionId,
        change: impl FnOnce(&mut Session, Time) -> Result<(), Refusal>,
    ) -> Result<Written<Session>, ChangeError> {
        let found = self.read_to_change(id)?;
        let mut session = found.session.clone();
        change(&mut session, found.now)?;
        let mut remarks = Vec::new();
        if session != found.session {
            let text = found.render_changed(&mut session)?;
            remarks.extend(self.keep_torn(&found)?);
            let held_by_another = session.opening().owner != found.session.opening().owner;
            if held_by_another && session.head().takes_entries().is_ok() {
                self.make_held_notes(session.opening()).map_err(ChangeError::File)?;
            }
            let placed = files::place_whole(&*self.disk, &found.path, text.as_bytes(), Existing::Replace);
            if let Some(unconfirmed) = placed.map_err(|error| found.failed(error.into()))? {
                // Every reader sees it by now, so it has happened. A power cut may bring back what was before, and that
                // must find its note.
                remarks.push(Remark::Unconfirmed(Problem::new(&found.path, unconfirmed)));
                return Ok(Written { value: session, remarks });
            }
            if held_by_another {
                // A note too many costs a look and nothing else.
                let _ = self.remove_held_notes(found.session.opening(), Some(session.opening()));
            }
        }
        if let Err(problem) = self.settle(&session) {
            remarks.push(Remark::NotMoved(problem));
        }
        Ok(Written { value: session, remarks })
    }

    /// Changes a session and opens the one that the change makes: both or neither, at whatever moment anything ends.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing has happened. [`ChangeError::Taken`] where there is a session of the new one's id.
    pub fn update_and_open(
        &self,
        id: &SessionId,
        opened: &SessionId,
        change: impl FnOnce(&mut Session, Time) -> Result<Session, Refusal>,
    ) -> Result<Written<Pair>, ChangeError> {
        let _locks = self.lock_several(&[id, opened])?;
        let found = self.read_to_change(id)?;
        let mut changed = found.session.clone();
        let new = change(&mut changed, found.now)?;
        if new.id() != opened || self.path_of(opened).map_err(ChangeError::File)?.is_some() {
            return Err(ChangeError::Taken(new.id().clone()));
        }
        new.check()?;
        let text = found.render_changed(&mut changed)?;
        let new_text = document::render_session(&new);
        document::check_size(&new_text).map_err(|error| found.failed(error))?;
        let mut remarks: Vec<Remark> = self.keep_torn(&found)?.into_iter().collect();
        let steps = [
            // A reader who sees that the one was resumed must find the other.
            Step { id: opened.clone(), before: None, after: new_text },
            Step { id: id.clone(), before: Some(found.print), after: text },
        ];
        remarks.extend(self.redo(&steps).map_err(ChangeError::File)?);
        Ok(Written { value: Pair { changed, opened: new }, remarks })
    }

    /// Reads a session to change it. Its lock must be held.
    fn read_to_change(&self, id: &SessionId) -> Result<Found, ChangeError> {
        let path = self.find_file(id)?;
        let failed = |error: FileError| ChangeError::File(Problem { path: path.clone(), error });
        let bytes = files::read_whole(&*self.disk, &path, MAX_FILE).map_err(failed)?;
        let parsed = document::parse_session_of(id, &bytes).map_err(failed)?;
        let torn = parsed.torn.clone();
        let session = parsed.writable().map_err(failed)?;
        session.check().map_err(|broken| failed(FileError::NotASession(broken.what)))?;
        if session.status().name() == StatusName::Completed {
            // A kill may have come between the writing and the moving of it.
            let _ = self.settle(&session);
        }
        let now = self.clock.now().max(session.derive_latest());
        Ok(Found { path, print: Print::of(&bytes), torn, session, now })
    }

    fn keep_torn(&self, found: &Found) -> Result<Option<Remark>, ChangeError> {
        let kept = repair::keep_aside(&*self.disk, &found.path, &self.layout, &found.torn, found.now);
        Ok(kept.map_err(|error| found.failed(error))?.map(|kept| Remark::Mended { kept }))
    }

    /// Why a session is not among the live ones.
    fn why_not_live(&self, id: &SessionId) -> ChangeError {
        let path = self.layout.archive_file(id);
        match Document::open(&self.disk, &path, Access::Read).and_then(|document| document.head_of(id)) {
            Ok(head) => match head.takes_entries() {
                Err(refusal) => ChangeError::Refused(refusal),
                Ok(()) => ChangeError::NotFound(id.clone()),
            },
            Err(error) if error.is_not_found() => ChangeError::NotFound(id.clone()),
            Err(error) => ChangeError::File(Problem { path, error }),
        }
    }

    /// The file of a session. `None`: there is none.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be known.
    pub(crate) fn path_of(&self, id: &SessionId) -> Result<Option<PathBuf>, Problem> {
        for path in [self.layout.live_file(id), self.layout.archive_file(id)] {
            match self.disk.is_there(&path) {
                Ok(true) => return Ok(Some(path)),
                Ok(false) => {}
                Err(error) => return Err(Problem::new(path, error)),
            }
        }
        Ok(None)
    }

    /// The file of a session that must be there.
    pub(crate) fn find_file(&self, id: &SessionId) -> Result<PathBuf, ChangeError> {
        self.path_of(id).map_err(ChangeError::File)?.ok_or_else(|| ChangeError::NotFound(id.clone()))
    }
}

/// A session that is open to be added to, under its lock.
struct Open {
    lock: Vec<Held>,
    path: PathBuf,
    document: Document,
    head: Head,
}

fn failed(path: &Path) -> impl Fn(FileError) -> ChangeError {
    move |error| ChangeError::File(Problem { path: path.to_owned(), error })
}

/// A session as it was found under its lock.
struct Found {
    path: PathBuf,
    print: Print,
    /// What is left of entries that were cut short.
    torn: Vec<u8>,
    session: Session,
    now: Time,
}

impl Found {
    fn failed(&self, error: FileError) -> ChangeError {
        ChangeError::File(Problem { path: self.path.clone(), error })
    }

    /// Stamps what it became, checks that it may follow, and renders it.
    fn render_changed(&self, changed: &mut Session) -> Result<String, ChangeError> {
        changed.stamp(self.now);
        changed.check_follows(&self.session)?;
        changed.fold_heartbeats();
        let text = document::render_session(changed);
        document::check_size(&text).map_err(|error| self.failed(error))?;
        Ok(text)
    }
}
