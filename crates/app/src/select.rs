//! Choosing among all sessions, one after another, so that nobody needs to hold them all.

use std::path::Path;

use core_model::attribution::derive_by_now;
use core_model::{Commit, Session, SessionId, SessionLines, Time, derive_children};
use store::{Problem, Snapshot, Which};

use crate::error::AppError;
use crate::filter::{Filter, FilterError};
use crate::workspace::Workspace;

/// Which of the sessions that are meant come, and in which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    /// How many of the newest come. `None`: all.
    pub most: Option<usize>,
    /// Whether the oldest of them comes first.
    pub oldest_first: bool,
}

/// One of them.
#[derive(Debug)]
pub struct Selected {
    /// The session, as it is by now.
    pub session: Session,
    /// The sessions that go on with it.
    pub children: Vec<SessionId>,
}

/// The sessions that are meant, one after another: each is read when it is asked for.
#[derive(Debug)]
pub struct Selection {
    sessions: std::vec::IntoIter<Selected>,
    matching: usize,
    unassigned: Vec<Commit>,
    problems: Vec<Problem>,
    now: Time,
}

impl Iterator for Selection {
    type Item = Selected;

    fn next(&mut self) -> Option<Selected> {
        self.sessions.next()
    }
}

impl Selection {
    /// How many sessions are meant, whether they come or not.
    #[must_use]
    pub fn matching(&self) -> usize {
        self.matching
    }

    /// Commits that belong to no session.
    #[must_use]
    pub fn unassigned(&self) -> &[Commit] {
        &self.unassigned
    }

    /// What could not be read up to now.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The same, when all that is wanted has come.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// The time that all this was true.
    #[must_use]
    pub fn now(&self) -> Time {
        self.now
    }
}

impl Workspace {
    /// The sessions that are meant, by when they began: the newest first.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn select(&self, filter: &Filter, order: Order) -> Result<Selection, AppError> {
        let now = self.edge.clock.now();
        let snapshot = self.store_to_read()?.map(|store| store.snapshot(Which::All)).unwrap_or_default();
        let Snapshot { sessions, unassigned, problems } = snapshot;
        let children = derive_children(&sessions);
        let of = |session: &Session| children.get(session.id()).into_iter().flatten();
        let children: Vec<Vec<SessionId>> =
            sessions.iter().map(|session| of(session).map(|&id| id.clone()).collect()).collect();
        let sessions = sessions.into_iter().map(|session| derive_by_now(session, now));
        let mut selected: Vec<Selected> = sessions
            .zip(children)
            .filter(|(session, _)| filter.admits(session))
            .map(|(session, children)| Selected { session, children })
            .collect();
        let matching = selected.len();
        selected.reverse();
        selected.truncate(order.most.unwrap_or(matching));
        if order.oldest_first {
            selected.reverse();
        }
        Ok(Selection { sessions: selected.into_iter(), matching, unassigned, problems, now })
    }

    /// How much each of these sessions changed, as its commits are called now. git is run once for all.
    ///
    /// # Errors
    /// [`AppError::Ask`].
    pub fn lines_of(&self, sessions: &[&Session]) -> Result<Vec<SessionLines>, AppError> {
        let commits = sessions.iter().flat_map(|session| session.record().derive_current());
        let shas: Vec<String> = commits.map(|commit| commit.facts.sha.clone()).collect();
        let counts = self.repo.line_counts(&shas)?;
        Ok(sessions.iter().map(|session| SessionLines::of(session, &counts)).collect())
    }

    /// The path from the top of the worktree that somebody means who stands where the caller stands.
    ///
    /// # Errors
    /// [`FilterError::Outside`].
    pub fn path_from_top(&self, typed: &str) -> Result<String, FilterError> {
        let found = self.repo.path_from_top(&self.edge.cwd, Path::new(typed));
        found.ok_or_else(|| FilterError::Outside(typed.to_owned()))
    }

    /// The full id of the commit that somebody means, as git understands it; of one that git has forgotten, by the beginning
    /// of its id.
    ///
    /// # Errors
    /// [`AppError::Commit`].
    pub fn commit_named(&self, typed: &str) -> Result<String, AppError> {
        self.which_commit(self.store_to_read()?.as_ref(), typed)
    }
}
