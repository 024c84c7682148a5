//! Saying what happened.

use core_model::{Decision, Entry, Event, Session, SessionId, TextKind, Time};
use store::Written;

use crate::error::AppError;
use crate::workspace::Workspace;

impl Workspace {
    /// Records what happened.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Change`].
    pub fn event(&self, session: Option<&str>, text: &str) -> Result<Written<SessionId>, AppError> {
        let text = self.text(TextKind::Event, text)?;
        self.say(session, |at| Entry::Event(Event { at, text }))
    }

    /// Records what was decided, and why.
    ///
    /// # Errors
    /// As [`Workspace::event`].
    pub fn decide(
        &self,
        session: Option<&str>,
        title: &str,
        because: &str,
    ) -> Result<Written<SessionId>, AppError> {
        let title = self.text(TextKind::DecisionTitle, title)?;
        let because = self.text(TextKind::DecisionReason, because)?;
        self.say(session, |at| Entry::Decision(Decision { at, title, because }))
    }

    /// Reads a session that a command has just written.
    ///
    /// # Errors
    /// [`AppError::Unreadable`], [`AppError::Find`] where it is gone again.
    pub fn read(&self, id: &SessionId) -> Result<Session, AppError> {
        Ok(self.show(Some(id.as_str()))?.session)
    }

    fn say(
        &self,
        session: Option<&str>,
        entry: impl FnOnce(Time) -> Entry,
    ) -> Result<Written<SessionId>, AppError> {
        let store = self.store_of(session)?;
        let id = self.find(&store, session)?;
        let written = store.append(&id, |_, now| Ok(entry(now)))?;
        Ok(Written { value: id, remarks: written.remarks })
    }
}
