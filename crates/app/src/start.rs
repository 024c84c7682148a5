//! Beginning a session.

use core_model::attribution::Candidate;
use core_model::{
    Author, AuthorKind, MadeBy, Opening, Outcome, OutcomeKind, RandomBits, Session, SessionId, Text,
    TextKind, Time,
};
use store::{Store, UpdateError, Which};

use crate::error::AppError;
use crate::workspace::Workspace;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// What the session is for.
    pub intent: String,
    /// Words to find it by.
    pub tags: Vec<String>,
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
    pub also_here: Vec<SessionId>,
    /// Sessions of the tool's own making that ended with this.
    pub ended: Vec<SessionId>,
    /// Whether commits are recorded by themselves.
    pub has_hooks: bool,
}

impl Workspace {
    /// Begins a session in this worktree. A session that the tool made for it ends: somebody has now said what the
    /// work is.
    ///
    /// # Errors
    /// [`AppError::Text`] where a text is empty or too long; [`AppError::Tracked`], [`AppError::Open`] and
    /// [`AppError::Create`] where the store cannot be written.
    pub fn start(&self, asked: &Start) -> Result<Started, AppError> {
        let intent = Text::parse(TextKind::Intent, &asked.intent)?;
        let tags =
            asked.tags.iter().map(|tag| Text::parse(TextKind::Tag, tag)).collect::<Result<Vec<_>, _>>()?;
        let author = self.author(asked.agent.as_ref())?;
        let branch = self.repo.head()?.branch().map(str::to_owned);
        let store = self.store_or_make()?;
        let mut also_here = Vec::new();
        let session = store.create::<AppError>(self.worktree(), |here, now| {
            also_here = at_work(&here.candidates, now);
            Ok(Opening {
                id: self.fresh_id(now)?,
                project: self.project(),
                intent: intent.clone(),
                started_at: now,
                branch: branch.clone(),
                worktree: self.worktree().to_owned(),
                author: author.clone(),
                made_by: MadeBy::Start,
                tags: tags.clone(),
            })
        })??;
        let ended = self.end_own(&store, session.id())?;
        Ok(Started { session, also_here, ended, has_hooks: self.has_hooks() })
    }

    pub(crate) fn fresh_id(&self, now: Time) -> Result<SessionId, AppError> {
        let bits = (self.edge.random)().map_err(AppError::Random)?;
        Ok(SessionId::new(now, RandomBits(bits)))
    }

    fn author(&self, agent: Option<&Agent>) -> Result<Author, AppError> {
        Ok(match agent {
            Some(agent) => Author {
                kind: AuthorKind::Agent,
                name: Text::parse(TextKind::AuthorName, &agent.name)?,
                conversation: agent
                    .conversation
                    .as_deref()
                    .map(|text| Text::parse(TextKind::Conversation, text))
                    .transpose()?,
            },
            None => Author {
                kind: AuthorKind::Person,
                name: Text::shortened(
                    TextKind::AuthorName,
                    &self.repo.user_name().unwrap_or_default(),
                    "unknown",
                ),
                conversation: None,
            },
        })
    }

    /// Ends what the tool itself opened: here, since somebody has now begun; elsewhere, where it is over by itself.
    fn end_own(&self, store: &Store, begun: &SessionId) -> Result<Vec<SessionId>, AppError> {
        let mut ended = Vec::new();
        for session in store.snapshot(Which::Live).sessions {
            let ours = session.opening().made_by == MadeBy::AutoStart && session.id() != begun;
            if ours && self.end_if_over(store, session.id())? {
                ended.push(session.id().clone());
            }
        }
        Ok(ended)
    }

    /// Ends one such session, after a second look under its lock.
    fn end_if_over(&self, store: &Store, id: &SessionId) -> Result<bool, AppError> {
        let mut over = false;
        let changed = store.update(id, |session, now| {
            let candidate = Candidate { head: session.head().clone(), last_sign: session.derive_last_sign() };
            if candidate.is_over_by_itself(now) {
                over = true;
                return session.close("start", now);
            }
            if candidate.is_at_work(now) && session.opening().worktree == self.worktree() {
                over = true;
                return session.complete(Outcome { kind: OutcomeKind::Done, note: None }, "start", now);
            }
            Ok(())
        });
        match changed {
            // Whoever was quicker has ended it.
            Err(UpdateError::NotFound(_) | UpdateError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
            Ok(_) => Ok(over),
        }
    }
}

/// Those that somebody asked for and that are at work.
fn at_work(here: &[Candidate], now: Time) -> Vec<SessionId> {
    let asked_for = |candidate: &&Candidate| candidate.head.opening.made_by == MadeBy::Start;
    here.iter().filter(asked_for).filter(|it| it.is_at_work(now)).map(|it| it.head.id().clone()).collect()
}
