//! Mending what is wrong with a store, one thing at a time.

use std::path::Path;

use core_model::SessionId;

use super::{Trouble, What};
use crate::aside::{Aside, put_aside};
use crate::change::ChangeError;
use crate::document;
use crate::files;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};

impl Store {
    /// Does about it what [`What::remedy`] says, and answers with what was done. Whoever wants an unreadable file put back
    /// does that first; here it is moved aside.
    ///
    /// # Errors
    /// [`ChangeError`]; then it is as it was.
    pub fn mend(&self, trouble: &Trouble) -> Result<String, ChangeError> {
        let path = &trouble.path;
        match &trouble.what {
            What::Unreadable(error) => self.set_aside(path, &error.to_string()),
            What::Foreign => self.set_aside(path, "it is no file of a session"),
            What::Torn | What::Edited => self.write_anew(path),
            What::TwoOfOneId(id) => self.keep_the_later(id),
            What::NotMoved(id) => self.update(id, |_, _| Ok(())).map(|_| "moved to the archive".into()),
            What::ResumedUnawares { parent, child } => {
                self.update(parent, |session, now| session.note_resumed(child.clone(), now))?;
                Ok("completed as resumed".into())
            }
            What::Unfinished => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                self.finish_redo(&name).map(|()| "finished".into())
            }
            What::Stray | What::StrayNote => self.remove(path).map(|()| "removed".into()),
            What::NoFolder => self.make_again(path),
            What::Open { .. } => self.close_to_others(path),
            What::NoNote(_) => self.renew_notes().map(|()| "noted".into()).map_err(ChangeError::File),
            What::Future { .. } | What::Share => Ok("nothing that a program can do".into()),
        }
    }

    /// Moves a file that cannot be read to the quarantine, with the reason beside it.
    fn set_aside(&self, path: &Path, reason: &str) -> Result<String, ChangeError> {
        let failed = |error: std::io::Error| ChangeError::File(Problem::new(path, error));
        let id = path.file_stem().and_then(|name| name.to_str()?.parse::<SessionId>().ok());
        let _lock = id.map(|id| self.lock_name(id.as_str())).transpose()?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let reason = format!("{}: {reason}.", path.display());
        let what = Aside::Move(path);
        let kept =
            put_aside(&*self.disk, &self.layout, (&name, ""), what, &reason, self.now()).map_err(failed)?;
        Ok(format!("moved to {}", kept.display()))
    }

    /// Writes a file as it is read, with its marks; what is left of an entry that was cut short is kept aside.
    fn write_anew(&self, path: &Path) -> Result<String, ChangeError> {
        let id = path.file_stem().and_then(|name| name.to_str()?.parse::<SessionId>().ok());
        let _lock = match &id {
            Some(id) => self.lock(id)?,
            None => vec![self.lock_name("unassigned")?],
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

    fn keep_the_later(&self, id: &SessionId) -> Result<String, ChangeError> {
        let (live, archived) = (self.layout.live_file(id), self.layout.archive_file(id));
        let latest = |path: &Path| {
            let bytes = files::read_whole(&*self.disk, path, MAX_FILE).ok()?;
            Some(document::parse_session_of(id, &bytes).ok()?.value.derive_latest())
        };
        let earlier = if latest(&live) > latest(&archived) { archived } else { live };
        self.set_aside(&earlier, &format!("there are two files for {id}, and this one is the earlier"))
    }

    fn make_again(&self, path: &Path) -> Result<String, ChangeError> {
        let failed = |error: std::io::Error| ChangeError::File(Problem::new(path, error));
        if self.disk.is_there(path) {
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

    fn remove(&self, path: &Path) -> Result<(), ChangeError> {
        self.disk.remove(path).map_err(|error| ChangeError::File(Problem::new(path, error)))
    }
}
