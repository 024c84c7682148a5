//! Readers. They take no lock and never write.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use core_model::{Commit, Session, SessionId, StatusName};
use disk::Kind;

use crate::document::{self, Parsed};
use crate::files;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::pending::Pending;
use crate::problem::{FileError, Problem};

/// A session that was read, and what is not as it should be in its file.
#[derive(Debug)]
pub struct Loaded {
    /// The session.
    pub session: Session,
    /// A newer format, unknown keys, an entry that was cut short.
    pub problems: Vec<Problem>,
}

impl Loaded {
    fn new(parsed: Parsed<Session>, path: &Path) -> Self {
        let problems = parsed.remarks.into_iter().map(Problem::at(path)).collect();
        Self { session: parsed.value, problems }
    }
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

impl Snapshot {
    fn add(&mut self, loaded: Loaded) {
        self.sessions.push(loaded.session);
        self.problems.extend(loaded.problems);
    }
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
    /// Reads what there is. Of two sessions that one change made, both are as before it or both are as after it.
    #[must_use]
    pub fn snapshot(&self, which: Which) -> Snapshot {
        self.snapshot_and_beside(which).0
    }

    /// The same, and the commits that stand beside the sessions and belong to one, or were taken from one by a person: see
    /// [`core_model::bring_home`].
    #[must_use]
    pub fn snapshot_and_beside(&self, which: Which) -> (Snapshot, Vec<Commit>) {
        let mut beside = Vec::new();
        let mut snapshot = Snapshot::default();
        let pending = self.pending(&mut snapshot.problems);
        let mut listed = self.list(which, &pending, &mut snapshot.problems);
        for (id, path) in self.telling(listed.iter()) {
            let loaded = match self.load(id, path, &pending) {
                // Since it was listed, it was completed and moved.
                Err(problem) if problem.is_not_found() => self.read_with(id, &pending).transpose(),
                loaded => Some(loaded),
            };
            let gone = || Err(Problem::new(path, io::Error::from(io::ErrorKind::NotFound)));
            match loaded.unwrap_or_else(gone) {
                Ok(loaded) => snapshot.add(loaded),
                Err(problem) => snapshot.problems.push(problem),
            }
        }
        self.look_for_children(&mut snapshot, &mut listed);
        self.look_again_at_parents(&mut snapshot.sessions);
        snapshot
            .sessions
            .sort_by(|a, b| (a.opening().started_at, a.id()).cmp(&(b.opening().started_at, b.id())));
        match self.read_unassigned() {
            Ok((commits, problems)) => {
                let is_beside = |it: &&Commit| it.session.is_some() || it.assigned_at.is_some();
                beside.extend(commits.iter().filter(is_beside).cloned());
                snapshot.unassigned = self.bring_home(&mut snapshot.sessions, commits);
                snapshot.problems.extend(problems);
            }
            Err(problem) => snapshot.problems.push(problem),
        }
        (snapshot, beside)
    }

    /// Reads one session, with those of its commits that stand beside it. `None`: there is no such session.
    ///
    /// # Errors
    /// [`Problem`] where its file cannot be read.
    pub fn show(&self, id: &SessionId) -> Result<Option<Loaded>, Problem> {
        let Some(mut loaded) = self.read(id)? else { return Ok(None) };
        match self.read_unassigned() {
            Ok((commits, problems)) => {
                self.bring_home(std::slice::from_mut(&mut loaded.session), commits);
                loaded.problems.extend(problems);
            }
            Err(problem) => loaded.problems.push(problem),
        }
        Ok(Some(loaded))
    }

    fn bring_home(&self, sessions: &mut [Session], beside: Vec<Commit>) -> Vec<Commit> {
        core_model::bring_home(sessions, beside, |id| !matches!(self.path_of(id), Ok(None)))
    }

    /// A session may have been resumed between the listing and the reading of it: then its child was not listed. That one
    /// may have been resumed since, too.
    fn look_for_children(&self, snapshot: &mut Snapshot, listed: &mut BTreeMap<SessionId, PathBuf>) {
        let mut at = 0;
        while let Some(session) = snapshot.sessions.get(at) {
            at += 1;
            let Some(child) = session.status().resumed_as().filter(|child| !listed.contains_key(child))
            else {
                continue;
            };
            let child = child.clone();
            match self.read(&child) {
                Ok(Some(loaded)) => snapshot.add(loaded),
                // It was forgotten.
                Ok(None) => {}
                Err(problem) => snapshot.problems.push(problem),
            }
            listed.insert(child.clone(), self.layout.live_file(&child));
        }
    }

    /// A session may have been resumed between the reading of it and of its child: the child was written first.
    fn look_again_at_parents(&self, sessions: &mut [Session]) {
        let parents: Vec<SessionId> = sessions.iter().filter_map(|it| it.opening().parent.clone()).collect();
        for session in sessions.iter_mut().filter(|it| parents.contains(it.id())) {
            if session.status().name() != StatusName::Completed
                && let Ok(Some(loaded)) = self.read(session.id())
            {
                *session = loaded.session;
            }
        }
    }

