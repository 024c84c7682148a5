//! Saying what happened.

use core_model::{Decision, Entry, Event, Session, SessionId, TextKind, Time};

use crate::error::AppError;
use crate::workspace::Workspace;

/// What was said.
#[derive(Debug)]
pub struct Said {
    /// The session that it was said to.
    pub id: SessionId,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
}

impl Workspace {
    /// Records what happened.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Change`].
    pub fn event(&self, session: Option<&str>, text: &str) -> Result<Said, AppError> {
        let text = self.text(TextKind::Event, text)?;
        self.say(session, |at| Entry::Event(Event { at, text }))
    }

    /// Records what was decided, and why.
    ///
    /// # Errors
    /// As [`Workspace::event`].
    pub fn decide(&self, session: Option<&str>, title: &str, because: &str) -> Result<Said, AppError> {
        let title = self.text(TextKind::DecisionTitle, title)?;
        let because = self.text(TextKind::DecisionReason, because)?;
        let mut said = self.say(session, |at| Entry::Decision(Decision { at, title, because }))?;
        // It is done: where the store cannot be opened any more, the next command tells.
        if let Ok(Some(store)) = self.store_to_write() {
            let id = said.id.clone();
            self.keep_or_tell(&store, std::slice::from_ref(&id), &format!("decide {id}"), &mut said.remarks);
        }
        Ok(said)
    }

    /// Reads a session that a command has just written.
    ///
    /// # Errors
    /// [`AppError::Unreadable`], [`AppError::Find`] where it is gone again.
    pub fn read(&self, id: &SessionId) -> Result<Session, AppError> {
        Ok(self.show(Some(id.as_str()))?.session)
    }

    fn say(&self, session: Option<&str>, entry: impl FnOnce(Time) -> Entry) -> Result<Said, AppError> {
        let store = self.store_of(session)?;
        let id = self.find(&store, session)?;
        let written = store.append(&id, |_, now| Ok(entry(now)))?;
        Ok(Said { id, remarks: written.remarks.iter().map(ToString::to_string).collect() })
    }
}
