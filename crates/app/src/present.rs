//! What a session is about, what it does now, what it waits for and what comes next: what is said anew, and replaces
//! what stood there.

use core_model::{MOST_STEPS, MOST_TAGS, TextKind};

use crate::change::Changed;
use crate::error::AppError;
use crate::start::within;
use crate::workspace::Workspace;

/// What a session is about, said anew. What is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Set {
    /// What it is for. `None`: that stays.
    pub intent: Option<String>,
    /// Tags to add.
    pub tags: Vec<String>,
    /// Tags to take away.
    pub untags: Vec<String>,
    /// The part of the project's roadmap that it is for.
    pub roadmap: Roadmap,
}

/// What is said of the part of the roadmap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Roadmap {
    /// Nothing: it stays.
    #[default]
    Keep,
    /// It is this one.
    Item(String),
    /// It is none.
    None,
}

impl Workspace {
    /// Says anew what a session is about: all of it or nothing.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::TooMany`], [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`],
    /// [`AppError::Change`].
    pub fn set(&self, session: Option<&str>, asked: &Set) -> Result<Changed, AppError> {
        let intent = asked.intent.as_deref().map(|text| self.text(TextKind::Intent, text)).transpose()?;
        within("tags", asked.tags.len(), MOST_TAGS)?;
        let add = self.texts(TextKind::Tag, &asked.tags)?;
        let remove = self.texts(TextKind::Tag, &asked.untags)?;
        let roadmap = match &asked.roadmap {
            Roadmap::Keep => None,
            Roadmap::Item(item) => Some(Some(self.text(TextKind::RoadmapItem, item)?)),
            Roadmap::None => Some(None),
        };
        self.change(session, "set", |session, _| {
            if let Some(intent) = intent {
                session.set_intent(intent)?;
            }
            if let Some(item) = roadmap {
                session.set_roadmap(item)?;
            }
            session.tag(&add, &remove)
        })
    }

    /// Says what should be done next: after what stands there (`keep`), or in its place.
    ///
    /// # Errors
    /// As [`Workspace::set`].
    pub fn plan_next(
        &self,
        session: Option<&str>,
        steps: &[String],
        keep: bool,
    ) -> Result<Changed, AppError> {
        within("next steps", steps.len(), MOST_STEPS)?;
        let steps = self.texts(TextKind::NextStep, steps)?;
        self.change(session, "next", |session, _| session.plan_next(steps, keep))
    }

    /// Says what a session does just now. `None`: nothing in particular.
    ///
    /// # Errors
    /// As [`Workspace::set`], but for [`AppError::TooMany`].
    pub fn set_activity(&self, session: Option<&str>, text: Option<&str>) -> Result<Changed, AppError> {
        let text = text.map(|text| self.text(TextKind::Activity, text)).transpose()?;
        self.change_for_now(session, |session, now| session.set_activity(text, now))
    }

    /// Says that a session waits for a person, and why. `None`: it goes on.
    ///
    /// # Errors
    /// As [`Workspace::set`], but for [`AppError::TooMany`].
    pub fn set_awaiting(&self, session: Option<&str>, reason: Option<&str>) -> Result<Changed, AppError> {
        let reason = reason.map(|text| self.text(TextKind::AwaitReason, text)).transpose()?;
        self.change_for_now(session, |session, now| session.set_awaiting(reason, now))
    }
}
