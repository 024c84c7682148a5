//! What somebody wants to know, and what is said to it.

use core_model::TextKind;

use crate::change::Changed;
use crate::error::AppError;
use crate::workspace::Workspace;

impl Workspace {
    /// Asks a question. Its id is the answer.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Change`].
    pub fn ask(&self, session: Option<&str>, text: &str) -> Result<Changed<String>, AppError> {
        let text = self.text(TextKind::Question, text)?;
        self.change(session, "ask", |session, now| session.ask(text, now))
    }

    /// Answers the question of this id, or the only one that begins like this. Its id is the answer.
    ///
    /// # Errors
    /// As [`Workspace::ask`].
    pub fn answer(
        &self,
        session: Option<&str>,
        question: &str,
        text: &str,
    ) -> Result<Changed<String>, AppError> {
        let text = self.text(TextKind::Answer, text)?;
        self.change(session, "answer", |session, now| session.answer(question, text, now))
    }
}
