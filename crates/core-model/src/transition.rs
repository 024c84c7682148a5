//! The closed table of a session's status. What it does not list is refused.

use std::fmt;

use crate::{QuestionError, SessionId, TaskError, Text};

/// The status alone, without what is true only in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusName {
    /// Somebody is working.
    Active,
    /// Put aside, to be taken up again.
    Parked,
    /// Over.
    Completed,
}

impl StatusName {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Active, Self::Parked, Self::Completed];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Parked => "parked",
            Self::Completed => "completed",
        }
    }
}

impl fmt::Display for StatusName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What can be asked of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// Put it aside.
    Park,
    /// Go on with it in a child: the parent completes as resumed.
    Resume,
    /// End it, with what came of it.
    Complete,
    /// End it for want of a sign of life.
    Close,
}

impl Transition {
    /// Every transition.
    pub const ALL: [Self; 4] = [Self::Park, Self::Resume, Self::Complete, Self::Close];

    /// The verb, as a person types it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Park => "park",
            Self::Resume => "resume",
            Self::Complete => "complete",
            Self::Close => "close",
        }
    }
}

/// Why the model does not do what was asked. The state it names does not allow it; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The table has no such step.
    #[error("session {id} is {status}, so it cannot be {}", past(*.transition))]
    NoSuchStep {
        /// The session.
        id: SessionId,
        /// What it is.
        status: StatusName,
        /// What was asked.
        transition: Transition,
    },
    /// It is what it should become.
    #[error("session {id} is {status} already")]
    Already {
        /// The session.
        id: SessionId,
        /// What it is.
        status: StatusName,
    },
    /// Another resume was quicker.
    #[error("session {id} was resumed already: {child} goes on with it")]
    Resumed {
        /// The session.
        id: SessionId,
        /// The session that goes on with it.
        child: SessionId,
    },
    /// Only an active session takes entries.
    #[error("session {id} is {status}: only an active session records what happens")]
    NotActive {
        /// The session.
        id: SessionId,
        /// What it is.
        status: StatusName,
    },
    /// What is over stays as it is.
    #[error("session {id} is completed: it stays as it is")]
    Over {
        /// The session.
        id: SessionId,
    },
    /// Only what is over is continued; what is parked is resumed.
    #[error("session {id} is {status}: only a completed session is continued by another")]
    NotOver {
        /// The session.
        id: SessionId,
        /// What it is.
        status: StatusName,
    },
    /// Its tasks do not allow it.
    #[error("session {id}: {error}")]
    Task {
        /// The session.
        id: SessionId,
        /// Why.
        error: TaskError,
    },
    /// Its questions do not allow it.
    #[error("session {id}: {error}")]
    Question {
        /// The session.
        id: SessionId,
        /// Why.
        error: QuestionError,
    },
    /// There would be more than are taken.
    #[error("session {id}: at most {limit} {what} are taken")]
    Full {
        /// The session.
        id: SessionId,
        /// What there is too much of.
        what: &'static str,
        /// How many are taken.
        limit: usize,
    },
}

impl Refusal {
    /// The session that it is about.
    #[must_use]
    pub fn session(&self) -> &SessionId {
        match self {
            Self::NoSuchStep { id, .. }
            | Self::Already { id, .. }
            | Self::Resumed { id, .. }
            | Self::NotActive { id, .. }
            | Self::Over { id }
            | Self::NotOver { id, .. }
            | Self::Task { id, .. }
            | Self::Question { id, .. }
            | Self::Full { id, .. } => id,
        }
    }
}

fn past(transition: Transition) -> &'static str {
    match transition {
        Transition::Park => "parked",
        Transition::Resume => "resumed",
        Transition::Complete => "completed",
        Transition::Close => "closed as stale",
    }
}

/// Where a transition leads. `None`: refused.
#[must_use]
pub fn step(from: StatusName, transition: Transition) -> Option<StatusName> {
    use StatusName::{Active, Completed, Parked};
    match (from, transition) {
        (Active, Transition::Park) => Some(Parked),
        (Active, Transition::Complete | Transition::Close) => Some(Completed),
        (Active, Transition::Resume) => None,
        (Parked, Transition::Complete | Transition::Resume) => Some(Completed),
        (Parked, Transition::Park | Transition::Close) => None,
        (Completed, Transition::Park | Transition::Resume | Transition::Complete | Transition::Close) => None,
    }
}

/// What came of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub kind: OutcomeKind,
    /// What was said of it. `None`: nothing.
    pub note: Option<Text>,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeKind {
    /// It was said to be done.
    Done,
    /// A child goes on with it.
    ResumedAs(SessionId),
    /// It was given up.
    Abandoned,
    /// It showed no sign of life and was closed.
    Stale,
}

/// How a session ended, without what is true only of one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeName {
    /// [`OutcomeKind::Done`]
    Done,
    /// [`OutcomeKind::ResumedAs`]
    Resumed,
    /// [`OutcomeKind::Abandoned`]
    Abandoned,
    /// [`OutcomeKind::Stale`]
    Stale,
}

impl OutcomeName {
    /// Every end.
    pub const ALL: [Self; 4] = [Self::Done, Self::Resumed, Self::Abandoned, Self::Stale];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Resumed => "resumed",
            Self::Abandoned => "abandoned",
            Self::Stale => "stale",
        }
    }
}

impl OutcomeKind {
    /// The end alone.
    #[must_use]
    pub fn name(&self) -> OutcomeName {
        match self {
            Self::Done => OutcomeName::Done,
            Self::ResumedAs(_) => OutcomeName::Resumed,
            Self::Abandoned => OutcomeName::Abandoned,
            Self::Stale => OutcomeName::Stale,
        }
    }

    /// The word that stands in files and in output. Which session goes on with it is said beside it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.name().as_str()
    }

    /// The session that goes on with it. `None`: it ended otherwise.
    #[must_use]
    pub fn resumed_as(&self) -> Option<&SessionId> {
        match self {
            Self::ResumedAs(child) => Some(child),
            Self::Done | Self::Abandoned | Self::Stale => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_closed() {
        let mut table = String::new();
        for from in StatusName::ALL {
            for transition in Transition::ALL {
                let to = step(from, transition).map_or("refused", StatusName::as_str);
                table += &format!("{:<9}  {:<8}  {to}\n", from.as_str(), transition.as_str());
            }
        }
        insta::assert_snapshot!(table, @r"
        active     park      parked
        active     resume    refused
        active     complete  completed
        active     close     completed
        parked     park      refused
        parked     resume    completed
        parked     complete  completed
        parked     close     refused
        completed  park      refused
        completed  resume    refused
        completed  complete  refused
        completed  close     refused
        ");
    }
}