    /// Reads one session. `None`: there is no such session.
    ///
    /// # Errors
    /// [`Problem`] where its file cannot be read.
    pub fn read(&self, id: &SessionId) -> Result<Option<Loaded>, Problem> {
        // What cannot be read of other changes is told by those who look at everything.
        self.read_with(id, &self.pending(&mut Vec::new()))
    }

    fn read_with(&self, id: &SessionId, pending: &Pending) -> Result<Option<Loaded>, Problem> {
        // Completing moves the file from one folder to the other, possibly between two looks.
        for path in [self.layout.live_file(id), self.layout.archive_file(id)] {
            match self.load(id, &path, pending) {
                Err(problem) if problem.is_not_found() => {}
                other => return other.map(Some),
            }
        }
        let Some(bytes) = pending.instead_of(id, None) else { return Ok(None) };
        let path = self.layout.live_file(id);
        let parsed = document::parse_session_of(id, bytes).map_err(Problem::at(&path))?;
        Ok(Some(Loaded::new(parsed, &path)))
    }

    /// Whether there is a file of this session.
    ///
    /// # Errors
    /// [`Problem`] where that cannot be known.
    pub fn has(&self, id: &SessionId) -> Result<bool, Problem> {
        Ok(self.path_of(id)?.is_some())
    }

    /// The one session that a piece of an id names.
    ///
    /// # Errors
    /// [`FindError`].
    pub fn find(&self, piece: &str) -> Result<SessionId, FindError> {
        // A whole id needs no search, however many others there are.
        if let Ok(id) = piece.parse()
            && self.path_of(&id).map_err(FindError::File)?.is_some()
        {
            return Ok(id);
        }
        let mut problems = Vec::new();
        let pending = self.pending(&mut problems);
        let names = self.list(Which::All, &pending, &mut problems).into_keys();
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

    pub(crate) fn load(&self, id: &SessionId, path: &Path, pending: &Pending) -> Result<Loaded, Problem> {
        let read = || {
            let bytes = files::read_whole(&*self.disk, path, MAX_FILE)?;
            document::parse_session_of(id, pending.instead_of(id, Some(&bytes)).unwrap_or(&bytes))
        };
        let mut parsed = read().map_err(Problem::at(path))?;
        if parsed.is_torn() {
            // It may be an entry that is being added just now.
            parsed = read().map_err(Problem::at(path))?;
        }
        Ok(Loaded::new(parsed, path))
    }

    /// The newest sessions of the archive, as many at most, the newest first: by the day on which each was started. However
    /// many there are, no more are read. What cannot be read is left out.
    #[must_use]
    pub fn newest_archived(&self, most: usize) -> Vec<Session> {
        let mut problems = Vec::new();
        let mut months = self.entries(&self.layout.archive(), &mut problems);
        months.sort();
        let mut newest = Vec::new();
        for month in months.into_iter().rev().filter(|month| self.is_folder(month)) {
            let mut files = BTreeMap::new();
            self.list_folder(&month, &mut files, &mut problems);
            let load = |(id, path): (SessionId, PathBuf)| self.load(&id, &path, &Pending::default()).ok();
            let left = most - newest.len();
            newest.extend(files.into_iter().rev().filter_map(load).take(left).map(|loaded| loaded.session));
            if newest.len() == most {
                break;
            }
        }
        newest.sort_by_key(|session| std::cmp::Reverse(session.opening().started_at));
        newest
    }

    /// Whether there are more sessions than this. No more of them are listed than it takes to know.
    #[must_use]
    pub fn has_more_than(&self, most: usize) -> bool {
        let months = self.entries(&self.layout.archive(), &mut Vec::new());
        let mut count = 0;
        std::iter::once(self.layout.live()).chain(months).any(|folder| {
            count += self.entries(&folder, &mut Vec::new()).len();
            count > most
        })
    }

    /// How many sessions there are.
    #[must_use]
    pub fn count(&self, which: Which) -> usize {
        self.list(which, &Pending::default(), &mut Vec::new()).len()
    }

    /// The sessions that are active or parked, or were just now.
    pub(crate) fn live_ids(&self) -> Vec<SessionId> {
        self.list(Which::Live, &Pending::default(), &mut Vec::new()).into_keys().collect()
    }

    /// The files of the sessions. The archive comes last, so that of a session that is moved just now one file is
    /// seen, and the later one.
    pub(crate) fn list(
        &self,
        which: Which,
        pending: &Pending,
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<SessionId, PathBuf> {
        let new = pending.new_ids().map(|id| (id.clone(), self.layout.live_file(id)));
        let mut files: BTreeMap<SessionId, PathBuf> = new.collect();
        self.list_folder(&self.layout.live(), &mut files, problems);
        if which == Which::All {
            self.list_archive(&mut files, problems);
        }
        files
    }

    /// The files of the sessions in the archive.
    pub(crate) fn list_archive(&self, files: &mut BTreeMap<SessionId, PathBuf>, problems: &mut Vec<Problem>) {
        for month in self.entries(&self.layout.archive(), problems) {
            if self.is_folder(&month) {
                self.list_folder(&month, files, problems);
            }
        }
    }

    pub(crate) fn list_folder(
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

    pub(crate) fn entries(&self, folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
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
