//! Saying what happened, and giving a sign of life.

use core_model::{Decision, Entry, Event, Heartbeat, Session, SessionId, Source, Text, TextKind, Time};
use store::{AppendError, Store};

use crate::error::AppError;
use crate::workspace::Workspace;

impl Workspace {
    /// Records what happened.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Append`].
    pub fn event(&self, session: Option<&str>, text: &str) -> Result<SessionId, AppError> {
        let text = Text::parse(TextKind::Event, text)?;
        self.say(session, |at| Entry::Event(Event { at, text }))
    }

    /// Records what was decided, and why.
    ///
    /// # Errors
    /// As [`Workspace::event`].
    pub fn decide(&self, session: Option<&str>, title: &str, because: &str) -> Result<SessionId, AppError> {
        let title = Text::parse(TextKind::DecisionTitle, title)?;
        let because = Text::parse(TextKind::DecisionReason, because)?;
        self.say(session, |at| Entry::Decision(Decision { at, title, because }))
    }

    /// Gives a sign of life.
    ///
    /// # Errors
    /// As [`Workspace::event`], but for the text.
    pub fn heartbeat(&self, session: Option<&str>) -> Result<SessionId, AppError> {
        self.say(session, |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::Command }))
    }

    /// Reads a session that a command has just written.
    ///
    /// # Errors
    /// [`AppError::Unreadable`], [`AppError::Append`] where it is gone again.
    pub fn read(&self, id: &SessionId) -> Result<Session, AppError> {
        let gone = || AppError::Append(AppendError::NotFound(id.clone()));
        let loaded = self.existing()?.read(id).map_err(AppError::Unreadable)?;
        Ok(loaded.ok_or_else(gone)?.session)
    }

    /// The store, where nothing can be done without one.
    pub(crate) fn existing(&self) -> Result<Store, AppError> {
        self.store()?.ok_or(AppError::NoneHere { parked: Vec::new() })
    }

    fn say(&self, session: Option<&str>, entry: impl FnOnce(Time) -> Entry) -> Result<SessionId, AppError> {
        let store = self.existing()?;
        let id = self.find(&store, session)?;
        store.append(&id, |_, now| Ok(entry(now)))?;
        Ok(id)
    }
}
