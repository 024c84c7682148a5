//! The tasks of a session. The collection itself sees to it that no two are called alike.

use std::fmt;

use crate::named::{self, NotOne};
use crate::{Text, Time};

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskStatus {
    /// Nobody has begun.
    Pending,
    /// Somebody is at it.
    InProgress,
    /// It is done.
    Completed,
    /// It will not be done.
    Skipped,
}

impl TaskStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Pending, Self::InProgress, Self::Completed, Self::Skipped];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Skipped => "skipped",
        }
    }

    /// Whether something is left to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Pending | Self::InProgress => true,
            Self::Completed | Self::Skipped => false,
        }
    }
}

impl fmt::Display for TaskStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its name within the session: `t1`, `t2`, … A task that travels to another session keeps its own.
    pub id: String,
    /// What it is about. No two of a session have the same.
    pub subject: Text,
    /// How far it is.
    pub status: TaskStatus,
    /// When it was last changed.
    pub at: Time,
}

/// The tasks of a session, in the order in which they were added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tasks(Vec<Task>);

/// Why the tasks do not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    /// One is called like that.
    #[error("task {id} is called `{subject}` already")]
    Taken {
        /// That task.
        id: String,
        /// The subject.
        subject: String,
    },
    /// Two have one id: only a file that was changed by hand says so.
    #[error("two tasks have the id {0}")]
    TwoOfOneId(String),
    /// None has this id, or a subject that begins like this.
    #[error("there is no task `{0}`")]
    NotFound(String),
    /// More than one subject begins like this.
    #[error("`{asked}` could be {}", .ids.join(" or "))]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// The tasks that it begins.
        ids: Vec<String>,
    },
    /// There would be more than there may be.
    #[error("at most {} tasks are taken", Tasks::MOST)]
    Full,
}

/// How many tasks there are, by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskSummary {
    /// Nobody has begun.
    pub pending: usize,
    /// Somebody is at it.
    pub in_progress: usize,
    /// Done.
    pub completed: usize,
    /// Will not be done.
    pub skipped: usize,
}

impl TaskSummary {
    /// All of them: the sum of the parts.
    #[must_use]
    pub fn total(self) -> usize {
        self.pending + self.in_progress + self.completed + self.skipped
    }
}

impl Tasks {
    /// How many tasks a session may have.
    pub const MOST: usize = 1000;

    /// Tasks as they were kept.
    ///
    /// # Errors
    /// [`TaskError::Taken`] and [`TaskError::TwoOfOneId`]; [`TaskError::Full`].
    pub fn restore(kept: Vec<Task>) -> Result<Self, TaskError> {
        let mut tasks = Self::default();
        for task in kept {
            if tasks.0.iter().any(|it| it.id == task.id) {
                return Err(TaskError::TwoOfOneId(task.id));
            }
            tasks.push(task)?;
        }
        Ok(tasks)
    }

    /// All of them.
    #[must_use]
    pub fn as_slice(&self) -> &[Task] {
        &self.0
    }

    /// Adds one; its id is the answer.
    ///
    /// # Errors
    /// [`TaskError::Taken`], [`TaskError::Full`].
    pub fn add(&mut self, subject: Text, now: Time) -> Result<String, TaskError> {
        let id = named::next_id('t', self.0.iter().map(|task| task.id.as_str()));
        self.push(Task { id: id.clone(), subject, status: TaskStatus::Pending, at: now })?;
        Ok(id)
    }

    /// Moves the task that is asked for; its id is the answer.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], [`TaskError::Ambiguous`].
    pub fn set_status(&mut self, asked: &str, status: TaskStatus, now: Time) -> Result<String, TaskError> {
        let task = self.find(asked)?;
        let task = &mut self.0[task];
        if task.status != status {
            (task.status, task.at) = (status, now);
        }
        Ok(task.id.clone())
    }

    /// Renames the task that is asked for; its id is the answer.
    ///
    /// # Errors
    /// [`TaskError::NotFound`], [`TaskError::Ambiguous`], [`TaskError::Taken`].
    pub fn rename(&mut self, asked: &str, subject: Text, now: Time) -> Result<String, TaskError> {
        let at = self.find(asked)?;
        self.check_free(&subject, Some(at))?;
        let task = &mut self.0[at];
        if task.subject != subject {
            (task.subject, task.at) = (subject, now);
        }
        Ok(task.id.clone())
    }

    /// Those with something left to do, as a session that goes on has them.
    #[must_use]
    pub fn derive_open(&self) -> Self {
        Self(self.0.iter().filter(|task| task.status.is_open()).cloned().collect())
    }

    /// The tasks with their subjects as `forget` leaves them. Those that are alike then are told apart by their ids.
    pub(crate) fn forget(&self, forget: impl Fn(&mut Text)) -> Self {
        let mut tasks = Self::default();
        for task in &self.0 {
            let mut task = task.clone();
            forget(&mut task.subject);
            // One that was there already may be called as this one is then.
            while tasks.check_free(&task.subject, None).is_err() {
                task.subject = Text::restored(format!("{} ({})", task.subject, task.id));
            }
            tasks.0.push(task);
        }
        tasks
    }

