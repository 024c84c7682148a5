//! What there is to do in a session.

use core_model::{TaskStatus, TextKind};

use crate::change::Changed;
use crate::error::AppError;
use crate::start::within;
use crate::workspace::Workspace;

impl Workspace {
    /// Adds tasks, all or none. Their ids are the answer.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::TooMany`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`],
    /// [`AppError::Change`].
    pub fn add_tasks(
        &self,
        session: Option<&str>,
        subjects: &[String],
    ) -> Result<Changed<Vec<String>>, AppError> {
        within("tasks", subjects.len(), core_model::Tasks::MOST)?;
        let subjects = self.texts(TextKind::TaskSubject, subjects)?;
        self.change(session, "task", |session, now| session.add_tasks(&subjects, now))
    }

    /// Says how far a task is. Its id is the answer.
    ///
    /// # Errors
    /// As [`Workspace::add_tasks`], but for the texts.
    pub fn move_task(
        &self,
        session: Option<&str>,
        task: &str,
        to: TaskStatus,
    ) -> Result<Changed<String>, AppError> {
        self.change(session, "task", |session, now| session.move_task(task, to, now))
    }

    /// Calls a task something else. Its id is the answer.
    ///
    /// # Errors
    /// As [`Workspace::add_tasks`].
    pub fn rename_task(
        &self,
        session: Option<&str>,
        task: &str,
        subject: &str,
    ) -> Result<Changed<String>, AppError> {
        let subject = self.text(TextKind::TaskSubject, subject)?;
        self.change(session, "task", |session, now| session.rename_task(task, subject, now))
    }
}
