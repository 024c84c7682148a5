//! The one door for what people and agents say: secrets are taken out before anything is kept.

use std::cell::RefCell;

use core_model::project::Project;
use core_model::{Session, Text, TextKind};

use crate::error::AppError;
use crate::workspace::Workspace;

/// What was taken out of the texts of a command, by the rule that knew it, in the order in which it came.
#[derive(Debug, Default)]
pub(crate) struct TakenOut(RefCell<Vec<String>>);

impl Workspace {
    /// Takes what a person or an agent said, without the secrets in it. Whatever is kept of what they say comes through
    /// here.
    ///
    /// # Errors
    /// [`AppError::Text`].
    pub fn text(&self, kind: TextKind, raw: &str) -> Result<Text, AppError> {
        let text = Text::parse(kind, raw)?;
        if !self.loaded_settings().settings.redact {
            return Ok(text);
        }
        let redacted = secrets::redact(text.as_str());
        if redacted.found.is_empty() {
            return Ok(text);
        }
        let rules = redacted.found.iter().flat_map(|it| std::iter::repeat_n(it.rule.clone(), it.count));
        self.taken_out.0.borrow_mut().extend(rules);
        // A mark may be longer than what it stands for.
        Ok(Text::shortened(kind, &redacted.text, "[REDACTED]"))
    }

    /// A session from elsewhere, without the secrets in its texts.
    pub(crate) fn without_secrets(&self, session: &Session) -> Session {
        session.forget(&|text| self.redacted(text))
    }

    /// A project from elsewhere, without the secrets in its texts.
    pub(crate) fn project_without_secrets(&self, project: &Project) -> Project {
        project.forget(&|text| self.redacted(text))
    }

    fn redacted(&self, text: &str) -> String {
        if !self.loaded_settings().settings.redact {
            return text.to_owned();
        }
        let redacted = secrets::redact(text);
        let rules = redacted.found.iter().flat_map(|it| std::iter::repeat_n(it.rule.clone(), it.count));
        self.taken_out.0.borrow_mut().extend(rules);
        redacted.text
    }

    /// The rules by which secrets were taken out of what this command was told, one for each secret.
    #[must_use]
    pub fn taken_out(&self) -> Vec<String> {
        self.taken_out.0.borrow().clone()
    }
}
