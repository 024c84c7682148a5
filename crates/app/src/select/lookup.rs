//! Looking for single sessions among all: by a piece of an id, back from the current one, what goes on with one.

use std::collections::BTreeSet;

use core_model::{Session, SessionId, StatusName};
use index::{IndexError, Order, Wanted};
use store::{FindError, Store};

use super::everything::{Everything, Meant};
use crate::workspace::Workspace;

/// How many sessions of a worktree are looked at first, to count back in them.
const FIRST: usize = 64;

impl Workspace {
    /// The one session that a piece of an id names.
    pub(crate) fn find_piece(&self, store: &Store, piece: &str) -> Result<SessionId, FindError> {
        // A whole id needs no search, however many others there are.
        if let Ok(id) = piece.parse()
            && store.has(&id).map_err(FindError::File)?
        {
            return Ok(id);
        }
        let mut all = self.everything(store.clone(), self.now());
        let mut ids = all.ask(self, |all| all.begin_with(piece)).into_iter();
        match (ids.next(), ids.next()) {
            (Some(only), None) => Ok(only),
            (Some(first), Some(second)) => {
                let ids = [first, second].into_iter().chain(ids).collect();
                Err(FindError::Ambiguous { piece: piece.to_owned(), ids })
            }
            // It may be one that cannot be read, or there is a folder that cannot be: who lists everything knows.
            (None, _) => store.find(piece),
        }
    }

    /// The session of this worktree that began so many before the current one, or before the latest where none is current;
    /// and how many sessions of this worktree there are, where there are not so many.
    pub(crate) fn back_from(
        &self,
        store: &Store,
        current: Option<&SessionId>,
        back: usize,
    ) -> (Option<SessionId>, usize) {
        let mut all = self.everything(store.clone(), self.now());
        let mut most = FIRST.max(back.saturating_add(1));
        loop {
            let here = all.ask(self, |all| all.of_worktree(self.worktree(), most));
            let from = current.map_or(Some(0), |current| here.iter().position(|it| it.id == *current));
            let is_all = here.len() < most;
            // What is current and is not there is not of this worktree: then the latest of it counts.
            if let Some(from) = from.or(is_all.then_some(0)) {
                let found = from.checked_add(back).and_then(|at| here.get(at));
                if found.is_some() || is_all {
                    return (found.map(|it| it.id.clone()), here.len());
                }
            }
            most = most.saturating_mul(8);
        }
    }

    /// The sessions that go on with one. Only what is over is gone on with; where the session itself does not name the one
    /// that does, the others are asked.
    pub(crate) fn children_of(&self, store: Store, session: &Session) -> Vec<SessionId> {
        let named = session.status().resumed_as();
        if named.is_some() || session.status().name() != StatusName::Completed {
            return named.cloned().into_iter().collect();
        }
        let mut all = self.everything(store, self.now());
        all.each_loose(&mut |_, _| {});
        all.children_of(session)
    }
}

impl Everything {
    /// The sessions that a piece of an id names, in the order of their ids.
    fn begin_with(&mut self, piece: &str) -> Result<BTreeSet<SessionId>, IndexError> {
        let names = self.live.keys().chain(self.loose.iter().map(|it| &it.id));
        let mut ids: BTreeSet<SessionId> = names.filter(|id| id.begins_with(piece)).cloned().collect();
        if let Some(index) = self.archive.index.as_ref().filter(|_| !piece.is_empty()) {
            let except = &self.archive.outdated;
            ids.extend(index.begin_with(piece)?.into_iter().filter(|id| !except.contains(id)));
        }
        Ok(ids)
    }

    /// The newest sessions of a worktree, at most so many.
    fn of_worktree(&mut self, name: &str, most: usize) -> Result<Vec<Meant>, IndexError> {
        let mut here = Vec::new();
        let is_here = |session: &Session| session.opening().worktree == name;
        let live = self.live.values().filter(|session| is_here(session));
        here.extend(live.map(|session| Meant::of(session, None)));
        self.each_loose(&mut |session, month| {
            if is_here(session) {
                here.push(Meant::of(session, Some(month)));
            }
        });
        if let Some(index) = &self.archive.index {
            let wanted = Wanted {
                worktree: Some(Box::new(|it| it == name)),
                except: self.except(),
                ..Wanted::default()
            };
            here.extend(index.choose(&wanted, Order::NewestFirst, Some(most))?.into_iter().map(Meant::from));
        }
        here.sort_by(|a, b| b.cmp(a));
        here.truncate(most);
        Ok(here)
    }
}
