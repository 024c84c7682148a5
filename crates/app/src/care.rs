//! Looking after sessions: signs of life, and what is done about those that give none.

use chrono::TimeDelta;
use core_model::care::{self, Caller, Care, Holder, Policy, Seen};
use core_model::{Owner, Session, SessionId, Source, StatusName};
use store::{Beat, Problem, Remark, Store, Which};

use crate::error::AppError;
use crate::workspace::Workspace;

/// What became of one of several.
#[derive(Debug)]
pub struct Item<T> {
    /// The session.
    pub id: SessionId,
    /// What was done, or why it was not. A failure stops none of the others.
    pub done: Result<T, AppError>,
}

/// Signs of life for all that is the caller's.
#[derive(Debug, Default)]
pub struct Beaten {
    /// Each of the caller's sessions.
    pub items: Vec<Item<Vec<Remark>>>,
    /// What could not be read: it may be the caller's.
    pub problems: Vec<Problem>,
}

/// A session that needs care, as it was read.
#[derive(Debug)]
pub struct Found {
    /// The session.
    pub session: Session,
    /// What it needs.
    pub care: Care,
}

/// What was found, and what could not be read.
#[derive(Debug)]
pub struct Stale {
    /// The sessions that need care, the oldest first.
    pub found: Vec<Found>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that this was true.
    pub now: core_model::Time,
}

/// What became of a session that needed care.
#[derive(Debug)]
pub struct Tended {
    /// The session, as it was read.
    pub session: Session,
    /// What was done, or why it was not. `None`: it gave a sign of life since, or it is not due.
    pub done: Result<Option<Care>, AppError>,
}

/// What was done about those that need care.
#[derive(Debug)]
pub struct Cleaned {
    /// Each that needed care when it was read. A failure stops none of the others.
    pub items: Vec<Tended>,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that it began.
    pub now: core_model::Time,
}

impl Workspace {
    /// Gives a sign of life to the session that is asked for, or the current one.
    ///
    /// # Errors
    /// [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Change`].
    pub fn heartbeat(&self, session: Option<&str>) -> Result<(SessionId, Vec<Remark>), AppError> {
        let store = self.store_of(session)?;
        let id = self.find(&store, session)?;
        let remarks = self.beat(&store, &id, self.worktree())?;
        Ok((id, remarks))
    }

    /// Gives a sign of life to each active session that is the caller's: those that a process above this one holds, and
    /// those of this worktree that none holds. One that fails stops none of the others.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::Config`].
    pub fn heartbeat_project(&self) -> Result<Beaten, AppError> {
        if self.store_to_read()?.is_none() {
            return Ok(Beaten::default());
        }
        let store = self.store_of(None)?;
        let above = (self.edge.processes.ancestors)();
        let ancestors: Vec<Owner> = above.into_iter().map(|ancestor| ancestor.owner).collect();
        let caller = Caller { worktree: self.worktree(), ancestors: &ancestors };
        let snapshot = store.snapshot(Which::Live);
        let mut items = Vec::new();
        for session in snapshot.sessions {
            if care::belongs_to(session.head(), &caller) {
                let done = self.beat(&store, session.id(), &session.opening().worktree);
                items.push(Item { id: session.id().clone(), done });
            }
        }
        Ok(Beaten { items, problems: snapshot.problems })
    }

    /// The one way in which a command gives a sign of life.
    fn beat(&self, store: &Store, id: &SessionId, worktree: &str) -> Result<Vec<Remark>, AppError> {
        match store.beat(id, worktree, Source::Command)? {
            Beat::Recent => Ok(Vec::new()),
            Beat::Recorded(remarks) => Ok(remarks),
        }
    }

    /// The active sessions that nobody seems to work on any more. Nothing is changed.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::Config`].
    pub fn stale(&self) -> Result<Stale, AppError> {
        let now = self.edge.clock.now();
        let Some(store) = self.store_to_read()? else {
            return Ok(Stale { found: Vec::new(), problems: Vec::new(), now });
        };
        let snapshot = store.snapshot(Which::Live);
        let found = self.judge(&snapshot.sessions, now)?;
        Ok(Stale { found, problems: snapshot.problems, now })
    }

