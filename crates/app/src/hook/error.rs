//! Why a hook did not do its work. It is read in the log alone.

use store::{ChangeError, CreateError, FileError, LedgerError, UnassignedError};

use super::progress::ProgressError;

/// What is said of a hook that was made to end.
pub(super) const OUT_OF_TIME: &str =
    "gave up after 250 ms; what is left is recorded by the next hook, or by `git session reconcile`";

/// Why a hook did not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum HookError {
    #[error(transparent)]
    Head(#[from] git::HeadError),
    #[error(transparent)]
    Tracks(#[from] git::TrackedError),
    #[error(transparent)]
    Reflog(#[from] git::ReflogError),
    #[error("{} is tracked by git, so nothing is recorded", .0.display())]
    Tracked(std::path::PathBuf),
    #[error(transparent)]
    Open(#[from] store::OpenError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Progress(#[from] ProgressError),
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Create(#[from] CreateError),
    #[error(transparent)]
    Unassigned(#[from] UnassignedError),
    #[error(transparent)]
    Commit(#[from] git::CommitError),
    #[error(transparent)]
    Ask(#[from] git::AskError),
    #[error("the message {} cannot be read or written", .path.display())]
    Message { path: std::path::PathBuf, source: std::io::Error },
    #[error("the system gives no random bits for an id")]
    Random(#[source] std::io::Error),
    #[error("{OUT_OF_TIME}")]
    OutOfTime,
    #[error("commit {sha} is left to the next hook")]
    Later { sha: String, source: Box<HookError> },
}

impl HookError {
    /// The same, where it may pass: the commit is left to the next hook.
    pub(super) fn for_later(self, sha: &str) -> Self {
        if self.may_pass() { Self::Later { sha: sha.to_owned(), source: Box::new(self) } } else { self }
    }

    /// Whether it may be over by the next time: a lock that somebody held, a disk that was full or not to be written.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::OutOfTime | Self::Ask(git::AskError::TooLong { .. }) => true,
            Self::Ledger(LedgerError::Lock(_))
            | Self::Progress(ProgressError::Ledger(LedgerError::Lock(_)))
            | Self::Change(ChangeError::Lock(_))
            | Self::Create(CreateError::Lock(_))
            | Self::Unassigned(UnassignedError::Lock(_)) => true,
            Self::Change(ChangeError::File(problem))
            | Self::Create(CreateError::File(problem))
            | Self::Unassigned(UnassignedError::File(problem)) => matches!(problem.error, FileError::Io(_)),
            _ => false,
        }
    }
}
