//! Readers. They take no lock and never write.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use core_model::{Commit, Session, SessionId};
use disk::Kind;

use crate::document;
use crate::files;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};

/// A session that was read, and what is not as it should be in its file.
#[derive(Debug)]
pub struct Loaded {
    /// The session.
    pub session: Session,
    /// A newer format, unknown keys, an entry that was cut short.
    pub problems: Vec<Problem>,
}

/// Which sessions to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are active or parked.
    Live,
    /// All.
    All,
}

/// What the store holds, as far as it can be read. What cannot be read is told and hides nothing else.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The sessions, the oldest first.
    pub sessions: Vec<Session>,
    /// The commits that belong to none.
    pub unassigned: Vec<Commit>,
    /// What could not be read, or not in full.
    pub problems: Vec<Problem>,
}

/// How much of what was typed a message repeats, in bytes.
const SHOWN_OF_A_PIECE: usize = 60;

/// Why a piece of an id names no session.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// None begins like this.
    #[error("there is no session `{}`", core_model::shorten(.0, SHOWN_OF_A_PIECE))]
    NotFound(String),
    /// More than one does.
    #[error("`{}` could be {}", core_model::shorten(.piece, SHOWN_OF_A_PIECE), list(.ids))]
    Ambiguous {
        /// What was typed.
        piece: String,
        /// The sessions that it begins.
        ids: Vec<SessionId>,
    },
    /// The store cannot be listed.
    #[error("cannot list {0}")]
    File(Problem),
}

fn list(ids: &[SessionId]) -> String {
    const SHOWN: usize = 5;
    let mut names: Vec<String> = ids.iter().take(SHOWN).map(ToString::to_string).collect();
    if ids.len() > SHOWN {
        names.push(format!("{} more", ids.len() - SHOWN));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} or {last}", names.join(", ")) }
}

impl Store {
    /// Reads what there is.
    #[must_use]
    pub fn snapshot(&self, which: Which) -> Snapshot {
        let mut snapshot = Snapshot::default();
        for (id, path) in self.list(which, &mut snapshot.problems) {
            let loaded = match self.load(&id, &path) {
                // Since it was listed, it was completed and moved.
                Err(problem) if problem.is_not_found() => self.read(&id).transpose(),
                loaded => Some(loaded),
            };
            match loaded.unwrap_or_else(|| Err(Problem::new(path, io::Error::from(io::ErrorKind::NotFound))))
            {
                Ok(loaded) => {
                    snapshot.sessions.push(loaded.session);
                    snapshot.problems.extend(loaded.problems);
                }
                Err(problem) => snapshot.problems.push(problem),
            }
        }
        snapshot
            .sessions
            .sort_by(|a, b| (a.opening().started_at, a.id()).cmp(&(b.opening().started_at, b.id())));
        match self.read_unassigned() {
            Ok((commits, problems)) => {
                snapshot.unassigned = commits;
                snapshot.problems.extend(problems);
            }
            Err(problem) => snapshot.problems.push(problem),
        }
        snapshot
    }

    /// Reads one session. `None`: there is no such session.
    ///
    /// # Errors
    /// [`Problem`] where its file cannot be read.
    pub fn read(&self, id: &SessionId) -> Result<Option<Loaded>, Problem> {
        // Completing moves the file from one folder to the other, possibly between two looks.
        for path in [self.layout.live_file(id), self.layout.archive_file(id)] {
            match self.load(id, &path) {
                Err(problem) if problem.is_not_found() => {}
                other => return other.map(Some),
            }
        }
        Ok(None)
    }

    /// The one session that a piece of an id names.
    ///
    /// # Errors
    /// [`FindError`].
    pub fn find(&self, piece: &str) -> Result<SessionId, FindError> {
        // A whole id needs no search, however many others there are.
        if let Some(id) = piece.parse().ok().filter(|id| self.path_of(id).is_some()) {
            return Ok(id);
        }
        let mut problems = Vec::new();
        let names = self.list(Which::All, &mut problems).into_keys();
        let mut ids: Vec<SessionId> = names.filter(|id| id.begins_with(piece)).collect();
        match (ids.pop(), ids.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(last), false) => {
                ids.push(last);
                Err(FindError::Ambiguous { piece: piece.to_owned(), ids })
            }
            (None, _) => match problems.into_iter().find(|problem| matches!(problem.error, FileError::Io(_)))
            {
                Some(problem) => Err(FindError::File(problem)),
                None => Err(FindError::NotFound(piece.to_owned())),
            },
        }
    }

    fn load(&self, id: &SessionId, path: &Path) -> Result<Loaded, Problem> {
        let read = || {
            files::read_whole(&*self.disk, path, MAX_FILE)
                .and_then(|bytes| document::parse_session_of(id, &bytes))
        };
        let mut parsed = read().map_err(Problem::at(path))?;
        if parsed.is_torn() {
            // It may be an entry that is being added just now.
            parsed = read().map_err(Problem::at(path))?;
        }
        let problems = parsed.remarks.into_iter().map(Problem::at(path)).collect();
        Ok(Loaded { session: parsed.value, problems })
    }

    /// The sessions that are active or parked, or were just now.
    pub(crate) fn live_ids(&self) -> Vec<SessionId> {
        self.list(Which::Live, &mut Vec::new()).into_keys().collect()
    }

    /// The files of the sessions. The archive comes last, so that of a session that is moved just now one file is
    /// seen, and the later one.
    fn list(&self, which: Which, problems: &mut Vec<Problem>) -> BTreeMap<SessionId, PathBuf> {
        let mut files = BTreeMap::new();
        self.list_folder(&self.layout.live(), &mut files, problems);
        if which == Which::All {
            for month in self.entries(&self.layout.archive(), problems) {
                if self.is_folder(&month) {
                    self.list_folder(&month, &mut files, problems);
                }
            }
        }
        files
    }

    fn list_folder(
        &self,
        folder: &Path,
        files: &mut BTreeMap<SessionId, PathBuf>,
        problems: &mut Vec<Problem>,
    ) {
        for path in self.entries(folder, problems) {
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            match name.parse() {
                Ok(id) => {
                    files.insert(id, path);
                }
                Err(error) => {
                    let error = FileError::NotASession(error.to_string());
                    problems.push(Problem { path: path.clone(), error });
                }
            }
        }
    }

    fn is_folder(&self, path: &Path) -> bool {
        matches!(self.disk.look(path), Ok(Some(seen)) if seen.kind == Kind::Folder)
    }

    fn entries(&self, folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
        match self.disk.list(folder) {
            Ok(names) => names.into_iter().map(|name| folder.join(name)).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => {
                problems.push(Problem::new(folder, error));
                Vec::new()
            }
        }
    }
}