    /// Those of some sessions that nobody seems to work on any more.
    ///
    /// # Errors
    /// [`AppError::Config`].
    pub(crate) fn judge(&self, sessions: &[Session], now: core_model::Time) -> Result<Vec<Found>, AppError> {
        let (policy, worktrees) = (self.policy()?, self.repo.worktree_names());
        let judged = sessions.iter().filter_map(|session| {
            let care = care::judge(session, self.seen(session, worktrees.as_deref()), &policy, now)?;
            Some(Found { session: session.clone(), care })
        });
        Ok(judged.collect())
    }

    /// Closes the sessions that gave no sign of life for too long, and puts aside those whose process or worktree is gone.
    /// Each is looked at again under its lock, at a time of its own. One that fails stops none of the others, and what is
    /// derived from them is brought up to date once, afterwards.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::Config`]; then nothing was done.
    pub fn clean(&self) -> Result<Cleaned, AppError> {
        let stale = self.stale()?;
        let Stale { found, problems, now } = stale;
        let mut cleaned = Cleaned { items: Vec::new(), remarks: Vec::new(), problems, now };
        if found.is_empty() {
            self.pack_history(&mut cleaned.remarks);
            return Ok(cleaned);
        }
        let (store, policy) = (self.store_of(None)?, self.policy()?);
        let worktrees = self.repo.worktree_names();
        let mut changed = Vec::new();
        for Found { session, .. } in found {
            let (worktrees, remarks) = (worktrees.as_deref(), &mut cleaned.remarks);
            let done = self.tend(&store, &session, &policy, worktrees, &mut changed, remarks);
            cleaned.items.push(Tended { session, done });
        }
        self.after_transitions(&store, &changed, "clean", &mut cleaned.remarks);
        self.pack_history(&mut cleaned.remarks);
        Ok(cleaned)
    }

    fn tend(
        &self,
        store: &Store,
        found: &Session,
        policy: &Policy,
        worktrees: Option<&[String]>,
        changed: &mut Vec<Session>,
        remarks: &mut Vec<String>,
    ) -> Result<Option<Care>, AppError> {
        // A process that is gone stays gone, so it is asked for before the lock is taken.
        let seen = self.seen(found, worktrees);
        let mut done = None;
        let written = store.update(found.id(), |session, now| {
            let unchanged = session.opening().owner == found.opening().owner;
            let seen = if unchanged { seen } else { Seen { holder: Holder::Unknown, ..seen } };
            done = care::tend(session, seen, policy, "clean", now)?;
            Ok(())
        })?;
        remarks.extend(written.remarks.iter().map(|remark| format!("{}: {remark}", found.id())));
        if done.is_some() {
            changed.push(written.value);
        }
        Ok(done)
    }

    fn policy(&self) -> Result<Policy, AppError> {
        let settings = self.settings()?;
        let span = |span| TimeDelta::from_std(span).unwrap_or(TimeDelta::MAX);
        Ok(Policy { stale_after: span(settings.stale_after), orphan_grace: span(settings.orphan_grace) })
    }

    fn seen(&self, session: &Session, worktrees: Option<&[String]>) -> Seen {
        let opening = session.opening();
        let is_active = session.status().name() == StatusName::Active;
        let holder = match &opening.owner {
            Some(owner) if is_active => (self.edge.processes.holder)(owner),
            Some(_) | None => Holder::Unknown,
        };
        Seen { holder, worktree_gone: is_gone(worktrees, session) }
    }
}

/// Whether the worktree in which a session is worked on is none of these. What cannot be said is no reason for anything.
pub(crate) fn is_gone(worktrees: Option<&[String]>, session: &Session) -> bool {
    worktrees.is_some_and(|names| !names.contains(&session.opening().worktree))
}
