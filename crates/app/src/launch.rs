//! Registering that an agent begins to work, as often as it likes: a conversation has one session at a time.

use core_model::care::Holder;
use core_model::{Owner, Refusal, Session, Source, StatusName};
use store::{Beat, ChangeError, Store, Which};

use crate::error::AppError;
use crate::resume::{Resume, Resumed};
use crate::said::Said;
use crate::start::{Agent, OwnerAsked, Start, Started};
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
    /// on. What is said is said of that session then. Of many who register the same conversation at once, one begins.
    ///
    /// # Errors
    /// As [`Workspace::start`] and [`Workspace::resume`]; [`AppError::HasSession`] where the conversation has a session
    /// and another should be gone on with.
    pub fn launch(&self, asked: &Start) -> Result<Launched, AppError> {
        let Some(agent) = asked.agent.as_ref().filter(|agent| agent.conversation.is_some()) else {
            return Ok(Launched::Started(Box::new(self.start(asked)?)));
        };
        // The texts are looked at before anything is locked.
        let (author, said) = (self.author(Some(agent))?, self.said(asked)?);
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
            if asked.parent.is_some() {
                return Err(AppError::HasSession(found.id().clone()));
            }
            match self.go_on(&store, found, agent, &said) {
                Err(AppError::Change(error)) if is_changed_since(&error) => {}
                done => return done,
            }
        }
        Ok(Launched::Started(Box::new(self.start(asked)?)))
    }

    fn go_on(
        &self,
        store: &Store,
        found: &Session,
        agent: &Agent,
        said: &Said,
    ) -> Result<Launched, AppError> {
        if found.status().name() == StatusName::Parked {
            let asked = Resume { agent: Some(agent.clone()), here: true, ..Resume::default() };
            return Ok(Launched::Resumed(Box::new(self.resume_in(store, found.id(), &asked, said)?)));
        }
        let other_owner = self.other_owner(found, agent)?;
        if other_owner.is_some() || !said.is_empty() {
            let written = store.update(found.id(), |session, now| {
                // Whoever registers works on it, so it must be active whatever is said.
                session.head().takes_entries()?;
                said.apply(session, now)?;
                other_owner.map_or(Ok(()), |owner| session.hold(owner))
            })?;
            let remarks = written.remarks.iter().map(ToString::to_string).collect();
            return Ok(Launched::Alive(Box::new(written.value), remarks));
        }
        let remarks = match store.beat(found.id(), &found.opening().worktree, Source::Command)? {
            Beat::Recent => Vec::new(),
            Beat::Recorded(remarks) => remarks.iter().map(ToString::to_string).collect(),
        };
        Ok(Launched::Alive(Box::new(found.clone()), remarks))
    }

    /// Who holds an active session from now on. `None`: that stays. An agent that goes on with its conversation after it
    /// was closed is another process, and the one that was noted is gone.
    fn other_owner(&self, found: &Session, agent: &Agent) -> Result<Option<Option<Owner>>, AppError> {
        let noted = &found.opening().owner;
        let held = || noted.as_ref().is_some_and(|it| (self.edge.processes.holder)(it) == Holder::Alive);
        let above = agent.owner == OwnerAsked::Above;
        let owner = self.owner(Some(agent))?;
        let stays = match (noted, &owner) {
            (None, None) => true,
            (Some(noted), Some(owner)) if noted.is(owner) => true,
            (_, None) => above,
            (_, Some(_)) => above && held(),
        };
        Ok((!stays).then_some(owner))
    }
}

/// Whether somebody else has parked, resumed or completed the session since it was found.
fn is_changed_since(error: &ChangeError) -> bool {
    match error {
        ChangeError::NotFound(_) => true,
        ChangeError::Refused(refusal) => match refusal {
            Refusal::NoSuchStep { .. }
            | Refusal::Already { .. }
            | Refusal::Resumed { .. }
            | Refusal::NotActive { .. }
            | Refusal::Over { .. }
            | Refusal::NotOver { .. } => true,
            Refusal::Task { .. } | Refusal::Question { .. } | Refusal::Full { .. } => false,
        },
        _ => false,
    }
}
