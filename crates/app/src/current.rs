//! Which session a command means.

use core_model::attribution::Resolution;
use core_model::{SessionId, StatusName};
use store::{FindError, Store, Which};

use crate::error::{AppError, AtWork};
use crate::ladder::Asker;
use crate::workspace::Workspace;

impl Workspace {
    /// The session that is asked for: `@` or nothing is the current one, `@~N` the one that many before it in this
    /// worktree, anything else a piece of an id.
    pub(crate) fn find(&self, store: &Store, asked: Option<&str>) -> Result<SessionId, AppError> {
        match asked.unwrap_or("@") {
            "@" => self.current(store),
            back if back.starts_with("@~") => self.before_current(store, back),
            piece => Ok(self.find_piece(store, piece)?),
        }
    }

    /// The same, to read it: where none is current, the latest of this worktree is meant. Nothing is written.
    pub(crate) fn find_to_read(&self, store: &Store, asked: Option<&str>) -> Result<SessionId, AppError> {
        if !matches!(asked, None | Some("@")) {
            return self.find(store, asked);
        }
        match self.look_here(store) {
            Err(AppError::NoneHere { parked }) => {
                self.before_current(store, "@~0").map_err(|_| AppError::NoneHere { parked })
            }
            found => found,
        }
    }

    /// The session named in the environment, else the only one at work in this worktree, else the one that a process
    /// above this one holds.
    pub(crate) fn current(&self, store: &Store) -> Result<SessionId, AppError> {
        match self.look_here(store) {
            Err(AppError::NoneHere { .. }) => {
                // Somebody may have cleaned the notes away.
                store.renew_notes().map_err(AppError::Unreadable)?;
                self.look_here(store)
            }
            found => found,
        }
    }

    /// The session that the environment names. `None`: it names none.
    pub(crate) fn named(&self) -> Result<Option<SessionId>, AppError> {
        self.edge.session.as_deref().map(|named| named.parse().map_err(AppError::Variable)).transpose()
    }

    /// The same, where a piece of an id is enough to tell which.
    fn named_in(&self, store: &Store) -> Result<Option<SessionId>, AppError> {
        match self.named() {
            Err(error) => match self.find_piece(store, self.edge.session.as_deref().unwrap_or_default()) {
                Ok(id) => Ok(Some(id)),
                Err(several @ FindError::Ambiguous { .. }) => Err(AppError::Find(several)),
                Err(_) => Err(error),
            },
            named => named,
        }
    }

    /// What is to be said of an id in the environment that is only a piece of one: hooks take none. `None`: it is whole,
    /// or none.
    pub(crate) fn named_by_a_piece(&self, store: &Store) -> Option<String> {
        let piece = self.edge.session.as_deref().filter(|it| it.parse::<SessionId>().is_err())?;
        let id = self.find_piece(store, piece).ok()?;
        Some(format!("{} must be a whole id, or commits go to no session: {id}", config::env::SESSION))
    }

    /// The current session, without making missing notes anew.
    pub(crate) fn look_here(&self, store: &Store) -> Result<SessionId, AppError> {
        let (named, head) = (self.named_in(store)?, self.repo.head().ok());
        let branch = head.as_ref().and_then(|head| head.branch());
        let asker = Asker { edge: &self.edge, repo: &self.repo, named: named.as_ref(), speaks: true, branch };
        let (found, here) = asker.find(store);
        match found.resolution {
            Resolution::Session(id, _) => Ok(id),
            Resolution::Ambiguous(ids, _) => match here.problems.into_iter().next() {
                Some(problem) => Err(AppError::Unreadable(problem)),
                None => {
                    let several = ids.iter().filter_map(|id| store.noted(id));
                    Err(AppError::ManyHere { sessions: several.map(|it| AtWork::from(&it.head)).collect() })
                }
            },
            Resolution::None => Err(AppError::NoneHere { parked: self.parked_here(store) }),
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
        let current = match self.look_here(store) {
            Ok(current) => Some(current),
            Err(AppError::NoneHere { .. }) => None,
            Err(error) => return Err(error),
        };
        let (found, count) = self.back_from(store, current.as_ref(), back);
        found.ok_or_else(|| match count {
            0 => unknown(),
            count => AppError::TooFarBack { asked: asked.to_owned(), count },
        })
    }
}
