//! Mending what is wrong with a store, one thing at a time.

use std::fmt;
use std::path::{Path, PathBuf};

use core_model::{Session, SessionId, StatusName};
use locking::{Held, LockError};

use super::{Trouble, What};
use crate::aside::{Aside, put_aside};
use crate::change::ChangeError;
use crate::document;
use crate::files;
use crate::held;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};
use crate::{project, redo, unassigned};

/// What became of a file that could not be read.
#[derive(Debug)]
pub enum Mended {
    /// It needs nothing more: what was done, in words.
    Done(String),
    /// It was moved, and nothing is in its place.
    Aside {
        /// Where it lies.
        aside: PathBuf,
        /// Whether it speaks of a later time than the snapshot.
        was_later: bool,
    },
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(done) => f.write_str(done),
            Self::Aside { aside, .. } => f.write_str(&moved_to(aside)),
        }
    }
}

/// What is sound of a session's file, unless the snapshot says something that this does not say.
fn salvage(id: &SessionId, bytes: &[u8], snapshot: Option<&[u8]>) -> Option<document::Salvaged> {
    let salvaged = document::salvage_session(id, bytes)?;
    let session = &salvaged.session;
    let says_all = |kept: &Session| {
        session == kept
            || session.derive_latest() >= kept.derive_latest() && session.check_follows(kept).is_ok()
    };
    match snapshot.map(|snapshot| document::parse_session_of(id, snapshot)) {
        Some(Ok(kept)) => says_all(&kept.value).then_some(salvaged),
        Some(Err(_)) | None => Some(salvaged),
    }
}

fn moved_to(aside: &Path) -> String {
    format!("moved to {}", aside.display())
}

fn id_of(path: &Path) -> Option<SessionId> {
    path.file_stem()?.to_str()?.parse().ok()
}

