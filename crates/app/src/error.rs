//! Why a use case did not do what was asked. The edge turns it into a message, a hint and an exit code.

use std::io;
use std::path::PathBuf;

use core_model::{ParseIdError, SessionId, TextError};

/// What can go wrong, by what the user can do about it.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no repository here, or none that may be read.
    #[error(transparent)]
    Discover(#[from] git::DiscoverError),
    /// HEAD cannot be read.
    #[error(transparent)]
    Head(#[from] git::HeadError),
    /// It cannot be said whether git tracks the store.
    #[error(transparent)]
    Tracks(#[from] git::TrackedError),
    /// git does not say where its hooks lie.
    #[error(transparent)]
    Ask(#[from] git::AskError),
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
    #[error("the settings cannot be read")]
    Config(#[from] config::ConfigError),
    /// A text was not taken.
    #[error(transparent)]
    Text(#[from] TextError),
    /// No session is active in this worktree.
    #[error("no session is active in this worktree")]
    NoneHere {
        /// Those that are parked here.
        parked: Vec<SessionId>,
    },
    /// More than one is active in this worktree.
    #[error("{} sessions are active in this worktree: {}", .ids.len(), list(.ids))]
    ManyHere {
        /// They.
        ids: Vec<SessionId>,
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
    /// No session could be opened.
    #[error(transparent)]
    Create(#[from] store::CreateError),
    /// Nothing was added to a session.
    #[error(transparent)]
    Append(#[from] store::AppendError),
    /// A session was not changed.
    #[error(transparent)]
    Update(#[from] store::UpdateError),
    /// A session's file cannot be read.
    #[error("cannot read {0}")]
    Unreadable(store::Problem),
    /// A lock was not had.
    #[error(transparent)]
    Lock(#[from] store::LockError),
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

fn list(ids: &[SessionId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
