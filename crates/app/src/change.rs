//! Changing a session that somebody asked for.

use core_model::{Refusal, Session, Text, TextKind, Time};

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
    pub remarks: Vec<String>,
}

impl Workspace {
    /// Takes several texts of one kind: all or none.
    pub(crate) fn texts(&self, kind: TextKind, raw: &[String]) -> Result<Vec<Text>, AppError> {
        raw.iter().map(|raw| self.text(kind, raw)).collect()
    }

    /// Changes the session that is asked for, or the current one, and keeps it in the history.
    ///
    /// # Errors
    /// As [`Workspace::change_for_now`].
    pub(crate) fn change<T: Default>(
        &self,
        asked: Option<&str>,
        what: &str,
        change: impl FnOnce(&mut Session, Time) -> Result<T, Refusal>,
    ) -> Result<Changed<T>, AppError> {
        let mut changed = self.change_for_now(asked, change)?;
        let id = changed.session.id().clone();
        // It is done: where the store cannot be opened any more, the next command tells.
        if let Ok(Some(store)) = self.store_to_write() {
            self.keep_or_tell(
                &store,
                std::slice::from_ref(&id),
                &format!("{what} {id}"),
                &mut changed.remarks,
            );
        }
        Ok(changed)
    }

    /// Changes the session that is asked for, or the current one. It is kept in the history with the next snapshot.
    ///
    /// # Errors
    /// [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Change`]; then nothing changed.
    pub(crate) fn change_for_now<T: Default>(
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
        let remarks = written.remarks.iter().map(ToString::to_string).collect();
        Ok(Changed { session: written.value, made, remarks })
    }
}
