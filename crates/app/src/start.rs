//! Beginning a session.

use core_model::attribution::{Candidate, has_ended_by_itself};
use core_model::{
    Author, AuthorKind, Continuation, MadeBy, Opening, Outcome, OutcomeKind, Owner, Place, RandomBits,
    Session, SessionId, StatusName, Text, TextKind, Time,
};
use store::{ChangeError, Store, Which};

use crate::error::{AppError, AtWork};
use crate::hook::progress;
use crate::said::Said;
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// What the session is for. `None`: an agent does not say.
    pub intent: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// What there is to do.
    pub tasks: Vec<String>,
    /// The part of the project's roadmap that it is for. `None`: none is named.
    pub roadmap: Option<String>,
    /// The agent that works. `None`: a person, by git's `user.name`.
    pub agent: Option<Agent>,
    /// The session that is over and goes on. `None`: none does.
    pub parent: Option<String>,
}

/// An agent that works.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Its name.
    pub name: String,
    /// Its own id of its conversation. `None`: not known.
    pub conversation: Option<String>,
    /// The process that holds the session.
    pub owner: OwnerAsked,
}

/// Which process holds an agent's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OwnerAsked {
    /// The nearest one above this that is no shell.
    #[default]
    Above,
    /// The one of this number.
    Numbered(u32),
    /// None.
    None,
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
        let Said { intent: said, tags, tasks, roadmap } = self.said(asked)?;
        let author = self.author(asked.agent.as_ref())?;
        let owner = self.owner(asked.agent.as_ref())?;
        let branch = self.repo.head()?.branch().map(str::to_owned);
        let store = self.store_or_make()?;
        let parent = asked.parent.as_deref().map(|parent| self.continue_over(&store, parent)).transpose()?;
        let intent = match (said, &parent) {
            (Some(said), _) => said,
            (None, Some(parent)) => parent.opening().intent.clone(),
            (None, None) => self.intent_of(&author)?,
        };
        let found = self.catch_up();
        let mut remarks = found.remarks();
        let mut also_here = Vec::new();
        let session = store.create::<AppError>(self.worktree(), |here, now| {
            also_here = asked_for_and_at_work(&here.candidates, now);
            let id = self.fresh_id(now)?;
            let mut session = match &parent {
                None => Session::open(Opening {
                    id,
                    project: self.project(),
                    intent: intent.clone(),
                    started_at: now,
                    branch: branch.clone(),
                    worktree: self.worktree().to_owned(),
                    author: author.clone(),
                    made_by: MadeBy::Start,
                    tags: tags.clone(),
                    owner: owner.clone(),
                    roadmap: roadmap.clone(),
                    parent: None,
                }),
                Some(parent) => {
                    let place = Place { worktree: self.worktree().to_owned(), branch: branch.clone() };
                    let (author, owner, intent) = (author.clone(), owner.clone(), Some(intent.clone()));
                    let with = Continuation { id, author, owner, intent, place: Some(place) };
                    let mut session = parent.continue_as(with, now).map_err(ChangeError::from)?;
                    session.tag(&tags, &[]).map_err(ChangeError::from)?;
                    if roadmap.is_some() {
                        session.set_roadmap(roadmap.clone()).map_err(ChangeError::from)?;
                    }
                    session
                }
            };
            session.add_tasks(&tasks, now).map_err(ChangeError::from)?;
            Ok(session)
        })??;
        // It has begun. Whatever goes wrong from here on is told, and stops nothing.
        if store::is_on_a_share(store.root()) {
            remarks.push("the repository lies on a network share, where hooks record nothing".into());
        }
        let ended = self.after_beginning(&store, &session, None, found.left, &mut remarks);
        let has_hooks = self.has_hooks();
        Ok(Started { session, also_here, ended, remarks, has_hooks })
    }

    /// What follows when a session has begun, perhaps in the place of another: those of the tool's own making end, commits
    /// made before are set apart, what kills left is swept, and the store is kept. Whatever goes wrong is told, and stops
    /// nothing.
    pub(crate) fn after_beginning(
        &self,
        store: &Store,
        begun: &Session,
        resumed: Option<&Session>,
        left: Vec<String>,
        remarks: &mut Vec<String>,
    ) -> Vec<SessionId> {
        let mut ended: Vec<Session> = Vec::new();
        for session in store.snapshot(Which::Live).sessions.iter().filter(|it| it.id() != begun.id()) {
            match self.end_if_over(store, session, &begun.opening().worktree) {
                Ok(over) => ended.extend(over),
                Err(error) => remarks.push(error.to_string()),
            }
        }
        let set_apart = if self.has_hooks() {
            progress::set_apart(&self.repo, left)
        } else {
            progress::begin(&self.repo)
        };
        if let Err(error) = set_apart {
            remarks.push(error.to_string());
        }
        store.sweep();
        remarks.extend(self.note_in_register());
        let ids = ended.iter().map(|session| session.id().clone()).collect();
        let mut changed = vec![begun.clone()];
        changed.extend(resumed.cloned());
        changed.extend(ended);
        self.after_transitions(store, &changed, if resumed.is_some() { "resume" } else { "start" }, remarks);
        ids
    }

    /// What a session is for of which nothing is said: that an agent works. A person says it.
    fn intent_of(&self, author: &Author) -> Result<Text, AppError> {
        match author.kind {
            AuthorKind::Agent => {
                let works = format!("{} in {}", author.name, self.project());
                Ok(Text::shortened(TextKind::Intent, &works, "an agent's work"))
            }
            AuthorKind::Person => self.text(TextKind::Intent, ""),
        }
    }

    /// The others at work in a session's worktree.
    pub(crate) fn also_at_work(&self, store: &Store, session: &Session) -> Vec<AtWork> {
        let mut there = store.here(&session.opening().worktree).candidates;
        there.retain(|it| it.head.id() != session.id());
        asked_for_and_at_work(&there, store.now())
    }

    /// The process that holds an agent's session. `None`: it is a person's, or none is known.
    pub(crate) fn owner(&self, agent: Option<&Agent>) -> Result<Option<Owner>, AppError> {
        match agent.map(|agent| agent.owner) {
            None | Some(OwnerAsked::None) => Ok(None),
            Some(OwnerAsked::Numbered(pid)) => {
                (self.edge.processes.process)(pid).map(Some).ok_or(AppError::NoProcess(pid))
            }
            Some(OwnerAsked::Above) => {
                let above = (self.edge.processes.ancestors)();
                Ok(above.into_iter().find(|ancestor| !ancestor.is_passing).map(|ancestor| ancestor.owner))
            }
        }
    }

    pub(crate) fn fresh_id(&self, now: Time) -> Result<SessionId, AppError> {
        let bits = (self.edge.random)().map_err(AppError::Random)?;
        Ok(SessionId::new(now, RandomBits(bits)))
    }

    pub(crate) fn author(&self, agent: Option<&Agent>) -> Result<Author, AppError> {
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
    /// by itself. Decided again under its lock. `None`: it goes on, or somebody else has ended it.
    fn end_if_over(
        &self,
        store: &Store,
        seen: &Session,
        begun_in: &str,
    ) -> Result<Option<Session>, ChangeError> {
        let made_by_tool = seen.opening().made_by == MadeBy::AutoStart;
        let unsettled = seen.status().name() == StatusName::Completed;
        if !(made_by_tool && seen.status().name() == StatusName::Active || unsettled) {
            return Ok(None);
        }
        let mut over = false;
        let changed = store.update(seen.id(), |session, now| {
            if has_ended_by_itself(session.head(), session.derive_last_sign(), now) {
                over = true;
                return session.close("start", now);
            }
            if session.head().takes_entries().is_ok() && session.opening().worktree == begun_in {
                over = true;
                return session.complete(Outcome { kind: OutcomeKind::Done, note: None }, "start", now);
            }
            Ok(())
        });
        match changed {
            // Whoever was quicker has ended it.
            Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
            Ok(written) => Ok(over.then_some(written.value)),
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
