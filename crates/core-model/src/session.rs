//! A session: its head, its tasks, its questions, and what it recorded.

use crate::transition::{Outcome, OutcomeKind, Refusal, Transition};
use crate::{
    Completed, Entry, Head, Opening, Owner, Parked, QuestionError, Questions, Record, Said, SessionId,
    Status, TaskError, TaskStatus, Tasks, Text, Time,
};

/// How many next steps a session may have.
pub const MOST_STEPS: usize = 32;

/// How many tags a session may have.
pub const MOST_TAGS: usize = 32;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub(crate) head: Head,
    pub(crate) tasks: Tasks,
    pub(crate) questions: Questions,
    pub(crate) record: Record,
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
        Self::restore(Head::open(opening), Tasks::default(), Questions::default(), Record::default())
    }

    /// A session as it was kept. Its record is put in the order of time, so that it is the same when it was written and
    /// read again.
    #[must_use]
    pub fn restore(head: Head, tasks: Tasks, questions: Questions, mut record: Record) -> Self {
        record.put_in_order();
        Self { head, tasks, questions, record }
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

    /// What there is to do.
    #[must_use]
    pub fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// What was asked.
    #[must_use]
    pub fn questions(&self) -> &Questions {
        &self.questions
    }

    /// What it recorded.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The last sign of life: see [`Head::derive_last_sign`].
    #[must_use]
    pub fn derive_last_sign(&self) -> Time {
        self.head.derive_last_sign(self.record.derive_last_at())
    }

    /// The latest moment that it speaks of: no later change may carry an earlier time.
    #[must_use]
    pub fn derive_latest(&self) -> Time {
        let changed = self.head.changed_at;
        let said = self.record.derive_last_at().map_or(changed, |at| at.max(changed));
        match self.status() {
            Status::Active => said,
            Status::Parked(parked) => said.max(parked.at),
            Status::Completed(completed) => said.max(completed.closed_at),
        }
    }

    /// Notes when it was changed. Whoever writes a change calls this, once.
    pub fn stamp(&mut self, now: Time) {
        self.head.changed_at = now;
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

    /// Says what it is for.
    ///
    /// # Errors
    /// [`Refusal::Over`].
    pub fn set_intent(&mut self, intent: Text) -> Result<(), Refusal> {
        self.head.is_not_over()?;
        self.head.opening.intent = intent;
        Ok(())
    }

    /// Says which part of the project's roadmap it is for. `None`: none.
    ///
    /// # Errors
    /// [`Refusal::Over`].
    pub fn set_roadmap(&mut self, item: Option<Text>) -> Result<(), Refusal> {
        self.head.is_not_over()?;
        self.head.opening.roadmap = item;
        Ok(())
    }

    /// Says which process holds it. `None`: none does.
    ///
    /// # Errors
    /// [`Refusal::NotActive`].
    pub fn hold(&mut self, owner: Option<Owner>) -> Result<(), Refusal> {
        self.head.takes_entries()?;
        self.head.opening.owner = owner;
        Ok(())
    }

    /// Adds tags and takes tags away. One that is there is not added again.
    ///
    /// # Errors
    /// [`Refusal::Over`]; [`Refusal::Full`] beyond [`MOST_TAGS`].
    pub fn tag(&mut self, add: &[Text], remove: &[Text]) -> Result<(), Refusal> {
        self.head.is_not_over()?;
        let mut tags = self.head.opening.tags.clone();
        tags.retain(|tag| !remove.contains(tag));
        for tag in add {
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
        }
        if tags.len() > MOST_TAGS {
            return Err(Refusal::Full { id: self.id().clone(), what: "tags", limit: MOST_TAGS });
        }
        self.head.opening.tags = tags;
        Ok(())
    }

    /// Says what should be done next: in place of what stood there, or after it. A step that stands there already is not
    /// added again.
    ///
    /// # Errors
    /// [`Refusal::Over`]; [`Refusal::Full`] beyond [`MOST_STEPS`].
    pub fn plan_next(&mut self, steps: Vec<Text>, keep: bool) -> Result<(), Refusal> {
        self.head.is_not_over()?;
        let mut next = if keep { self.head.next_steps.clone() } else { Vec::new() };
        for step in steps {
            if !next.contains(&step) {
                next.push(step);
            }
        }
        if next.len() > MOST_STEPS {
            return Err(Refusal::Full { id: self.id().clone(), what: "next steps", limit: MOST_STEPS });
        }
        self.head.next_steps = next;
        Ok(())
    }

    /// Says what it does just now. `None`: nothing in particular.
    ///
    /// # Errors
    /// [`Refusal::NotActive`].
    pub fn set_activity(&mut self, text: Option<Text>, now: Time) -> Result<(), Refusal> {
        self.head.takes_entries()?;
        self.head.activity = text.map(|text| Said { at: now, text });
        Ok(())
    }

    /// Says that it waits for a person, and why. `None`: it goes on.
    ///
    /// # Errors
    /// [`Refusal::NotActive`].
    pub fn set_awaiting(&mut self, reason: Option<Text>, now: Time) -> Result<(), Refusal> {
        self.head.takes_entries()?;
        self.head.awaiting = reason.map(|text| Said { at: now, text });
        Ok(())
    }

    /// Adds tasks, all or none; their ids are the answer.
    ///
    /// # Errors
    /// [`Refusal::Over`], [`Refusal::Task`].
    pub fn add_tasks(&mut self, subjects: &[Text], now: Time) -> Result<Vec<String>, Refusal> {
        self.change_tasks(|tasks| subjects.iter().map(|subject| tasks.add(subject.clone(), now)).collect())
    }

    /// Moves a task; its id is the answer.
    ///
    /// # Errors
    /// [`Refusal::Over`], [`Refusal::Task`].
    pub fn move_task(&mut self, asked: &str, to: TaskStatus, now: Time) -> Result<String, Refusal> {
        self.change_tasks(|tasks| tasks.set_status(asked, to, now))
    }

    /// Renames a task; its id is the answer.
    ///
    /// # Errors
    /// [`Refusal::Over`], [`Refusal::Task`].
    pub fn rename_task(&mut self, asked: &str, subject: Text, now: Time) -> Result<String, Refusal> {
        self.change_tasks(|tasks| tasks.rename(asked, subject, now))
    }

    fn change_tasks<T>(
        &mut self,
        change: impl FnOnce(&mut Tasks) -> Result<T, TaskError>,
    ) -> Result<T, Refusal> {
        self.head.is_not_over()?;
        let mut tasks = self.tasks.clone();
        let done = change(&mut tasks).map_err(|error| Refusal::Task { id: self.id().clone(), error })?;
        self.tasks = tasks;
        Ok(done)
    }

    /// Asks a question; its id is the answer.
    ///
    /// # Errors
    /// [`Refusal::Over`], [`Refusal::Question`].
    pub fn ask(&mut self, text: Text, now: Time) -> Result<String, Refusal> {
        self.change_questions(|questions| questions.ask(text, now))
    }

    /// Answers a question; its id is the answer.
    ///
    /// # Errors
    /// [`Refusal::Over`], [`Refusal::Question`].
    pub fn answer(&mut self, asked: &str, text: Text, now: Time) -> Result<String, Refusal> {
        self.change_questions(|questions| questions.answer(asked, text, now))
    }

    fn change_questions<T>(
        &mut self,
        change: impl FnOnce(&mut Questions) -> Result<T, QuestionError>,
    ) -> Result<T, Refusal> {
        self.head.is_not_over()?;
        let id = self.id().clone();
        change(&mut self.questions).map_err(|error| Refusal::Question { id, error })
    }

    /// Puts it aside because somebody said so. Next steps come after those that stand there.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`], [`Refusal::Already`]; [`Refusal::Full`] beyond [`MOST_STEPS`].
    pub fn park(&mut self, reason: Text, next_steps: Vec<Text>, now: Time) -> Result<(), Refusal> {
        self.head.status.step(self.id(), Transition::Park)?;
        self.plan_next(next_steps, true)?;
        self.head.status = Status::Parked(Parked { stopped_at: now, at: now, by: "park".into(), reason });
        Ok(())
    }

    /// Puts it aside because nobody is there any more: it stopped at its last sign of life.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`], [`Refusal::Already`].
    pub fn set_aside(&mut self, reason: Text, by: &str, now: Time) -> Result<(), Refusal> {
        self.head.status.step(self.id(), Transition::Park)?;
        let stopped_at = self.derive_last_sign();
        self.head.status = Status::Parked(Parked { stopped_at, at: now, by: by.to_owned(), reason });
        Ok(())
    }

    /// Ends it because somebody said so: an active session ends now, a parked one when it stopped.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`], [`Refusal::Already`], [`Refusal::Resumed`].
    pub fn complete(&mut self, outcome: Outcome, by: &str, now: Time) -> Result<(), Refusal> {
        let ended_at = match self.status() {
            Status::Parked(parked) => parked.stopped_at,
            Status::Active | Status::Completed(_) => now,
        };
        self.end(Transition::Complete, outcome, by, ended_at, now)
    }

    /// Ends it because it showed no sign of life: it ended at its last one.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`], [`Refusal::Resumed`].
    pub fn close(&mut self, by: &str, now: Time) -> Result<(), Refusal> {
        let outcome = Outcome { kind: OutcomeKind::Stale, note: None };
        self.end(Transition::Close, outcome, by, self.derive_last_sign(), now)
    }

    pub(crate) fn end(
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
}

#[cfg(test)]
#[path = "session_tests.rs"]
mod tests;
