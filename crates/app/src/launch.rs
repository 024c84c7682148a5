//! Registering that an agent begins to work, as often as it likes: a conversation has one session at a time.

use core_model::{Session, Source, StatusName, Text};
use store::{Beat, ChangeError, Store, Which};

use crate::error::AppError;
use crate::resume::{Resume, Resumed};
use crate::start::{Start, Started};
use crate::workspace::Workspace;

/// What a beginning turned out to be.
#[derive(Debug)]
pub enum Launched {
    /// A session began.
    Started(Box<Started>),
    /// The conversation has an active session, which has now given a sign of life.
    Alive(Box<Session>, Vec<String>),
    /// The conversation had a parked session, which goes on.
    Resumed(Box<Resumed>),
}

/// How often it is looked again where somebody else changes the session that was found.
const TRIES: usize = 8;

impl Workspace {
    /// Begins a session, unless the agent's conversation has one: an active one gives a sign of life, a parked one goes
    /// on. Of many who register the same conversation at once, one begins.
    ///
    /// # Errors
    /// As [`Workspace::start`] and [`Workspace::resume`].
    pub fn launch(&self, asked: &Start) -> Result<Launched, AppError> {
        let Some(agent) = asked.agent.as_ref().filter(|agent| agent.conversation.is_some()) else {
            return Ok(Launched::Started(Box::new(self.start(asked)?)));
        };
        // The texts are looked at before anything is locked.
        let author = self.author(Some(agent))?;
        let store = self.store_or_make()?;
        let _one_at_a_time = store.lock_launches().map_err(ChangeError::from)?;
        for _ in 0..TRIES {
            let of_this = |it: &&Session| {
                it.opening().author.name == author.name
                    && it.opening().author.conversation == author.conversation
                    && it.status().name() != StatusName::Completed
            };
            let live = store.snapshot(Which::Live).sessions;
            // The latest, where a person has begun another for the same conversation.
            let Some(found) = live.iter().rev().find(of_this) else {
                return Ok(Launched::Started(Box::new(self.start(asked)?)));
            };
            match self.go_on(&store, found, asked) {
                // Somebody else has parked, resumed or completed it since.
                Err(AppError::Change(ChangeError::Refused(_) | ChangeError::NotFound(_))) => {}
                done => return done,
            }
        }
        Ok(Launched::Started(Box::new(self.start(asked)?)))
    }

    fn go_on(&self, store: &Store, found: &Session, asked: &Start) -> Result<Launched, AppError> {
        if found.status().name() == StatusName::Parked {
            let asked = Resume { agent: asked.agent.clone(), here: true, ..Resume::default() };
            return Ok(Launched::Resumed(Box::new(self.resume_in(store, found.id(), &asked)?)));
        }
        let remarks = match store.beat(found.id(), &found.opening().worktree, Source::Command)? {
            Beat::Recent => Vec::new(),
            Beat::Recorded(remarks) => remarks.iter().map(ToString::to_string).collect(),
        };
        Ok(Launched::Alive(Box::new(found.clone()), remarks))
    }

    /// What a session is for: what was said, or that the agent works, where an agent says nothing.
    pub(crate) fn intent(&self, asked: &Start) -> Result<Text, AppError> {
        match (&asked.intent, &asked.agent) {
            (None, Some(agent)) => Ok(crate::resume::intent_of(agent, &self.project())),
            (intent, _) => self.text(core_model::TextKind::Intent, intent.as_deref().unwrap_or_default()),
        }
    }
}
