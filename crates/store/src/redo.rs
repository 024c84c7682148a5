//! A change of several sessions: it is written down first, and then made. The moment at which its record gets its final
//! name is the moment at which it has happened; whoever comes upon the record makes the rest of it.

use core_model::{Session, SessionId};
use disk::Existing;
use serde::Deserialize;
use toml_writer::ToTomlValue as _;

use crate::change::{ChangeError, Remark};
use crate::document::{self, marks};
use crate::files;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};

/// The largest record that is read, in bytes: two of the largest sessions, with every character escaped.
const LIMIT: u64 = 12 * MAX_FILE;

/// What becomes of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) id: SessionId,
    /// What its file is before. `None`: there is none.
    pub(crate) before: Option<Print>,
    /// What its file is after.
    pub(crate) after: String,
}

/// What tells one content of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Print {
    length: u64,
    checksum: u32,
}

impl Print {
    pub(crate) fn of(content: &[u8]) -> Self {
        Self { length: content.len() as u64, checksum: crc32fast::hash(content) }
    }
}

impl Step {
    /// Whether it is still to be made, where this is what stands in the file now. What is neither what was before nor
    /// what comes after was written later, by somebody who found the change made.
    pub(crate) fn is_left(&self, there: Option<&[u8]>) -> bool {
        self.before == there.map(Print::of)
    }

    /// The session as it is after.
    fn session(&self) -> Result<Session, FileError> {
        Ok(document::parse_session_of(&self.id, self.after.as_bytes())?.value)
    }
}

#[derive(Deserialize)]
struct RecordText {
    format: i64,
    session: Vec<StepText>,
}

#[derive(Deserialize)]
struct StepText {
    id: String,
    before: Option<Print>,
    after: String,
}

/// The record as a document: TOML, with a mark at its end as every block of a session has.
pub(crate) fn render(steps: &[Step]) -> String {
    let mut text = format!("format = {}\n", document::FORMAT);
    for step in steps {
        text.push_str("\n[[session]]\n");
        text.push_str(&format!("id = {}\n", document::one_line(step.id.as_str())));
        if let Some(Print { length, checksum }) = step.before {
            text.push_str(&format!(
                "before = {{ length = {length}, checksum = {} }}\n",
                checksum.to_toml_value()
            ));
        }
        text.push_str(&format!("after = {}\n", document::one_line(&step.after)));
    }
    marks::seal(text)
}

/// Reads a record.
///
/// # Errors
/// [`FileError`] where it is not whole, not ours, or of a newer version.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Step>, FileError> {
    let not_ours = |what: &str| FileError::NotARecord(what.to_owned());
    let (mark, ends) = marks::Mark::parse_last(bytes).ok_or_else(|| not_ours("its end is missing"))?;
    if !mark.fits(&bytes[..ends]) {
        return Err(not_ours("its checksum is another"));
    }
    let text = std::str::from_utf8(&bytes[..ends]).map_err(|_| FileError::NotText)?;
    let record: RecordText =
        toml::from_str(text).map_err(|error| FileError::NotARecord(error.message().to_owned()))?;
    if record.format > document::FORMAT {
        return Err(FileError::FormatTooNew { found: record.format, known: document::FORMAT });
    }
    let step = |text: StepText| {
        let id = text.id.parse().map_err(|error| FileError::NotARecord(format!("`id`: {error}")))?;
        document::parse_session_of(&id, text.after.as_bytes())?;
        Ok(Step { id, before: text.before, after: text.after })
    };
    record.session.into_iter().map(step).collect()
}

/// The sessions that a record's name promises. `None`: it is no name of ours.
pub(crate) fn ids_of(name: &str) -> Option<Vec<SessionId>> {
    let ids = name.strip_suffix(".toml")?.split('+').map(|id| id.parse().ok());
    ids.collect()
}

impl Store {
    /// Makes a change of several sessions. Their locks must be held, and no earlier change of theirs be unfinished.
    ///
    /// # Errors
    /// [`Problem`]; then nothing of it has happened. Once it has happened, whatever goes wrong is an answer: what could
    /// not be made yet, whoever comes next makes.
    pub(crate) fn redo(&self, steps: &[Step]) -> Result<Vec<Remark>, Problem> {
        let ids: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
        let name = format!("{}.toml", ids.join("+"));
        let path = self.layout.redo().join(&name);
        let failed = |error: std::io::Error| Problem::new(&path, error);
        // Once the record has its name the sessions are at work, and hooks find them by their notes alone. A note of a
        // session that is not there costs a look.
        for step in steps {
            let live = self.layout.live_file(&step.id);
            self.note_active(&step.session().map_err(Problem::at(&live))?)?;
        }
        if !self.disk.is_there(&self.layout.redo()).map_err(failed)? {
            disk::make_folder_in(&*self.disk, self.root(), &self.layout.redo()).map_err(failed)?;
        }
        let placed = files::place_whole(&*self.disk, &path, render(steps).as_bytes(), Existing::Replace)
            .map_err(failed)?;
        if let Some(unconfirmed) = placed {
            // A power cut may take the record away when half of the change is made. So it is taken back; where even that
            // is not possible, it has happened, and nothing of it is made before the record is durable.
            if self.disk.remove(&path).is_ok() {
                return Err(failed(unconfirmed));
            }
            return Ok(vec![Remark::Unconfirmed(failed(unconfirmed))]);
        }
        Ok(self.make(steps, &name).err().map(Remark::Unfinished).into_iter().collect())
    }

