//! Choosing among all sessions, one after another, so that nobody needs to hold them all.
//!
//! The live sessions are read, since they are few. Of the completed ones an index says which are meant, and each of those is
//! read from its own file when its turn comes. Without an index all are read, one after another, and the answer is the same.

mod archive;
mod everything;
mod lookup;
mod narrow;
mod refresh;
mod search;

use std::vec;

use core_model::attribution::derive_by_now;
use core_model::{Commit, Digest, Session, SessionId, Time};
use index::IndexError;
use store::Problem;

use crate::error::AppError;
use crate::filter::Filter;
use crate::workspace::Workspace;
use everything::{Everything, Meant};

pub use search::{Hit, Hits};

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
    all: Option<Everything>,
    chosen: vec::IntoIter<Meant>,
    matching: usize,
    unassigned: Vec<Commit>,
    problems: Vec<Problem>,
    now: Time,
}

/// What was found beside sessions in short.
#[derive(Debug)]
pub struct Digested {
    /// Commits that belong to no session.
    pub unassigned: Vec<Commit>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that all this was true.
    pub now: Time,
}

impl Iterator for Selection {
    type Item = Selected;

    fn next(&mut self) -> Option<Selected> {
        let all = self.all.as_mut()?;
        loop {
            let meant = self.chosen.next()?;
            match all.read(&meant) {
                Ok(Some(session)) => {
                    let children = all.children_of(&session);
                    return Some(Selected { session, children });
                }
                // Somebody let go of it since.
                Ok(None) => {}
                Err(problem) => self.problems.push(problem),
            }
        }
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
        self.select_by(order, |all| all.choose(filter, order.most))
    }

    /// The sessions that one of these filters means, each once, the oldest first.
    pub(crate) fn select_any(&self, filters: &[Filter]) -> Result<Selection, AppError> {
        self.select_by(Order { most: None, oldest_first: true }, |all| {
            let mut meant = Vec::new();
            for filter in filters {
                meant.extend(all.choose(filter, None)?.0);
            }
            meant.sort_by(|a, b| b.cmp(a));
            meant.dedup();
            let matching = meant.len();
            Ok((meant, matching))
        })
    }

    fn select_by(
        &self,
        order: Order,
        choose: impl FnMut(&mut Everything) -> Result<(Vec<Meant>, usize), IndexError>,
    ) -> Result<Selection, AppError> {
        let now = self.edge.clock.now();
        let Some(store) = self.store_to_read()? else {
            return Ok(Selection {
                all: None,
                chosen: Vec::new().into_iter(),
                matching: 0,
                unassigned: Vec::new(),
                problems: Vec::new(),
                now,
            });
        };
        let mut all = self.everything(store, now);
        let (mut meant, matching) = all.ask(self, choose);
        if order.oldest_first {
            meant.reverse();
        }
        all.let_go_of_index();
        let (unassigned, problems) = (std::mem::take(&mut all.unassigned), std::mem::take(&mut all.problems));
        Ok(Selection { all: Some(all), chosen: meant.into_iter(), matching, unassigned, problems, now })
    }

    /// Hands out the sessions that are meant in short, one after another, those that began first before the others. What is
    /// not as it should be is the answer.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn each_digest(&self, filter: &Filter, each: &mut dyn FnMut(Digest)) -> Result<Digested, AppError> {
        let now = self.edge.clock.now();
        let Some(store) = self.store_to_read()? else {
            return Ok(Digested { unassigned: Vec::new(), problems: Vec::new(), now });
        };
        let mut all = self.everything(store, now);
        let mut last = None;
        all.ask(self, |all| all.digests(filter, &mut last, each));
        Ok(Digested { unassigned: all.unassigned, problems: all.problems, now })
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

#[cfg(test)]
mod tests;
