//! What the next person or agent needs to go on with a session.

use core_model::attribution::derive_by_now;
use core_model::{Session, SessionId};
use git::Uncommitted;
use store::{Problem, Store};

use crate::care::is_gone;
use crate::error::{AppError, chain};
use crate::hook::reconcile::Reconciled;
use crate::workspace::{Workspace, no_session};

/// How many sessions before it are looked at.
const MOST_BEFORE: usize = 8;

/// What there is to know.
#[derive(Debug)]
pub struct Brief {
    /// The session.
    pub session: Session,
    /// The sessions that go on with it.
    pub children: Vec<SessionId>,
    /// The sessions that it goes on with, the latest first.
    pub before: Vec<Session>,
    /// Where it is worked on.
    pub place: WorkPlace,
    /// What stands there and is in no commit yet, or why that cannot be said. `None`: the worktree is gone.
    pub uncommitted: Option<Result<Uncommitted, String>>,
    /// What is not as it should be in its file.
    pub problems: Vec<Problem>,
    /// What no hook had seen and was recorded just now.
    pub reconciled: Reconciled,
    /// The time that all this was true.
    pub now: core_model::Time,
}

/// Where a session is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkPlace {
    /// In this worktree.
    Here,
    /// In another worktree.
    Elsewhere,
    /// In a worktree that is not there any more.
    Gone,
}

impl Workspace {
    /// What there is to know of a session: the one that is asked for, else the current one, else the latest of this
    /// worktree. Runs git, to see what is in no commit yet.
    ///
    /// # Errors
    /// As of [`Workspace::show`].
    pub fn brief(&self, session: Option<&str>) -> Result<Brief, AppError> {
        let reconciled = self.catch_up();
        let Some(store) = self.store_to_read()? else { return Err(no_session(session)) };
        let id = self.find_to_read(&store, session)?;
        let loaded =
            store.show(&id).map_err(AppError::Unreadable)?.ok_or_else(|| no_session(Some(id.as_str())))?;
        let now = self.now();
        let session = derive_by_now(loaded.session, now);
        let mut problems = loaded.problems;
        let before = self.before(&store, &session, &mut problems);
        let (place, uncommitted) = self.look_where_it_is_worked_on(&session);
        let children = self.children_of(store.clone(), &session);
        Ok(Brief { session, children, before, place, uncommitted, problems, reconciled, now })
    }

    fn before(&self, store: &Store, session: &Session, problems: &mut Vec<Problem>) -> Vec<Session> {
        let mut before: Vec<Session> = Vec::new();
        while before.len() < MOST_BEFORE {
            let latest = before.last().unwrap_or(session);
            let Some(parent) = latest.opening().parent.clone() else { break };
            // Files that were changed by hand could lead in a circle.
            if parent == *session.id() || before.iter().any(|it| *it.id() == parent) {
                break;
            }
            match store.read(&parent) {
                Ok(Some(loaded)) => before.push(loaded.session),
                // It was forgotten, or it lies in another clone.
                Ok(None) => break,
                Err(problem) => {
                    problems.push(problem);
                    break;
                }
            }
        }
        before
    }

    fn look_where_it_is_worked_on(
        &self,
        session: &Session,
    ) -> (WorkPlace, Option<Result<Uncommitted, String>>) {
        let look = |repo: &git::Repo| repo.uncommitted().map_err(|error| chain(&error));
        if session.opening().worktree == self.worktree() {
            return (WorkPlace::Here, Some(look(&self.repo)));
        }
        let others = self.repo.others();
        let its = others.iter().find(|repo| repo.worktree_name() == session.opening().worktree);
        match its {
            Some(repo) => (WorkPlace::Elsewhere, Some(look(repo))),
            None if is_gone(self.repo.worktree_names().as_deref(), session) => (WorkPlace::Gone, None),
            None => (WorkPlace::Elsewhere, None),
        }
    }
}