    /// How many there are, by status.
    #[must_use]
    pub fn derive_summary(&self) -> TaskSummary {
        let mut summary = TaskSummary::default();
        for task in &self.0 {
            *match task.status {
                TaskStatus::Pending => &mut summary.pending,
                TaskStatus::InProgress => &mut summary.in_progress,
                TaskStatus::Completed => &mut summary.completed,
                TaskStatus::Skipped => &mut summary.skipped,
            } += 1;
        }
        summary
    }

    /// Where the task of this id, or the only one whose subject begins like this, is.
    fn find(&self, asked: &str) -> Result<usize, TaskError> {
        let named = self.0.iter().map(|task| (task.id.as_str(), task.subject.as_str()));
        named::find(named, asked).map_err(|error| match error {
            NotOne::None(asked) => TaskError::NotFound(asked),
            NotOne::Several { asked, ids } => TaskError::Ambiguous { asked, ids },
        })
    }

    /// The one way in: whoever comes is not called like one that is there.
    fn push(&mut self, task: Task) -> Result<(), TaskError> {
        self.check_free(&task.subject, None)?;
        if self.0.len() >= Self::MOST {
            return Err(TaskError::Full);
        }
        self.0.push(task);
        Ok(())
    }

    fn check_free(&self, subject: &Text, except: Option<usize>) -> Result<(), TaskError> {
        let taken = |(at, task): &(usize, &Task)| Some(*at) != except && task.subject == *subject;
        match self.0.iter().enumerate().find(taken) {
            None => Ok(()),
            Some((_, task)) => {
                Err(TaskError::Taken { id: task.id.clone(), subject: crate::shorten(subject.as_str(), 60) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextKind;

    fn now() -> Time {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    fn text(raw: &str) -> Text {
        Text::parse(TextKind::TaskSubject, raw).unwrap()
    }

    fn tasks(subjects: &[&str]) -> Tasks {
        let mut tasks = Tasks::default();
        subjects.iter().for_each(|subject| drop(tasks.add(text(subject), now()).unwrap()));
        tasks
    }

    #[test]
    fn no_two_tasks_are_called_alike_whether_added_renamed_or_read() {
        let mut it = tasks(&["one", "two"]);
        let taken = TaskError::Taken { id: "t1".into(), subject: "one".into() };
        assert_eq!(it.add(text("one"), now()), Err(taken.clone()));
        assert_eq!(it.rename("t2", text("one"), now()), Err(taken.clone()));
        assert_eq!(it.rename("t1", text("one"), now()).unwrap(), "t1", "its own name is free");
        let mut kept = it.as_slice().to_vec();
        kept[1].subject = text("one");
        assert_eq!(Tasks::restore(kept), Err(taken));
    }

    #[test]
    fn the_total_is_the_sum_of_the_parts() {
        let mut it = tasks(&["a", "b", "c", "d", "e"]);
        for (task, status) in ["t1", "t2", "t3", "t4"].into_iter().zip(TaskStatus::ALL) {
            it.set_status(task, status, now()).unwrap();
        }
        let summary = it.derive_summary();
        assert_eq!(summary, TaskSummary { pending: 2, in_progress: 1, completed: 1, skipped: 1 });
        assert_eq!(summary.total(), it.as_slice().len());
    }

    #[test]
    fn a_task_is_found_by_its_id_or_the_beginning_of_its_subject() {
        let it = tasks(&["test the retry", "test the charge", "write", "t1"]);
        assert_eq!(it.find("t2"), Ok(1));
        assert_eq!(it.find("wri"), Ok(2));
        assert_eq!(it.find("test the r"), Ok(0));
        assert_eq!(it.find("t1"), Ok(0), "an id comes before a subject");
        assert_eq!(
            it.find("test"),
            Err(TaskError::Ambiguous { asked: "test".into(), ids: vec!["t1".into(), "t2".into()] })
        );
        assert_eq!(it.find("nothing"), Err(TaskError::NotFound("nothing".into())));
        assert_eq!(it.find(""), Err(TaskError::NotFound(String::new())));
    }

    #[test]
    fn no_two_are_alike_after_something_was_forgotten() {
        let it = tasks(&["[forgotten] (t3)", "Ada", "Bo", "[forgotten]"]);
        let gone = |text: &mut Text| {
            if matches!(text.as_str(), "Ada" | "Bo") {
                *text = Text::restored("[forgotten]".to_owned());
            }
        };
        let left = it.forget(gone);
        assert_eq!(Tasks::restore(left.as_slice().to_vec()), Ok(left.clone()));
        assert_eq!(left.as_slice()[2].subject.as_str(), "[forgotten] (t3) (t3)");
        assert_eq!(left.forget(gone), left, "nothing of it is left");
    }

    #[test]
    fn an_id_is_not_given_twice_even_after_a_session_went_on_with_some() {
        let mut it = tasks(&["a", "b", "c"]);
        it.set_status("t1", TaskStatus::Completed, now()).unwrap();
        let mut open = it.derive_open();
        assert_eq!(open.as_slice().len(), 2);
        assert_eq!(open.add(text("d"), now()).unwrap(), "t4");
    }
}
