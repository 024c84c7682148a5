//! The head of a session: all of it but its tasks, its questions and its record.

use crate::transition::{Refusal, StatusName};
use crate::{Author, MadeBy, Owner, SessionId, Status, Text, Time};

/// What a session is opened with. What it is for, its tags and who holds it can be said anew; nothing else of it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its name.
    pub id: SessionId,
    /// The project: the repository's name.
    pub project: String,
    /// What it is for.
    pub intent: Text,
    /// When it began.
    pub started_at: Time,
    /// The branch it began on. `None`: a detached HEAD.
    pub branch: Option<String>,
    /// The worktree's name: `main`, or git's name of a linked one.
    pub worktree: String,
    /// Who works.
    pub author: Author,
    /// Who opened it.
    pub made_by: MadeBy,
    /// Words to find it by.
    pub tags: Vec<Text>,
    /// The process that holds it. `None`: none is known.
    pub owner: Option<Owner>,
    /// The part of the project's roadmap that it is for. `None`: none was named.
    pub roadmap: Option<Text>,
    /// The session that it goes on with. `None`: it goes on with none.
    pub parent: Option<SessionId>,
}

/// What somebody says of the present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Since when it holds.
    pub at: Time,
    /// What was said.
    pub text: Text,
}

/// All of a session but its tasks, its questions and its record: what stands before the first entry of its file, and is
/// read by every hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it was opened with.
    pub opening: Opening,
    /// What should be done next.
    pub next_steps: Vec<Text>,
    /// What it does just now. `None`: it was not said.
    pub activity: Option<Said>,
    /// Why it waits for a person. `None`: it does not.
    pub awaiting: Option<Said>,
    /// When anything of it but its record was changed last. No later change carries an earlier time.
    pub changed_at: Time,
    /// What it is now.
    pub status: Status,
}

impl Head {
    /// A session that begins.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        let changed_at = opening.started_at;
        Self {
            opening,
            next_steps: Vec::new(),
            activity: None,
            awaiting: None,
            changed_at,
            status: Status::Active,
        }
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        &self.opening.id
    }

    /// What it is now.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Its last sign of life, when `last_entry` is the time of the last thing that it recorded: a session that is not
    /// active gave it before it was parked or closed.
    #[must_use]
    pub fn derive_last_sign(&self, last_entry: Option<Time>) -> Time {
        match &self.status {
            Status::Active => last_entry.map_or(self.changed_at, |at| at.max(self.changed_at)),
            Status::Parked(parked) => parked.stopped_at,
            Status::Completed(over) => over.ended_at,
        }
    }

    /// Whether it takes entries.
    ///
    /// # Errors
    /// [`Refusal::NotActive`].
    pub fn takes_entries(&self) -> Result<(), Refusal> {
        match &self.status {
            Status::Active => Ok(()),
            Status::Parked(_) | Status::Completed(_) => {
                Err(Refusal::NotActive { id: self.id().clone(), status: self.status.name() })
            }
        }
    }

    /// Whether anything of it may still change.
    ///
    /// # Errors
    /// [`Refusal::Over`].
    pub fn is_not_over(&self) -> Result<(), Refusal> {
        match self.status.name() {
            StatusName::Active | StatusName::Parked => Ok(()),
            StatusName::Completed => Err(Refusal::Over { id: self.id().clone() }),
        }
    }
}
