//! Putting a session aside, and ending it.

use core_model::{MOST_STEPS, Outcome, OutcomeKind, Session, TextKind};
use store::{Store, Written};

use crate::error::AppError;
use crate::start::within;
use crate::workspace::Workspace;

/// A session that was put aside or ended.
#[derive(Debug)]
pub struct Transited {
    /// The session, as it is now.
    pub session: Session,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
}

/// What is asked for when a session is put aside.
#[derive(Debug, Clone, Default)]
pub struct Park {
    /// Which. `None`: the current one.
    pub session: Option<String>,
    /// Why.
    pub reason: String,
    /// What should be done next.
    pub next_steps: Vec<String>,
}

/// What is asked for when a session ends.
#[derive(Debug, Clone, Default)]
pub struct Complete {
    /// Which. `None`: the current one.
    pub session: Option<String>,
    /// What came of it. `None`: nothing is said.
    pub outcome: Option<String>,
    /// Whether it is given up rather than done.
    pub abandon: bool,
}

impl Workspace {
    /// Puts a session aside.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::TooMany`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`],
    /// [`AppError::Change`].
    pub fn park(&self, asked: &Park) -> Result<Transited, AppError> {
        let reason = self.text(TextKind::ParkedReason, &asked.reason)?;
        within("next steps", asked.next_steps.len(), MOST_STEPS)?;
        let steps = self.texts(TextKind::NextStep, &asked.next_steps)?;
        let store = self.store_of(asked.session.as_deref())?;
        let id = self.find(&store, asked.session.as_deref())?;
        let mut remarks = self.catch_up().remarks();
        let parked = store.update(&id, |session, now| session.park(reason, steps, now))?;
        Ok(self.transited(&store, parked, "park", &mut remarks))
    }

    /// Ends a session. It cannot be taken back, so a session that stands where the outcome belongs is refused.
    ///
    /// # Errors
    /// As [`Workspace::park`], and [`AppError::OutcomeIsSession`].
    pub fn complete(&self, asked: &Complete) -> Result<Transited, AppError> {
        let note = asked.outcome.as_deref().map(|text| self.text(TextKind::Outcome, text)).transpose()?;
        let kind = if asked.abandon { OutcomeKind::Abandoned } else { OutcomeKind::Done };
        let store = self.store_of(asked.session.as_deref())?;
        if let Some(outcome) = asked.outcome.as_deref().filter(|outcome| names_a_session(&store, outcome)) {
            return Err(AppError::OutcomeIsSession(outcome.to_owned()));
        }
        let id = self.find(&store, asked.session.as_deref())?;
        let mut remarks = self.catch_up().remarks();
        let over =
            store.update(&id, |session, now| session.complete(Outcome { kind, note }, "complete", now))?;
        Ok(self.transited(&store, over, "complete", &mut remarks))
    }

    fn transited(
        &self,
        store: &Store,
        written: Written<Session>,
        what: &str,
        remarks: &mut Vec<String>,
    ) -> Transited {
        remarks.extend(written.remarks.iter().map(ToString::to_string));
        self.after_transitions(store, std::slice::from_ref(&written.value), what, remarks);
        // With those of its commits that stand beside it.
        let shown = store.show(written.value.id()).ok().flatten().map(|loaded| loaded.session);
        Transited { session: shown.unwrap_or(written.value), remarks: std::mem::take(remarks) }
    }
}

/// Whether a text is what people type for a session: no word of a sentence looks like this.
fn names_a_session(store: &Store, text: &str) -> bool {
    const LEAST: usize = 4;
    text.starts_with('@') || (text.len() >= LEAST && !text.contains(' ') && store.find(text).is_ok())
}
