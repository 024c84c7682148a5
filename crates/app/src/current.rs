//! Which session a command means.

use core_model::attribution::{self, Resolution};
use core_model::{SessionId, StatusName};
use store::{FindError, Store, Which};

use crate::error::AppError;
use crate::workspace::Workspace;

impl Workspace {
    /// The session that is asked for: `@` or nothing is the current one, `@~N` the one that many before it in this
    /// worktree, anything else a piece of an id.
    pub(crate) fn find(&self, store: &Store, asked: Option<&str>) -> Result<SessionId, AppError> {
        match asked.unwrap_or("@") {
            "@" => self.current(store),
            back if back.starts_with("@~") => self.before_current(store, back),
            piece => Ok(store.find(piece)?),
        }
    }

    /// The session named in the environment, else the only one at work in this worktree.
    pub(crate) fn current(&self, store: &Store) -> Result<SessionId, AppError> {
        if let Some(named) = &self.edge.session {
            return named.parse().map_err(AppError::Variable);
        }
        let here = store.here(self.worktree());
        match attribution::resolve(None, &here.candidates, store.now()) {
            Resolution::Session(id, _) => Ok(id),
            Resolution::Ambiguous(ids) => Err(AppError::ManyHere { ids }),
            Resolution::None => match here.problems.into_iter().next() {
                Some(problem) => Err(AppError::Unreadable(problem)),
                None => Err(AppError::NoneHere { parked: self.parked_here(store) }),
            },
        }
    }

    fn parked_here(&self, store: &Store) -> Vec<SessionId> {
        let live = store.snapshot(Which::Live).sessions.into_iter();
        live.filter(|session| session.opening().worktree == self.worktree())
            .filter(|session| session.status().name() == StatusName::Parked)
            .map(|session| session.id().clone())
            .collect()
    }

    /// Counts back from the current session, or from the latest where none is current.
    fn before_current(&self, store: &Store, asked: &str) -> Result<SessionId, AppError> {
        let unknown = || AppError::Find(FindError::NotFound(asked.to_owned()));
        let back: usize = asked.strip_prefix("@~").and_then(|n| n.parse().ok()).ok_or_else(unknown)?;
        let mut here: Vec<_> = store.snapshot(Which::All).sessions.into_iter().collect();
        here.retain(|session| session.opening().worktree == self.worktree());
        here.sort_by_key(|session| session.opening().started_at);
        let ids: Vec<&SessionId> = here.iter().map(core_model::Session::id).collect();
        let latest = ids.len().checked_sub(1).ok_or_else(unknown)?;
        let from = match self.current(store) {
            Ok(current) => ids.iter().position(|id| **id == current).unwrap_or(latest),
            Err(AppError::NoneHere { .. }) => latest,
            Err(error) => return Err(error),
        };
        let found = from.checked_sub(back).and_then(|at| ids.get(at));
        found
            .map(|id| (*id).clone())
            .ok_or(AppError::TooFarBack { asked: asked.to_owned(), count: ids.len() })
    }
}
