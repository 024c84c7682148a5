//! What is said of a session when it begins, or when it is found to be there already.

use core_model::{MOST_TAGS, Refusal, Session, Tasks, Text, TextKind, Time};

use crate::error::AppError;
use crate::start::{Start, within};
use crate::workspace::Workspace;

/// The texts of a beginning, each of which is one that is taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    pub(crate) intent: Option<Text>,
    pub(crate) tags: Vec<Text>,
    pub(crate) tasks: Vec<Text>,
    pub(crate) roadmap: Option<Text>,
}

impl Said {
    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.intent.is_none() && self.tags.is_empty() && self.tasks.is_empty() && self.roadmap.is_none()
    }

    /// Says it of a session that is there. A task that it has already is not added again.
    pub(crate) fn apply(&self, session: &mut Session, now: Time) -> Result<(), Refusal> {
        if let Some(intent) = &self.intent {
            session.set_intent(intent.clone())?;
        }
        if self.roadmap.is_some() {
            session.set_roadmap(self.roadmap.clone())?;
        }
        session.tag(&self.tags, &[])?;
        let has = |subject: &Text| session.tasks().as_slice().iter().any(|task| task.subject == *subject);
        let new: Vec<Text> = self.tasks.iter().filter(|subject| !has(subject)).cloned().collect();
        session.add_tasks(&new, now).map(drop)
    }
}

impl Workspace {
    /// Looks at the texts of a beginning, before anything is written or locked.
    pub(crate) fn said(&self, asked: &Start) -> Result<Said, AppError> {
        within("tags", asked.tags.len(), MOST_TAGS)?;
        within("tasks", asked.tasks.len(), Tasks::MOST)?;
        let text = |kind, raw: &Option<String>| raw.as_deref().map(|raw| self.text(kind, raw)).transpose();
        let said = Said {
            intent: text(TextKind::Intent, &asked.intent)?,
            tags: self.texts(TextKind::Tag, &asked.tags)?,
            tasks: self.texts(TextKind::TaskSubject, &asked.tasks)?,
            roadmap: text(TextKind::RoadmapItem, &asked.roadmap)?,
        };
        let mut tasks = Tasks::default();
        for subject in &said.tasks {
            tasks.add(subject.clone(), self.edge.clock.now())?;
        }
        Ok(said)
    }
}
