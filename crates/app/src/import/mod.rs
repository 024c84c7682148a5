//! Taking in sessions from elsewhere: from the dashboard that came before, and from what git-session wrote out.
//!
//! Each session is taken in by itself. One that is here already stays as it is, and one that fails stops no other.
//! Whatever has no place here is named in the answer.

mod after;
mod config;
mod gather;
mod intake;
mod project;

use std::io;
use std::path::{Path, PathBuf};

use core_model::{SessionId, StatusName, Time};

use crate::error::AppError;
use crate::workspace::Workspace;
use gather::Gathered;
use intake::Intake;

/// What is to be taken in.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Files and folders, as they were typed.
    pub paths: Vec<PathBuf>,
    /// What they are. `None`: they say it themselves.
    pub from: Option<From>,
    /// The sessions of this project alone. `None`: those of all.
    pub project: Option<String>,
    /// Whether to say what would be done, and do nothing.
    pub dry_run: bool,
}

/// Where sessions come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The dashboard that came before.
    Predecessor,
    /// What git-session wrote out.
    Json,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files that were read, with what they are.
    pub files: Vec<(String, &'static str)>,
    /// The files that were not read because nothing is kept in them.
    pub skipped: Vec<NotRead>,
    /// The sessions, in the order in which they stood.
    pub sessions: Vec<ImportedSession>,
    /// Commits that belong to no session.
    pub unassigned: ImportedCommits,
    /// What people said of projects.
    pub projects: Vec<ImportedProject>,
    /// What is left over since nothing here has a place for it.
    pub leftovers: Vec<LeftOver>,
    /// Commands that set here what was set there.
    pub suggestions: Vec<String>,
    /// What is not as it should be in a file: of a session, that stands in it as an event.
    pub remarks: Vec<NotRead>,
    /// What was not taken in.
    pub problems: Vec<NotRead>,
    /// How many sessions are of other projects than the one that was asked for.
    pub left_out: usize,
    /// The active sessions that are new, and that nobody seems to work on.
    pub stale: Vec<SessionId>,
    /// The active sessions that are new, and at work in a worktree that is here: commits made there may go to them.
    pub at_work: Vec<(SessionId, String)>,
    /// What did not stop it, and should be known.
    pub warnings: Vec<String>,
}

/// A session that was to be taken in.
#[derive(Debug)]
pub struct ImportedSession {
    /// Its name here.
    pub id: SessionId,
    /// Its name there. `None`: it has the same name.
    pub old_id: Option<String>,
    /// The file that it stood in.
    pub path: String,
    /// Its project.
    pub project: String,
    /// What it is for.
    pub intent: String,
    /// What it is.
    pub status: StatusName,
    /// Its last sign of life.
    pub last_sign: Time,
    /// The fields of which something is kept as an event, since it has no such field.
    pub kept_as_events: Vec<String>,
    /// What became of it.
    pub taken: Taken,
}

/// What became of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is new here.
    New,
    /// It is here already, and is the same.
    Same,
    /// It is here already, and is another: that one stays.
    Other,
    /// It was not taken in.
    Failed(String),
}

/// Commits that belong to no session.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportedCommits {
    /// How many are new here.
    pub new: usize,
    /// How many are here already, in a session or in none.
    pub same: usize,
}

/// What people said of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedProject {
    /// Its name.
    pub name: String,
    /// Whether any of it is new here.
    pub is_new: bool,
}

/// A file, and why it is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// The file.
    pub path: String,
    /// Why.
    pub why: String,
}

/// A value that has no place here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// The file.
    pub path: String,
    /// The field.
    pub field: String,
    /// The value.
    pub value: String,
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A path cannot be read.
    #[error("cannot read {}", .path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A path leads to something else.
    #[error("{} is neither a file nor a folder", .0.display())]
    NotAFile(PathBuf),
    /// There is no file that is known in a folder.
    #[error("there is nothing to import in {}: neither an export of git-session nor a file of the dashboard", .0.display())]
    Nothing(PathBuf),
    /// A file is nothing that is known.
    #[error("{} is neither an export of git-session nor a file of the dashboard: {why}", .path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// Why it is no export.
        why: String,
    },
    /// There is more than is read at once.
    #[error("there is more than is imported at once, from {} on", .0.display())]
    TooMuch(PathBuf),
}

impl NotRead {
    fn new(path: &Path, why: &str) -> Self {
        Self { path: path.display().to_string(), why: why.to_owned() }
    }
}

impl Imported {
    /// How many sessions became what.
    #[must_use]
    pub fn count(&self, is_meant: impl Fn(&Taken) -> bool) -> usize {
        self.sessions.iter().filter(|session| is_meant(&session.taken)).count()
    }
}

impl Workspace {
    /// Takes in what these files and folders hold.
    ///
    /// # Errors
    /// [`AppError::Import`] where a path cannot be read or holds nothing that is known; [`AppError::Open`],
    /// [`AppError::Tracked`], [`AppError::Config`]. Then nothing was taken in. Whatever else goes wrong is an answer.
    pub fn import(&self, asked: &Import) -> Result<Imported, AppError> {
        let gathered = Gathered::read(&self.edge.cwd, &asked.paths, asked.from)?;
        let store = if asked.dry_run { self.store_to_read()? } else { Some(self.store_or_make()?) };
        let mut intake = Intake::new(self, store, asked);
        intake.take(gathered);
        Ok(intake.finish())
    }
}
