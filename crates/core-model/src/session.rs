//! A session: what it was opened with, what it is now, and what it recorded.

use crate::transition::{self, Outcome, OutcomeKind, Refusal, StatusName, Transition};
use crate::{Entry, Record, SessionId, Text, Time};

/// What kind of worker an author is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorKind {
    /// A human being.
    Person,
    /// A program that works on its own.
    Agent,
}

impl AuthorKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Person, Self::Agent];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Agent => "agent",
        }
    }
}

/// Who works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Person or agent.
    pub kind: AuthorKind,
    /// The name: git's `user.name`, or the agent's.
    pub name: Text,
    /// The agent's own id of its conversation. `None`: a person, or not known.
    pub conversation: Option<Text>,
}

/// Who opened a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// Somebody asked for it.
    Start,
    /// The tool, for a commit that had none. It ends by itself.
    AutoStart,
}

impl MadeBy {
    /// Every maker.
    pub const ALL: [Self; 2] = [Self::Start, Self::AutoStart];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::AutoStart => "auto-start",
        }
    }
}

/// What a session is opened with. Its id and its start never change.
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
}

/// What it is now, with what is true only then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Somebody is working.
    Active,
    /// Put aside.
    Parked(Parked),
    /// Over.
    Completed(Completed),
}

/// Put aside, to be taken up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// When.
    pub at: Time,
    /// Why.
    pub reason: Text,
}

/// Over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// Its last sign of life.
    pub ended_at: Time,
    /// When it was closed: later than its end where nobody said so in time.
    pub closed_at: Time,
    /// The command or hook that closed it.
    pub closed_by: String,
    /// What came of it.
    pub outcome: Outcome,
}

impl Status {
    /// The status alone.
    #[must_use]
    pub fn name(&self) -> StatusName {
        match self {
            Self::Active => StatusName::Active,
            Self::Parked(_) => StatusName::Parked,
            Self::Completed(_) => StatusName::Completed,
        }
    }

    /// Whether the table allows this step; [`transition::step`] is the table.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`].
    pub fn step(&self, id: &SessionId, transition: Transition) -> Result<StatusName, Refusal> {
        let status = self.name();
        transition::step(status, transition).ok_or_else(|| match (status, transition) {
            (StatusName::Parked, Transition::Park) | (StatusName::Completed, Transition::Complete) => {
                Refusal::Already { id: id.clone(), status }
            }
            _ => Refusal::NoSuchStep { id: id.clone(), status, transition },
        })
    }
}

/// All of a session but its record: what stands before the first entry of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What it was opened with.
    pub opening: Opening,
    /// What should be done next, as it was said when it was parked.
    pub next_steps: Vec<Text>,
    status: Status,
}

impl Head {
    /// A session that begins.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        Self { opening, next_steps: Vec::new(), status: Status::Active }
    }

    /// A head as it was kept.
    #[must_use]
    pub fn restore(opening: Opening, next_steps: Vec<Text>, status: Status) -> Self {
        Self { opening, next_steps, status }
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
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    head: Head,
    record: Record,
}

/// An invariant that a session does not keep. Such a session is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("session {id}: {what}")]
pub struct Broken {
    /// The session.
    pub id: SessionId,
    /// What does not hold.
    pub what: String,
}

