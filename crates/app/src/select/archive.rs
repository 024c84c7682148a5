//! The completed sessions: what the index says of them, and what is not in it.

use core_model::SessionId;
use index::{Index, IndexError};
use store::{Problem, Store};

use super::refresh::{Delta, is_worth_writing, look, write};
use crate::workspace::Workspace;

/// The file of a session in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loose {
    pub(crate) month: String,
    pub(crate) id: SessionId,
}

/// The completed sessions. Each is either in the index, as it stands in its file, or loose.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    /// `None`: all are loose.
    pub(crate) index: Option<Index>,
    /// Those that the index does not know, or not as they are.
    pub(crate) loose: Vec<Loose>,
    /// What the index knows and is so no more.
    pub(crate) outdated: Vec<SessionId>,
    /// What could not be read.
    pub(crate) problems: Vec<Problem>,
}

impl Workspace {
    /// The completed sessions, with an index that is brought up to date where that is worth it. Without one it takes longer.
    pub(crate) fn archive(&self, store: &Store) -> Archive {
        let opened = store.cache().ok().flatten().ok_or(IndexError::Missing).and_then(|it| Index::open(&it));
        match opened {
            Ok(index) => match look(store, Some(&index)) {
                Ok(delta) if is_worth_writing(&delta, true, self.now()) => {
                    drop(index);
                    self.refreshed(store, false)
                }
                Ok(delta) => with(store, Some(index), delta),
                Err(error) if error.wants_another() => self.refreshed(store, true),
                Err(_) => unindexed(store),
            },
            Err(error) if error.wants_another() => match look(store, None) {
                // Whether it is still damaged is seen by who alone may write it: somebody else may have made it anew.
                Ok(delta) if is_worth_writing(&delta, false, self.now()) => self.refreshed(store, false),
                Ok(delta) => with(store, None, delta),
                Err(_) => unindexed(store),
            },
            Err(_) => unindexed(store),
        }
    }

    /// The same where the index turned out to be damaged while it was asked.
    pub(crate) fn archive_anew(&self, store: &Store) -> Archive {
        self.refreshed(store, true)
    }

    fn refreshed(&self, store: &Store, damaged: bool) -> Archive {
        match write(store, damaged, &|done, all| self.edge.meter.tell("Reading sessions", done, Some(all))) {
            Ok((index, delta)) => with(store, Some(index), delta),
            // It may not be written, or somebody else is at it: what it says is as good as it was.
            Err(_) => {
                let opened = store.cache().ok().flatten().and_then(|folder| Index::open(&folder).ok());
                match look(store, opened.as_ref()) {
                    Ok(delta) => with(store, opened, delta),
                    Err(_) => unindexed(store),
                }
            }
        }
    }
}

/// All sessions of the archive, without an index.
pub(crate) fn unindexed(store: &Store) -> Archive {
    match look(store, None) {
        Ok(delta) => with(store, None, delta),
        Err(_) => Archive::default(),
    }
}

fn with(store: &Store, index: Option<Index>, delta: Delta) -> Archive {
    let mut archive = Archive { index, problems: delta.problems, ..Archive::default() };
    archive.outdated = delta.gone;
    for listed in delta.months {
        archive.outdated.extend(listed.outdated);
        let loose = listed.new.into_iter().map(|file| Loose { month: listed.name.clone(), id: file.id });
        archive.loose.extend(loose);
    }
    let remarked = archive.index.as_ref().map(Index::remarked).and_then(Result::ok).unwrap_or_default();
    for (month, id, is_taken) in remarked {
        if archive.outdated.contains(&id) {
            continue;
        }
        if is_taken {
            match store.read_filed(&month, &id) {
                Ok(Some(loaded)) => archive.problems.extend(loaded.problems),
                Ok(None) => {}
                Err(problem) => archive.problems.push(problem),
            }
        } else {
            archive.loose.push(Loose { month, id });
        }
    }
    archive
}
