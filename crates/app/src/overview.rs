//! Reading it back.

use core_model::attribution::Candidate;
use core_model::{Commit, Session, SessionId, Time};
use store::{Problem, Which};

use crate::error::AppError;
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
    /// The active and the parked sessions, the oldest first, without those that ended by themselves.
    pub live: Vec<Session>,
    /// Commits that belong to no session.
    pub unassigned: Vec<Commit>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Whether commits are recorded by themselves.
    pub has_hooks: bool,
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

/// One session.
#[derive(Debug)]
pub struct Shown {
    /// The session.
    pub session: Session,
    /// What is not as it should be in its file.
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
        let now = self.edge.clock.now();
        let head = self.repo.head()?;
        let mut overview = Overview {
            project: self.project(),
            worktree: self.worktree().to_owned(),
            branch: head.branch().map(str::to_owned),
            current: None,
            live: Vec::new(),
            unassigned: Vec::new(),
            problems: Vec::new(),
            has_hooks: self.has_hooks(),
            now,
        };
        if let Some(store) = self.store()? {
            let snapshot = store.snapshot(Which::Live);
            overview.current = self.current(&store).ok();
            overview.live = snapshot.sessions;
            overview.live.retain(|session| {
                let last_sign = session.derive_last_sign();
                !Candidate { head: session.head().clone(), last_sign }.is_over_by_itself(now)
            });
            overview.unassigned = snapshot.unassigned;
            overview.problems = snapshot.problems;
        }
        Ok(overview)
    }

    /// Everything.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn log(&self) -> Result<Stored, AppError> {
        let now = self.edge.clock.now();
        let snapshot = self.store()?.map(|store| store.snapshot(Which::All)).unwrap_or_default();
        let store::Snapshot { sessions, unassigned, problems } = snapshot;
        Ok(Stored { sessions, unassigned, problems, now })
    }

    /// One session.
    ///
    /// # Errors
    /// [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Unreadable`].
    pub fn show(&self, session: Option<&str>) -> Result<Shown, AppError> {
        let store = self.existing()?;
        let id = self.find(&store, session)?;
        let missing = || AppError::Find(store::FindError::NotFound(id.to_string()));
        let loaded = store.read(&id).map_err(AppError::Unreadable)?.ok_or_else(missing)?;
        Ok(Shown { session: loaded.session, problems: loaded.problems, now: self.edge.clock.now() })
    }
}
