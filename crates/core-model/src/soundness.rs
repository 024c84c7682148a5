//! What must hold of a session, and of one that follows another. A session that breaks it is not written.

use crate::session::{Broken, Session};
use crate::{Question, Questions, Status, Tasks};

impl Session {
    /// Checks that its times are in order.
    ///
    /// # Errors
    /// [`Broken`] names the first thing that does not hold.
    pub fn check(&self) -> Result<(), Broken> {
        let started = self.opening().started_at;
        let wrong = match self.status() {
            _ if self.head.changed_at < started => "it was changed before it started",
            Status::Active => return Ok(()),
            Status::Parked(parked) if parked.stopped_at < started => "it was parked before it started",
            Status::Parked(parked) if parked.at < parked.stopped_at => "it was parked before it stopped",
            Status::Completed(over) if over.ended_at < started => "it ended before it started",
            Status::Completed(over) if over.closed_at < over.ended_at => "it was closed before it ended",
            Status::Parked(_) | Status::Completed(_) => return Ok(()),
        };
        Err(self.broken(wrong))
    }

    /// Checks that this may follow `before`: same session, no earlier, nothing recorded is gone, no task and no question
    /// either, an answer stays, and what is completed stays as it is.
    ///
    /// # Errors
    /// [`Broken`] names the first thing that does not hold.
    pub fn check_follows(&self, before: &Self) -> Result<(), Broken> {
        let (old, new) = (before.record(), self.record());
        let (was, is) = (before.opening(), self.opening());
        let wrong = if (&was.id, was.started_at, &was.parent) != (&is.id, is.started_at, &is.parent) {
            "its id, its start and its parent cannot change"
        } else if self.head.changed_at < before.head.changed_at {
            "its time cannot go back"
        } else if matches!(before.status(), Status::Completed(_)) {
            "a completed session cannot change"
        } else if !new.commits.starts_with(&old.commits)
            || !new.events.starts_with(&old.events)
            || !new.decisions.starts_with(&old.decisions)
        {
            "what was recorded can only be added to"
        } else if !keeps_tasks(before.tasks(), self.tasks()) {
            "a task cannot vanish"
        } else if !keeps_questions(before.questions(), self.questions()) {
            "what was asked and answered cannot change"
        } else {
            return self.check();
        };
        Err(before.broken(wrong))
    }

    fn broken(&self, what: &str) -> Broken {
        Broken { id: self.id().clone(), what: what.to_owned() }
    }
}

fn keeps_tasks(old: &Tasks, new: &Tasks) -> bool {
    let mut pairs = old.as_slice().iter().zip(new.as_slice());
    new.as_slice().len() >= old.as_slice().len() && pairs.all(|(old, new)| old.id == new.id)
}

fn keeps_questions(old: &Questions, new: &Questions) -> bool {
    let kept = |(old, new): (&Question, &Question)| {
        old.id == new.id
            && old.text == new.text
            && old.asked_at == new.asked_at
            && (old.answer.is_none() || old.answer == new.answer)
    };
    new.as_slice().len() >= old.as_slice().len() && old.as_slice().iter().zip(new.as_slice()).all(kept)
}
