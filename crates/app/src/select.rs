//! Choosing among all sessions, one after another, so that nobody needs to hold them all.

use core_model::attribution::derive_by_now;
use core_model::{Commit, Session, SessionId, Time, derive_children};
use store::{Problem, Snapshot, Which};

use crate::error::AppError;
use crate::filter::Filter;
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

    /// The same of sessions that are named: what goes on with one, and what it goes on with. Those that are gone are left
    /// out.
    pub(crate) fn read_named(&self, ids: &[SessionId]) -> Vec<Session> {
        let Ok(Some(store)) = self.store_to_read() else { return Vec::new() };
        let now = self.edge.clock.now();
        let read = ids.iter().filter_map(|id| store.read(id).ok().flatten());
        read.map(|loaded| derive_by_now(loaded.session, now)).collect()
    }
}
