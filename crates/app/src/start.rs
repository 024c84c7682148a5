//! Beginning a session.

use core_model::attribution::{Candidate, has_ended_by_itself};
use core_model::{
    Author, AuthorKind, MOST_TAGS, MadeBy, Opening, Outcome, OutcomeKind, RandomBits, Session, SessionId,
    StatusName, Tasks, Text, TextKind, Time,
};
use store::{ChangeError, Store, Which};

use crate::error::{AppError, AtWork};
use crate::hook::progress;
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// What the session is for.
    pub intent: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What there is to do.
    pub tasks: Vec<String>,
    /// The part of the project's roadmap that it is for. `None`: none is named.
    pub roadmap: Option<String>,
    /// The agent that works. `None`: a person, by git's `user.name`.
    pub agent: Option<Agent>,
}

/// An agent that works.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Its name.
    pub name: String,
    /// Its own id of its conversation. `None`: not known.
    pub conversation: Option<String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Started {
    /// The session.
    pub session: Session,
    /// Others that are at work in this worktree: commits made here cannot be told apart.
    pub also_here: Vec<AtWork>,
    /// Sessions of the tool's own making that ended with this.
    pub ended: Vec<SessionId>,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
    /// Whether commits are recorded by themselves.
    pub has_hooks: bool,
}

impl Workspace {
    /// Begins a session in this worktree. A session that the tool made for it ends: somebody has now said what the
    /// work is.
    ///
    /// # Errors
    /// [`AppError::Text`] where a text is empty or too long, [`AppError::TooMany`] tags or tasks, [`AppError::Tasks`]
    /// where two are called alike; [`AppError::Tracked`], [`AppError::Open`] and [`AppError::Create`] where the store
    /// cannot be written. Then no session began.
    pub fn start(&self, asked: &Start) -> Result<Started, AppError> {
        let intent = self.text(TextKind::Intent, &asked.intent)?;
        within("tags", asked.tags.len(), MOST_TAGS)?;
        let tags = self.texts(TextKind::Tag, &asked.tags)?;
        let tasks = self.tasks(&asked.tasks)?;
        let roadmap =
            asked.roadmap.as_deref().map(|item| self.text(TextKind::RoadmapItem, item)).transpose()?;
        let author = self.author(asked.agent.as_ref())?;
        let branch = self.repo.head()?.branch().map(str::to_owned);
        let store = self.store_or_make()?;
        let mut also_here = Vec::new();
        let mut session = store.create::<AppError>(self.worktree(), |here, now| {
            also_here = asked_for_and_at_work(&here.candidates, now);
            Ok(Session::open(Opening {
                id: self.fresh_id(now)?,
                project: self.project(),
                intent: intent.clone(),
                started_at: now,
                branch: branch.clone(),
                worktree: self.worktree().to_owned(),
                author: author.clone(),
                made_by: MadeBy::Start,
                tags: tags.clone(),
                owner: None,
                roadmap: roadmap.clone(),
                parent: None,
            }))
        })??;
        // It has begun. Whatever goes wrong from here on is told, and stops nothing.
        let (mut ended, mut remarks) = (Vec::new(), Vec::new());
        if !tasks.is_empty() {
            match store.update(session.id(), |session, now| session.add_tasks(&tasks, now).map(drop)) {
                Ok(written) => session = written.value,
                Err(error) => remarks.push(format!("its tasks were not added: {error}")),
            }
        }
        for session in store.snapshot(Which::Live).sessions.iter().filter(|it| it.id() != session.id()) {
            match self.end_if_over(&store, session) {
                Ok(true) => ended.push(session.id().clone()),
                Ok(false) => {}
                Err(error) => remarks.push(error.to_string()),
            }
        }
        let has_hooks = self.has_hooks();
        let begun = if has_hooks { progress::set_apart(&self.repo) } else { progress::begin(&self.repo) };
        if let Err(error) = begun {
            remarks.push(error.to_string());
        }
        store.sweep();
        Ok(Started { session, also_here, ended, remarks, has_hooks })
    }

    pub(crate) fn fresh_id(&self, now: Time) -> Result<SessionId, AppError> {
        let bits = (self.edge.random)().map_err(AppError::Random)?;
        Ok(SessionId::new(now, RandomBits(bits)))
    }

    /// The subjects of tasks for a session that is not there yet.
    fn tasks(&self, subjects: &[String]) -> Result<Vec<Text>, AppError> {
        within("tasks", subjects.len(), Tasks::MOST)?;
        let subjects = self.texts(TextKind::TaskSubject, subjects)?;
        let mut tasks = Tasks::default();
        for subject in &subjects {
            tasks.add(subject.clone(), self.edge.clock.now())?;
        }
        Ok(subjects)
    }

    fn author(&self, agent: Option<&Agent>) -> Result<Author, AppError> {
        Ok(match agent {
            Some(agent) => Author {
                kind: AuthorKind::Agent,
                name: self.text(TextKind::AuthorName, &agent.name)?,
                conversation: agent
                    .conversation
                    .as_deref()
                    .map(|text| self.text(TextKind::Conversation, text))
                    .transpose()?,
            },
            None => Author {
                kind: AuthorKind::Person,
                name: Text::shortened(
                    TextKind::AuthorName,
                    &self.edge.author_name.clone().or_else(|| self.repo.user_name()).unwrap_or_default(),
                    "unknown",
                ),
                conversation: None,
            },
        })
    }

    /// Ends a session that the tool opened: in this worktree, since somebody has now begun; elsewhere, where it is over
    /// by itself. Decided again under its lock.
    fn end_if_over(&self, store: &Store, seen: &Session) -> Result<bool, ChangeError> {
        let made_by_tool = seen.opening().made_by == MadeBy::AutoStart;
        let unsettled = seen.status().name() == StatusName::Completed;
        if !(made_by_tool && seen.status().name() == StatusName::Active || unsettled) {
            return Ok(false);
        }
        let mut over = false;
        let changed = store.update(seen.id(), |session, now| {
            if has_ended_by_itself(session.head(), session.derive_last_sign(), now) {
                over = true;
                return session.close("start", now);
            }
            if session.head().takes_entries().is_ok() && session.opening().worktree == self.worktree() {
                over = true;
                return session.complete(Outcome { kind: OutcomeKind::Done, note: None }, "start", now);
            }
            Ok(())
        });
        match changed {
            // Whoever was quicker has ended it.
            Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
            Ok(_) => Ok(over),
        }
    }
}

/// Refuses more than are taken.
pub(crate) fn within(what: &'static str, count: usize, limit: usize) -> Result<(), AppError> {
    if count <= limit { Ok(()) } else { Err(AppError::TooMany { what, count, limit }) }
}

fn asked_for_and_at_work(here: &[Candidate], now: Time) -> Vec<AtWork> {
    let asked_for = |candidate: &&Candidate| candidate.head.opening.made_by == MadeBy::Start;
    here.iter().filter(asked_for).filter(|it| it.is_at_work(now)).map(|it| AtWork::from(&it.head)).collect()
}
