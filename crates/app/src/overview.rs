//! Reading it back.

use core_model::attribution::derive_by_now;
use core_model::{Commit, Session, SessionId, StatusName, Time};
use store::{Problem, Store, Which};

use crate::care::Found;
use crate::error::AppError;
use crate::hook::reconcile::Reconciled;
use crate::workspace::Workspace;

/// What is going on.
#[derive(Debug)]
pub struct Overview {
    /// The project.
    pub project: String,
    /// This worktree.
    pub worktree: String,
    /// The branch. `None`: HEAD is detached.
    pub branch: Option<String>,
    /// The session that commands mean here. `None`: none, or more than one.
    pub current: Option<SessionId>,
    /// How many sessions compete for the commits made here, where no one of them is current.
    pub at_work_here: usize,
    /// Why the session that the environment names cannot be used. `None`: it can, or none is named.
    pub variable: Option<String>,
    /// The active and the parked sessions, the oldest first, without those that ended by themselves.
    pub live: Vec<Session>,
    /// The active sessions that nobody seems to work on any more, the oldest first.
    pub stale: Vec<Found>,
    /// Commits that belong to no session.
    pub unassigned: Vec<Commit>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Whether commits are recorded by themselves.
    pub has_hooks: bool,
    /// What no hook had seen and was recorded just now.
    pub reconciled: Reconciled,
    /// The time that all this was true.
    pub now: Time,
}

/// All that there is.
#[derive(Debug)]
pub struct Stored {
    /// The sessions, the oldest first.
    pub sessions: Vec<Session>,
    /// Commits that belong to none.
    pub unassigned: Vec<Commit>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that all this was true.
    pub now: Time,
}

impl Workspace {
    /// What is live, here and in the other worktrees.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::Head`].
    pub fn overview(&self) -> Result<Overview, AppError> {
        let reconciled = self.catch_up();
        let now = self.edge.clock.now();
        let head = self.repo.head()?;
        let mut overview = Overview {
            reconciled,
            project: self.project(),
            worktree: self.worktree().to_owned(),
            branch: head.branch().map(str::to_owned),
            current: None,
            at_work_here: 0,
            variable: None,
            live: Vec::new(),
            stale: Vec::new(),
            unassigned: Vec::new(),
            problems: Vec::new(),
            has_hooks: self.has_hooks(),
            now,
        };
        if let Some(store) = self.store_to_read()? {
            let snapshot = store.snapshot(Which::Live);
            // Settings that cannot be read are told elsewhere.
            overview.stale = self.judge(&snapshot.sessions, now).unwrap_or_default();
            overview.live =
                snapshot.sessions.into_iter().map(|session| derive_by_now(session, now)).collect();
            overview.live.retain(|session| session.status().name() != StatusName::Completed);
            overview.unassigned = core_model::current_of(snapshot.unassigned);
            // Of the others, a person has said that they are nobody's.
            overview.unassigned.retain(|commit| commit.assigned_at.is_none());
            overview.problems = snapshot.problems;
            match self.look_here(&store) {
                Ok(id) => overview.current = Some(id),
                Err(AppError::ManyHere { sessions }) => overview.at_work_here = sessions.len(),
                Err(_) => {}
            }
            self.check_variable(&store, &mut overview);
        }
        Ok(overview)
    }

    /// Everything.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn log(&self) -> Result<Stored, AppError> {
        let now = self.edge.clock.now();
        let snapshot = self.store_to_read()?.map(|store| store.snapshot(Which::All)).unwrap_or_default();
        let store::Snapshot { sessions, unassigned, problems } = snapshot;
        let sessions = sessions.into_iter().map(|session| derive_by_now(session, now)).collect();
        Ok(Stored { sessions, unassigned, problems, now })
    }

    fn check_variable(&self, store: &Store, overview: &mut Overview) {
        overview.variable = match self.named() {
            Err(error) => self.named_by_a_piece(store).or_else(|| Some(error.to_string())),
            Ok(Some(id)) => {
                let active = |it: &&Session| it.status().name() == StatusName::Active;
                let there = overview.live.iter().filter(active).any(|session| *session.id() == id);
                (!there)
                    .then(|| format!("{} names {id}, which is not an active session", config::env::SESSION))
            }
            Ok(None) => None,
        };
    }
}