    /// Makes what is left of a change, and removes its record.
    fn make(&self, steps: &[Step], name: &str) -> Result<(), Problem> {
        for step in steps {
            self.make_step(step)?;
        }
        let (folder, path) = (self.layout.redo(), self.layout.redo().join(name));
        self.disk
            .remove(&path)
            .and_then(|()| self.disk.sync_folder(&folder))
            .map_err(|error| Problem::new(path, error))
    }

    fn make_step(&self, step: &Step) -> Result<(), Problem> {
        let path = self.path_of(&step.id)?.unwrap_or_else(|| self.layout.live_file(&step.id));
        let there = self.content_of(&path).map_err(Problem::at(&path))?;
        let session = step.session().map_err(Problem::at(&path))?;
        if step.is_left(there.as_deref()) {
            // Somebody may have cleaned the folder of the notes away since the record was written.
            self.note_active(&session)?;
            files::write_whole(&*self.disk, &path, step.after.as_bytes(), Existing::Replace)
                .map_err(|error| Problem::new(&path, error))?;
        } else if there.as_deref() != Some(step.after.as_bytes()) {
            return Ok(());
        }
        self.settle(&session)
    }

    fn note_active(&self, session: &Session) -> Result<(), Problem> {
        match session.head().takes_entries() {
            Ok(()) => self.make_notes(session.opening()),
            Err(_) => Ok(()),
        }
    }

    fn content_of(&self, path: &std::path::Path) -> Result<Option<Vec<u8>>, FileError> {
        match files::read_whole(&*self.disk, path, MAX_FILE) {
            Err(error) if error.is_not_found() => Ok(None),
            Err(FileError::Empty) => Ok(Some(Vec::new())),
            other => other.map(Some),
        }
    }

    /// The names of the records that are there.
    ///
    /// # Errors
    /// [`Problem`] where their folder cannot be listed.
    pub(crate) fn redo_names(&self) -> Result<Vec<String>, Problem> {
        let folder = self.layout.redo();
        match self.disk.list(&folder) {
            Ok(names) => {
                let names = names.into_iter().filter_map(|name| name.into_string().ok());
                Ok(names.filter(|name| name.ends_with(".toml")).collect())
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Problem::new(folder, error)),
        }
    }

    /// The record of a change of this session that is not finished. `None`: there is none.
    pub(crate) fn redo_of(&self, id: &SessionId) -> Result<Option<String>, Problem> {
        Ok(self.redo_names()?.into_iter().find(|name| ids_of(name).is_some_and(|ids| ids.contains(id))))
    }

    /// Reads a record. `None`: it is gone, so its change is made.
    pub(crate) fn read_redo(&self, name: &str) -> Result<Option<Vec<Step>>, Problem> {
        let path = self.layout.redo().join(name);
        match files::read_whole(&*self.disk, &path, LIMIT).and_then(|bytes| parse(&bytes)) {
            Ok(steps) => Ok(Some(steps)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(Problem { path, error }),
        }
    }

    /// Finishes a change that somebody else began.
    pub(crate) fn finish_redo(&self, name: &str) -> Result<(), ChangeError> {
        let Some(ids) = ids_of(name) else { return Ok(()) };
        let ids: Vec<&str> = ids.iter().map(SessionId::as_str).collect();
        let _locks = self.lock_names(&ids)?;
        // Whoever held the locks may have finished it.
        let Some(steps) = self.read_redo(name).map_err(ChangeError::File)? else { return Ok(()) };
        // Whoever wrote it may have been killed before it was durable.
        let folder = self.layout.redo();
        self.disk.sync_folder(&folder).map_err(|error| ChangeError::File(Problem::new(folder, error)))?;
        self.make(&steps, name).map_err(ChangeError::File)
    }

    /// Finishes what others began and could not finish. What cannot be finished is told; whoever wants to change such a
    /// session is refused.
    pub fn recover(&self) -> Vec<Problem> {
        let names = match self.redo_names() {
            Ok(names) => names,
            Err(problem) => return vec![problem],
        };
        let failed = |name: &String| match self.finish_redo(name) {
            Ok(()) => None,
            Err(ChangeError::File(problem)) => Some(problem),
            Err(error) => {
                Some(Problem::new(self.layout.redo().join(name), std::io::Error::other(error.to_string())))
            }
        };
        names.iter().filter_map(failed).collect()
    }
}