impl Session {
    /// A session that begins, with nothing recorded.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        Self { head: Head::open(opening), record: Record::default() }
    }

    /// A session as it was kept.
    #[must_use]
    pub fn restore(head: Head, record: Record) -> Self {
        Self { head, record }
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        self.head.id()
    }

    /// What it was opened with, what it is now.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// What it was opened with.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.head.opening
    }

    /// What it is now.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.head.status
    }

    /// What it recorded.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The last sign of life: its last entry, or its start.
    #[must_use]
    pub fn derive_last_sign(&self) -> Time {
        self.record.derive_last_at().map_or(self.opening().started_at, |at| at.max(self.opening().started_at))
    }

    /// The latest moment that it speaks of: no later change may carry an earlier time.
    #[must_use]
    pub fn derive_latest(&self) -> Time {
        let sign = self.derive_last_sign();
        match self.status() {
            Status::Active => sign,
            Status::Parked(parked) => sign.max(parked.at),
            Status::Completed(completed) => sign.max(completed.closed_at),
        }
    }

    /// Records what happened.
    ///
    /// # Errors
    /// [`Refusal::NotActive`].
    pub fn record_entry(&mut self, entry: Entry) -> Result<(), Refusal> {
        self.head.takes_entries()?;
        self.record.push(entry);
        Ok(())
    }

    /// Joins its heartbeats into spans: see [`Record::fold_heartbeats`].
    pub fn fold_heartbeats(&mut self) {
        self.record.fold_heartbeats();
    }

    /// Puts it aside. Next steps replace those that stood there, unless there are none.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`].
    pub fn park(&mut self, reason: Text, next_steps: Vec<Text>, now: Time) -> Result<(), Refusal> {
        self.head.status.step(self.id(), Transition::Park)?;
        self.head.status = Status::Parked(Parked { at: now, reason });
        if !next_steps.is_empty() {
            self.head.next_steps = next_steps;
        }
        Ok(())
    }

    /// Ends it because somebody said so: an active session ends now, a parked one when it was parked.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`].
    pub fn complete(&mut self, outcome: Outcome, by: &str, now: Time) -> Result<(), Refusal> {
        let ended_at = match self.status() {
            Status::Parked(parked) => parked.at,
            Status::Active | Status::Completed(_) => now,
        };
        self.end(Transition::Complete, outcome, by, ended_at, now)
    }

    /// Ends it because it showed no sign of life: it ended at its last one.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`].
    pub fn close(&mut self, by: &str, now: Time) -> Result<(), Refusal> {
        let outcome = Outcome { kind: OutcomeKind::Stale, note: None };
        self.end(Transition::Close, outcome, by, self.derive_last_sign(), now)
    }

    fn end(
        &mut self,
        transition: Transition,
        outcome: Outcome,
        by: &str,
        ended_at: Time,
        now: Time,
    ) -> Result<(), Refusal> {
        self.head.status.step(self.id(), transition)?;
        self.head.status =
            Status::Completed(Completed { ended_at, closed_at: now, closed_by: by.to_owned(), outcome });
        Ok(())
    }

    /// Checks that its times are in order.
    ///
    /// # Errors
    /// [`Broken`] names the first thing that does not hold.
    pub fn check(&self) -> Result<(), Broken> {
        let broken = |what: &str| Err(Broken { id: self.id().clone(), what: what.to_owned() });
        let started = self.opening().started_at;
        match self.status() {
            Status::Active => Ok(()),
            Status::Parked(parked) if parked.at < started => broken("it was parked before it started"),
            Status::Completed(over) if over.ended_at < started => broken("it ended before it started"),
            Status::Completed(over) if over.closed_at < over.ended_at => {
                broken("it was closed before it ended")
            }
            Status::Parked(_) | Status::Completed(_) => Ok(()),
        }
    }

    /// Checks that this may follow `before`: same session, nothing recorded is gone, and what is completed stays
    /// as it is.
    ///
    /// # Errors
    /// [`Broken`] names the first thing that does not hold.
    pub fn check_follows(&self, before: &Self) -> Result<(), Broken> {
        let broken = |what: &str| Err(Broken { id: before.id().clone(), what: what.to_owned() });
        let (old, new) = (&before.record, &self.record);
        if self.id() != before.id() || self.opening().started_at != before.opening().started_at {
            return broken("its id and its start cannot change");
        }
        if matches!(before.status(), Status::Completed(_)) && self.status() != before.status() {
            return broken("a completed session cannot change");
        }
        if !new.commits.starts_with(&old.commits)
            || !new.events.starts_with(&old.events)
            || !new.decisions.starts_with(&old.decisions)
        {
            return broken("what was recorded can only be added to");
        }
        self.check()
    }
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
