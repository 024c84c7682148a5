//! Putting a session aside, and ending it.

use core_model::{Outcome, OutcomeKind, Session, Text, TextKind};

use crate::error::AppError;
use crate::workspace::Workspace;

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
    /// [`AppError::Text`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Update`].
    pub fn park(&self, asked: &Park) -> Result<Session, AppError> {
        let reason = Text::parse(TextKind::ParkedReason, &asked.reason)?;
        let steps = asked.next_steps.iter().map(|step| Text::parse(TextKind::NextStep, step));
        let steps = steps.collect::<Result<Vec<_>, _>>()?;
        let store = self.existing()?;
        let id = self.find(&store, asked.session.as_deref())?;
        Ok(store.update(&id, |session, now| session.park(reason, steps, now))?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As [`Workspace::park`].
    pub fn complete(&self, asked: &Complete) -> Result<Session, AppError> {
        let note = asked.outcome.as_deref().map(|text| Text::parse(TextKind::Outcome, text)).transpose()?;
        let kind = if asked.abandon { OutcomeKind::Abandoned } else { OutcomeKind::Done };
        let store = self.existing()?;
        let id = self.find(&store, asked.session.as_deref())?;
        Ok(store.update(&id, |session, now| session.complete(Outcome { kind, note }, "complete", now))?)
    }
}
