//! Why a use case did not do what was asked. The edge turns it into a message, a hint and an exit code.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use core_model::{Head, ParseIdError, SessionId, TaskError, TextError};

use crate::hook::progress::ProgressError;

/// What can go wrong, by what the user can do about it.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no repository here, or none that may be read.
    #[error(transparent)]
    Discover(#[from] git::DiscoverError),
    /// The history cannot be read or written.
    #[error(transparent)]
    History(#[from] git::HistoryError),
    /// HEAD cannot be read.
    #[error(transparent)]
    Head(#[from] git::HeadError),
    /// It cannot be said whether git tracks the store.
    #[error(transparent)]
    Tracks(#[from] git::TrackedError),
    /// git does not say where its hooks lie.
    #[error(transparent)]
    Ask(#[from] git::AskError),
    /// The register of repositories cannot be read.
    #[error(transparent)]
    Register(#[from] register::RegisterError),
    /// The store is not one that may be written.
    #[error(transparent)]
    Open(#[from] store::OpenError),
    /// The store's folder is part of a commit: whoever clones the repository would write our record.
    #[error("{} is tracked by git", .path.display())]
    Tracked {
        /// The folder.
        path: PathBuf,
    },
    /// The settings cannot be read.
    #[error("the settings cannot be read: {0}")]
    Config(Arc<config::ConfigError>),
    /// What was typed is no setting, or no value of one.
    #[error(transparent)]
    Setting(#[from] config::SettingError),
    /// A setting was not changed.
    #[error(transparent)]
    Configure(#[from] config::EditError),
    /// A project has no setting of this name.
    #[error("{0} is not set")]
    NotSet(String),
    /// The system does not say where the user's settings are.
    #[error("the system does not say where your own settings are")]
    NoUserFile,
    /// A text was not taken.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The tasks of a session that should begin do not go together.
    #[error(transparent)]
    Tasks(#[from] TaskError),
    /// No session is active in this worktree.
    #[error("no session is active in this worktree")]
    NoneHere {
        /// Those that are parked here.
        parked: Vec<SessionId>,
    },
    /// More than one is active in this worktree.
    #[error("{} sessions are at work in this worktree", .sessions.len())]
    ManyHere {
        /// They.
        sessions: Vec<AtWork>,
    },
    /// Nothing is parked in this worktree.
    #[error("no session is parked in this worktree")]
    NoneParked {
        /// Those that are parked in others.
        elsewhere: Vec<AtWork>,
    },
    /// More than one is parked in this worktree.
    #[error("{} sessions are parked in this worktree", .sessions.len())]
    ManyParked {
        /// They.
        sessions: Vec<AtWork>,
    },
    /// The process that should hold the session is not there.
    #[error("there is no process {0}")]
    NoProcess(u32),
    /// What was given as an outcome is a session.
    #[error("`{0}` is a session, and stands where the outcome belongs")]
    OutcomeIsSession(String),
    /// There are more than are taken.
    #[error("there are {count} {what}; at most {limit} are taken")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many are taken.
        limit: usize,
    },
    /// What the environment names is no session's id.
    #[error("{}: {}", config::env::SESSION, .0)]
    Variable(ParseIdError),
    /// The session that was named is not there.
    #[error(transparent)]
    Find(#[from] store::FindError),
    /// A step back from the current session that leads before the first.
    #[error("there is no session `{asked}`: this worktree has {count}")]
    TooFarBack {
        /// What was typed.
        asked: String,
        /// How many sessions the worktree has.
        count: usize,
    },
    /// A conversation that has a session should go on with another one.
    #[error("this conversation has session {0} already, so it goes on with no other")]
    HasSession(SessionId),
    /// No session could be opened.
    #[error(transparent)]
    Create(#[from] store::CreateError),
    /// Nothing is known of a project of this name.
    #[error("there is no project `{}`", core_model::shorten(.0, 60))]
    NoProject(String),
    /// What is kept of a project was not changed.
    #[error(transparent)]
    Project(#[from] store::ProjectError),
    /// A session was not changed.
    #[error(transparent)]
    Change(#[from] store::ChangeError),
    /// A session's file cannot be read.
    #[error("cannot read {0}")]
    Unreadable(store::Problem),
    /// An export was not made.
    #[error(transparent)]
    Export(#[from] crate::export::ExportError),
    /// A report was not made.
    #[error(transparent)]
    Report(#[from] crate::report::ReportError),
    /// No such commit is known.
    #[error(transparent)]
    Commit(git::ResolveError),
    /// What was named is neither.
    #[error("there is no session and no commit `{}`", core_model::shorten(.0, 60))]
    Neither(String),
    /// A session was asked for by a commit that belongs to none.
    #[error("commit {} belongs to no session", core_model::shorten(.sha, 12))]
    OfNone {
        /// The commit.
        sha: String,
    },
    /// Which sessions are meant is not understood.
    #[error(transparent)]
    Filter(#[from] crate::filter::FilterError),
    /// What was to be searched for has no word in it.
    #[error("there is nothing to search for: a word has a letter or a number in it")]
    NothingToLookFor,
    /// It is not known who wrote a file.
    #[error(transparent)]
    Blame(#[from] git::BlameError),
    /// A commit cannot be read.
    #[error(transparent)]
    CommitUnreadable(git::CommitError),
    /// What stands beside the sessions was not written.
    #[error(transparent)]
    Unassigned(#[from] store::UnassignedError),
    /// What should be forgotten is not taken.
    #[error(transparent)]
    Forget(#[from] crate::forget::ForgetError),
    /// Nothing was taken in.
    #[error(transparent)]
    Import(#[from] crate::import::ImportError),
    /// It cannot be noted from where on commits are recorded.
    #[error(transparent)]
    Progress(#[from] ProgressError),
    /// The path of the program is not known.
    #[error("the system does not say where this program lies")]
    Program(#[source] io::Error),
    /// The hooks cannot be put in.
    #[error(transparent)]
    Install(#[from] hooks::InstallError),
    /// The hooks cannot be taken out.
    #[error(transparent)]
    Uninstall(#[from] hooks::UninstallError),
    /// The system gives no random bits.
    #[error("the system gives no random bits for an id")]
    Random(#[source] io::Error),
}

/// A session that is at work, so that a person can tell it from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtWork {
    /// Its name.
    pub id: SessionId,
    /// What it is for.
    pub intent: String,
    /// Who works.
    pub author: String,
}

impl From<&Head> for AtWork {
    fn from(head: &Head) -> Self {
        let opening = &head.opening;
        Self {
            id: opening.id.clone(),
            intent: opening.intent.to_string(),
            author: opening.author.name.to_string(),
        }
    }
}

/// An error with its causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