impl Store {
    /// Does about it what [`What::remedy`] says, and answers with what was done. Whoever wants an unreadable file put back
    /// does that first; here it is moved aside.
    ///
    /// # Errors
    /// [`ChangeError`]; then it is as it was.
    pub fn mend(&self, trouble: &Trouble) -> Result<String, ChangeError> {
        let path = &trouble.path;
        match &trouble.what {
            What::Unreadable(_) => self.mend_unreadable(path, None).map(|mended| mended.to_string()),
            What::Foreign => self.set_aside(path, "it is no file of a session").map(|aside| moved_to(&aside)),
            What::Torn | What::Edited => self.write_anew(path),
            What::TwoOfOneId { id, other } => self.keep_the_later(id, path, other),
            What::WrongFolder(id) => self.move_to_its_place(id, path),
            What::NotMoved(id) => self.update(id, |_, _| Ok(())).map(|_| "moved to the archive".into()),
            What::ResumedUnawares { parent, child } => {
                self.update(parent, |session, now| session.note_resumed(child.clone(), now))?;
                Ok("completed as resumed".into())
            }
            What::Unfinished => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                self.finish_redo(&name).map(|()| "finished".into())
            }
            What::Stray => self.remove(path),
            What::StrayNote => self.remove_note(path),
            What::NoFolder => self.make_again(path),
            What::Open { .. } => self.close_to_others(path),
            What::NoNote(_) => self.renew_notes().map(|()| "noted".into()).map_err(ChangeError::File),
            What::Future { .. } | What::Share => Ok("nothing that a program can do".into()),
        }
    }

    /// Looks again at a file that could not be read, under its lock: whoever held that may have written it since. Where
    /// it is a session's, and what is sound of it says all that `snapshot` says, it is written anew as that, and kept as
    /// it was in the quarantine. Else it is moved there, and its place is free for what `snapshot` holds.
    ///
    /// # Errors
    /// [`ChangeError`]; then it is as it was.
    pub fn mend_unreadable(&self, path: &Path, snapshot: Option<&[u8]>) -> Result<Mended, ChangeError> {
        let _locks = self.locks_of(path)?;
        let error = match self.read_again(path) {
            Ok(()) => return Ok(Mended::Done("it can be read by now".into())),
            Err(error) if error.is_not_found() => return Ok(Mended::Done("it is gone by now".into())),
            Err(error) => error,
        };
        let reason = error.to_string();
        if What::Unreadable(error).remedy().is_none() {
            let error = FileError::Io(std::io::Error::other(reason));
            return Err(ChangeError::File(Problem { path: path.to_owned(), error }));
        }
        let failed = |error: FileError| ChangeError::File(Problem { path: path.to_owned(), error });
        // What is too large to be read, or no file at all, is moved as it is.
        let bytes = files::read_whole(&*self.disk, path, MAX_FILE).unwrap_or_default();
        if let Some(id) = id_of(path)
            && let Some(salvaged) = salvage(&id, &bytes, snapshot)
        {
            let text = document::render_session(&salvaged.session);
            document::check_size(&text).map_err(failed)?;
            let left_out = format!("{} bytes that are in no whole entry", salvaged.left_out);
            let reason = format!("{}: {reason}. It was written anew without {left_out}.", path.display());
            let kept = self.quarantine_copy(path, &bytes, &reason).map_err(ChangeError::File)?;
            files::write_whole(&*self.disk, path, text.as_bytes(), disk::Existing::Replace)
                .map_err(|error| failed(error.into()))?;
            let done = format!("written anew without {left_out}; what it was is kept in {}", kept.display());
            return Ok(Mended::Done(done));
        }
        let was_later = snapshot.is_some_and(|it| document::latest_time(&bytes) > document::latest_time(it));
        self.set_aside(path, &reason).map(|aside| Mended::Aside { aside, was_later })
    }

    /// The locks of whoever writes the file at this path.
    fn locks_of(&self, path: &Path) -> Result<Vec<Held>, LockError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path == self.layout.unassigned() {
            return Ok(vec![self.lock_name(unassigned::LOCK)?]);
        }
        if path.parent() == Some(&self.layout.projects()) {
            return Ok(vec![self.lock_name(project::LOCK)?]);
        }
        // A session that has its own name, or those that the record of a change has in its name.
        let ids = redo::ids_of(&name).unwrap_or_default();
        self.lock_names(&ids.iter().map(SessionId::as_str).collect::<Vec<_>>())
    }

    fn read_again(&self, path: &Path) -> Result<(), FileError> {
        let folder = path.parent();
        if path == self.layout.unassigned() {
            return self.read_unassigned().map(drop).map_err(|problem| problem.error);
        }
        if folder == Some(&self.layout.redo()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let gone = || std::io::Error::from(std::io::ErrorKind::NotFound).into();
            return self.read_redo(&name).map_err(|problem| problem.error)?.map(drop).ok_or_else(gone);
        }
        if folder == Some(&self.layout.projects()) {
            return self.read_project_file(path)?.writable().map(drop);
        }
        let bytes = files::read_whole(&*self.disk, path, MAX_FILE)?;
        let Some(id) = id_of(path) else { return Err(FileError::NotASession("its name is no id".into())) };
        let session = document::parse_session_of(&id, &bytes)?.writable()?;
        session.check().map_err(|broken| FileError::NotASession(broken.what))
    }

    /// Moves a file to the quarantine, with the reason beside it.
    fn set_aside(&self, path: &Path, reason: &str) -> Result<PathBuf, ChangeError> {
        let failed = |error: std::io::Error| ChangeError::File(Problem::new(path, error));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let reason = format!("{}: {reason}.", path.display());
        let what = Aside::Move(path);
        put_aside(&*self.disk, &self.layout, (&name, ""), what, &reason, self.now()).map_err(failed)
    }

    /// Writes a file as it is read, with its marks; what is left of an entry that was cut short is kept aside.
    fn write_anew(&self, path: &Path) -> Result<String, ChangeError> {
        let id = id_of(path);
        let _lock = match &id {
            Some(id) => self.lock(id)?,
            None => vec![self.lock_name(unassigned::LOCK)?],
        };
        let failed = |error: FileError| ChangeError::File(Problem { path: path.to_owned(), error });
        let bytes = files::read_whole(&*self.disk, path, MAX_FILE).map_err(failed)?;
        let (text, torn) = match &id {
            Some(id) => {
                let parsed = document::parse_session_of(id, &bytes).map_err(failed)?;
                let torn = parsed.torn.clone();
                (document::render_session(&parsed.writable().map_err(failed)?), torn)
            }
            None => {
                let parsed = document::parse_record(&bytes).map_err(failed)?;
                let torn = parsed.torn.clone();
                (document::render_alone(&parsed.writable().map_err(failed)?), torn)
            }
        };
        crate::repair::keep_aside(&*self.disk, path, &self.layout, &torn, self.now()).map_err(failed)?;
        files::write_whole(&*self.disk, path, text.as_bytes(), disk::Existing::Replace)
            .map_err(|error| failed(error.into()))?;
        Ok("written anew".into())
    }

    fn keep_the_later(&self, id: &SessionId, first: &Path, other: &Path) -> Result<String, ChangeError> {
        let _lock = self.lock(id)?;
        if let Some(gone) =
            [first, other].into_iter().find(|path| matches!(self.disk.is_there(path), Ok(false)))
        {
            return Ok(format!("{} is gone by now", gone.display()));
        }
        let session = |path: &Path| {
            let bytes = files::read_whole(&*self.disk, path, MAX_FILE).ok()?;
            Some(document::parse_session_of(id, &bytes).ok()?.value)
        };
        // Of two that are alike the one stays that is found.
        let worth = |path: &Path| session(path).map(|it| (it.derive_latest(), self.place_of(&it) == path));
        let earlier = if worth(first) > worth(other) { other } else { first };
        self.set_aside(earlier, &format!("there are two files for {id}, and this one is the earlier"))
            .map(|aside| moved_to(&aside))
    }

    /// Where the file of a session belongs.
    pub(super) fn place_of(&self, session: &Session) -> PathBuf {
        match session.status().name() {
            StatusName::Completed => self.layout.archive_file(session.id()),
            StatusName::Active | StatusName::Parked => self.layout.live_file(session.id()),
        }
    }

    fn move_to_its_place(&self, id: &SessionId, path: &Path) -> Result<String, ChangeError> {
        let _lock = self.lock(id)?;
        let failed = |error: FileError| ChangeError::File(Problem { path: path.to_owned(), error });
        let bytes = match files::read_whole(&*self.disk, path, MAX_FILE) {
            Err(error) if error.is_not_found() => return Ok("it is gone by now".into()),
            bytes => bytes.map_err(failed)?,
        };
        let place = self.place_of(&document::parse_session_of(id, &bytes).map_err(failed)?.value);
        let folders = || place.parent().into_iter().chain(path.parent());
        folders()
            .try_for_each(|folder| self.disk.make_folder(folder))
            .and_then(|()| self.disk.rename(path, &place, disk::Existing::Keep))
            .and_then(|()| folders().try_for_each(|folder| self.disk.sync_folder(folder)))
            .and_then(|()| self.disk.sync_folder(&self.layout.archive()))
            .map_err(|error| failed(error.into()))?;
        Ok(moved_to(&place))
    }

    /// Removes a note, unless its session is at work there by now.
    fn remove_note(&self, note: &Path) -> Result<String, ChangeError> {
        let name = note.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let id = name.parse::<SessionId>().ok().or_else(|| held::session_of(name));
        if let Some(id) = id {
            let _lock = self.lock(&id)?;
            let belongs = |session: &Session| {
                let of_worktree = note.parent() == Some(&self.layout.worktree(&session.opening().worktree));
                session.status().name() == StatusName::Active
                    && (of_worktree || held::notes_of(session.opening()).iter().any(|it| it == name))
            };
            let is_in_use = match self.read(&id) {
                Ok(Some(loaded)) => belongs(&loaded.session),
                Ok(None) => !self.is_old(note),
                Err(_) => true,
            };
            if is_in_use {
                return Ok("it is in use by now".into());
            }
            return self.remove(note);
        }
        self.remove(note)
    }

    fn make_again(&self, path: &Path) -> Result<String, ChangeError> {
        let failed = |error: std::io::Error| ChangeError::File(Problem::new(path, error));
        if self.disk.is_there(path).map_err(failed)? {
            return Err(failed(std::io::Error::other("something else lies there; move it away")));
        }
        self.disk.make_folder(path).map_err(failed)?;
        Ok("made".into())
    }

    fn close_to_others(&self, path: &Path) -> Result<String, ChangeError> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let failed = |error: std::io::Error| ChangeError::File(Problem::new(path, error));
            let Some(seen) = self.disk.look(path).map_err(failed)? else { return Ok("it is gone".into()) };
            let mode = if seen.kind == disk::Kind::Folder { 0o700 } else { 0o600 };
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(failed)?;
        }
        Ok("closed to others".into())
    }

    fn remove(&self, path: &Path) -> Result<String, ChangeError> {
        self.disk.remove(path).map_err(|error| ChangeError::File(Problem::new(path, error)))?;
        Ok("removed".into())
    }
}
