//! One session, and what stands around it.

use chrono::TimeDelta;
use core_model::attribution::derive_by_now;
use core_model::{Evidence, Session, SessionId, Time};
use git::ResolveError;
use store::{FindError, KnownCommits, Problem, Store};

use crate::error::AppError;
use crate::hook::reconcile::Reconciled;
use crate::why::{find_recorded, latest};
use crate::workspace::{Workspace, no_session};

/// One session.
#[derive(Debug)]
pub struct Shown {
    /// The session.
    pub session: Session,
    /// The commit by which it was found. `None`: it was named itself.
    pub found_by: Option<FoundBy>,
    /// The session that it goes on with. `None`: it goes on with none, or that one is gone.
    pub parent: Option<Session>,
    /// The sessions that go on with it, by their ids.
    pub children: Vec<SessionId>,
    /// The same, as far as they can be read.
    pub children_read: Vec<Session>,
    /// The longest gap between two signs of life in which somebody worked.
    pub gap: TimeDelta,
    /// What is not as it should be in its file.
    pub problems: Vec<Problem>,
    /// What no hook had seen and was recorded just now.
    pub reconciled: Reconciled,
    /// The time that all this was true.
    pub now: Time,
}

/// A commit by which a session was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundBy {
    /// Its id in full.
    pub sha: String,
    /// On what ground it belongs to the session.
    pub evidence: Evidence,
    /// What it is called now, where others took its place.
    pub became: Vec<String>,
}

impl Workspace {
    /// One session: the one that is named, or else the one that the commit of this name belongs to.
    ///
    /// # Errors
    /// [`AppError::NoneHere`], [`AppError::ManyHere`], [`AppError::Find`], [`AppError::Unreadable`]; where it is no session,
    /// [`AppError::Neither`], [`AppError::OfNone`], [`AppError::Commit`].
    pub fn show(&self, asked: Option<&str>) -> Result<Shown, AppError> {
        let reconciled = self.catch_up();
        let Some(store) = self.store_to_read()? else { return Err(no_session(asked)) };
        let (id, found_by) = match (self.find_to_read(&store, asked), asked) {
            (Err(AppError::Find(FindError::NotFound(_))), Some(commit)) if may_be_a_commit(commit) => {
                let (id, found_by) = self.find_by_commit(&store, commit)?;
                (id, Some(found_by))
            }
            (found, _) => (found?, None),
        };
        let loaded =
            store.show(&id).map_err(AppError::Unreadable)?.ok_or_else(|| no_session(Some(id.as_str())))?;
        let now = self.edge.clock.now();
        let session = derive_by_now(loaded.session, now);
        let parent = session.opening().parent.as_ref();
        let parent = parent.and_then(|parent| self.read_named(std::slice::from_ref(parent)).pop());
        let children = self.children_of(store.clone(), &session);
        let children_read = self.read_named(&children);
        let (gap, problems) = (self.active_gap(), loaded.problems);
        Ok(Shown { session, found_by, parent, children, children_read, gap, problems, reconciled, now })
    }

    fn find_by_commit(&self, store: &Store, asked: &str) -> Result<(SessionId, FoundBy), AppError> {
        let sha = self.which_commit(Some(store), asked).map_err(|error| match error {
            AppError::Commit(ResolveError::NoSuchCommit { .. }) => AppError::Neither(asked.to_owned()),
            other => other,
        })?;
        let known = KnownCommits::at(&self.repo.state_dir());
        let became = latest(&known, &sha);
        // Of one that is not recorded itself, what took its place may be.
        for name in std::iter::once(&sha).chain(&became) {
            if let (Some(commit), Some(session)) = find_recorded(store, &known, name, &mut Vec::new()) {
                return Ok((session.id().clone(), FoundBy { sha, evidence: commit.evidence, became }));
            }
        }
        Err(AppError::OfNone { sha })
    }
}

/// An id in full is a session's, whether there is one or not, and so is what counts back from the current one.
fn may_be_a_commit(asked: &str) -> bool {
    !asked.starts_with("@~") && asked.parse::<SessionId>().is_err()
}
