//! Taking up again what was put aside, and going on with what is over.

use core_model::{Continuation, Place, Refusal, Session, SessionId, Status, StatusName, Text, TextKind};
use store::{ChangeError, Store, Which};

use crate::care::is_gone;
use crate::error::{AppError, AtWork};
use crate::said::Said;
use crate::start::Agent;
use crate::workspace::Workspace;

/// How often another id is drawn. Fifty random bits are never the same twice in a row but by a broken source.
const TRIES: usize = 8;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Resume {
    /// Which session. `None`: the only one that is parked in this worktree.
    pub session: Option<String>,
    /// What it is for from now on. `None`: what it was for.
    pub intent: Option<String>,
    /// Whether it is worked on in this worktree and on its branch from now on, wherever that was before.
    pub here: bool,
    /// The agent that works. `None`: a person.
    pub agent: Option<Agent>,
}

/// What came of it.
#[derive(Debug)]
pub struct Resumed {
    /// The session that goes on.
    pub session: Session,
    /// The one that was parked.
    pub parent: Session,
    /// Why that was parked.
    pub reason: Option<Text>,
    /// Others that are at work in its worktree: commits made there cannot be told apart.
    pub also_there: Vec<AtWork>,
    /// Sessions of the tool's own making that ended with this.
    pub ended: Vec<SessionId>,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
    /// Whether commits are recorded by themselves.
    pub has_hooks: bool,
}

impl Workspace {
    /// Takes up a parked session: it is over, and a new one goes on with it. However many ask at once, one does it, and
    /// the others learn which session goes on. Where its worktree is gone, it is worked on in this one from now on.
    ///
    /// # Errors
    /// [`AppError::Change`] with [`Refusal::Resumed`] where another was quicker; [`AppError::NoneParked`],
    /// [`AppError::ManyParked`], [`AppError::Find`], [`AppError::Text`]. Then nothing has happened.
    pub fn resume(&self, asked: &Resume) -> Result<Resumed, AppError> {
        let store = self.store_of(asked.session.as_deref()).map_err(|error| match error {
            AppError::NoneHere { .. } => AppError::NoneParked { elsewhere: Vec::new() },
            error => error,
        })?;
        let id = self.find_parked(&store, asked.session.as_deref())?;
        self.resume_in(&store, &id, asked, &Said::default())
    }

    /// The same of a session that was found, of the child of which more is said.
    pub(crate) fn resume_in(
        &self,
        store: &Store,
        id: &SessionId,
        asked: &Resume,
        said: &Said,
    ) -> Result<Resumed, AppError> {
        let found = self.catch_up();
        let mut remarks = found.remarks();
        let here = asked.here || self.worktree_is_gone(store, id);
        let with = self.continuation(&Resume { here, ..asked.clone() })?;
        for _ in 0..TRIES {
            let with = Continuation { id: self.fresh_id(store.now())?, ..with.clone() };
            let child = with.id.clone();
            let mut reason = None;
            let resume = |session: &mut Session, now| {
                if let Status::Parked(parked) = session.status() {
                    reason = Some(parked.reason.clone());
                }
                let mut child = session.resume(with, now)?;
                said.apply(&mut child, now)?;
                Ok(child)
            };
            match store.update_and_open(id, &child, resume) {
                Err(ChangeError::Taken(_)) => {}
                Err(error) => return Err(error.into()),
                Ok(written) => {
                    let pair = written.value;
                    remarks.extend(written.remarks.iter().map(ToString::to_string));
                    let also_there = self.also_at_work(store, &pair.opened);
                    let ended = self.after_beginning(
                        store,
                        &pair.opened,
                        Some(&pair.changed),
                        found.left,
                        &mut remarks,
                    );
                    let (session, parent, has_hooks) = (pair.opened, pair.changed, self.has_hooks());
                    if let Ok(Some(named)) = self.named()
                        && named != *session.id()
                    {
                        let (variable, id) = (config::env::SESSION, session.id());
                        remarks.push(format!(
                            "{variable} names {named}; to work on this one: export {variable}={id}"
                        ));
                    }
                    return Ok(Resumed { session, parent, reason, also_there, ended, remarks, has_hooks });
                }
            }
        }
        Err(AppError::Change(ChangeError::Taken(id.clone())))
    }

    /// What a session that goes on with another has of its own. Its id is drawn later.
    pub(crate) fn continuation(&self, asked: &Resume) -> Result<Continuation, AppError> {
        let place = if asked.here {
            let branch = self.repo.head()?.branch().map(str::to_owned);
            Some(Place { worktree: self.worktree().to_owned(), branch })
        } else {
            None
        };
        Ok(Continuation {
            id: self.fresh_id(self.edge.clock.now())?,
            author: self.author(asked.agent.as_ref())?,
            owner: self.owner(asked.agent.as_ref())?,
            intent: asked.intent.as_deref().map(|text| self.text(TextKind::Intent, text)).transpose()?,
            place,
        })
    }

    fn worktree_is_gone(&self, store: &Store, id: &SessionId) -> bool {
        let found = store.read(id).ok().flatten();
        found.is_some_and(|it| is_gone(self.repo.worktree_names().as_deref(), &it.session))
    }

    fn find_parked(&self, store: &Store, asked: Option<&str>) -> Result<SessionId, AppError> {
        if let Some(asked) = asked {
            return self.find(store, Some(asked));
        }
        let snapshot = store.snapshot(Which::Live);
        let live = snapshot.sessions;
        let parked = |it: &&Session| it.status().name() == StatusName::Parked;
        let here = |it: &&Session| it.opening().worktree == self.worktree();
        let all: Vec<&Session> = live.iter().filter(parked).collect();
        match all.iter().copied().filter(here).collect::<Vec<_>>()[..] {
            [only] => Ok(only.id().clone()),
            [] => match (self.resumed_here(store, &live), snapshot.problems.into_iter().next()) {
                (Some(refusal), _) => Err(AppError::Change(refusal.into())),
                // It may be what is meant.
                (None, Some(problem)) => Err(AppError::Unreadable(problem)),
                (None, None) => Err(AppError::NoneParked {
                    elsewhere: all.iter().map(|it| AtWork::from(it.head())).collect(),
                }),
            },
            ref several => Err(AppError::ManyParked {
                sessions: several.iter().map(|it| AtWork::from(it.head())).collect(),
            }),
        }
    }

    /// Where nothing is parked here any more because somebody was quicker: the session that goes on.
    fn resumed_here(&self, store: &Store, live: &[Session]) -> Option<Refusal> {
        let here = live.iter().rev().find(|it| it.opening().worktree == self.worktree())?;
        let parent = here.opening().parent.clone()?;
        let resumed = store.read(&parent).ok()??.session.status().resumed_as() == Some(here.id());
        resumed.then(|| Refusal::Resumed { id: parent, child: here.id().clone() })
    }

    /// A session that goes on with one that is over, before it is written.
    pub(crate) fn continue_over(&self, store: &Store, parent: &str) -> Result<Session, AppError> {
        let id = self.find(store, Some(parent))?;
        let loaded = store.read(&id).map_err(AppError::Unreadable)?;
        Ok(loaded.ok_or(AppError::Change(ChangeError::NotFound(id)))?.session)
    }
}

impl AppError {
    /// The session that goes on with the one that was asked for. `None`: that is not what is wrong.
    #[must_use]
    pub fn resumed_as(&self) -> Option<&SessionId> {
        match self {
            Self::Change(ChangeError::Refused(Refusal::Resumed { child, .. })) => Some(child),
            _ => None,
        }
    }
}
