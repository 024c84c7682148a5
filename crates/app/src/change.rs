//! Changing a session that somebody asked for.

use core_model::{Refusal, Session, Text, TextKind, Time};
use store::Remark;

use crate::error::AppError;
use crate::workspace::Workspace;

/// A session that was changed.
#[derive(Debug)]
pub struct Changed<T = ()> {
    /// The session, as it is now.
    pub session: Session,
    /// What was made or changed in it: ids of its tasks and questions.
    pub made: T,
    /// What did not stop it, and should be known.
    pub remarks: Vec<Remark>,
}

impl Workspace {
    /// Takes several texts of one kind: all or none.
    pub(crate) fn texts(&self, kind: TextKind, raw: &[String]) -> Result<Vec<Text>, AppError> {
        raw.iter().map(|raw| self.text(kind, raw)).collect()
    }

    /// Changes the session that is asked for, or the current one.
    ///
    /// # Errors
    /// [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Change`]; then nothing changed.
    pub(crate) fn change<T: Default>(
        &self,
        asked: Option<&str>,
        change: impl FnOnce(&mut Session, Time) -> Result<T, Refusal>,
    ) -> Result<Changed<T>, AppError> {
        let store = self.store_of(asked)?;
        let id = self.find(&store, asked)?;
        let mut made = T::default();
        let written = store.update(&id, |session, now| {
            made = change(session, now)?;
            Ok(())
        })?;
        Ok(Changed { session: written.value, made, remarks: written.remarks })
    }
}
