//! What a prompt shows: the shortest way to the session that is meant here. Nothing is written, nothing is caught up, no
//! process is run, and nothing is asked of the whole store.

use core_model::SessionId;
use core_model::attribution::Resolution;
use store::{Deadline, Glance, Open, Store};

use crate::ladder::Asker;
use crate::workspace::Edge;

/// How many live sessions are looked at.
const MOST: usize = 200;

/// What a prompt shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The session that commands mean here. `None`: none, or more than one.
    pub current: Option<SessionId>,
    /// How many sessions compete for the commits made here, where no one of them is current.
    pub at_work_here: usize,
    /// How many of its tasks are open.
    pub tasks: usize,
    /// How many of its questions are open.
    pub questions: usize,
    /// How many sessions are parked, here and in the other worktrees.
    pub parked: usize,
    /// How many active sessions wait for a person, here and in the other worktrees.
    pub waiting: usize,
    /// Whether there are more sessions than were looked at.
    pub more: bool,
}

/// What a prompt shows here. `None`: it is no repository, or has no sessions, or what is there is not ours to read. A
/// prompt is no place to say why.
#[must_use]
pub fn prompt(edge: &Edge) -> Option<Prompt> {
    let repo = git::discover(&edge.cwd, &edge.git).ok()?;
    let store = Store::open(&repo.store_dir(), edge.clock.clone(), Deadline::default()).ok()??;
    let Glance { parked, waiting, more } = store.glance(MOST);
    let (branch, named) = (repo.branch_in_file(), edge.session.as_deref());
    let named: Option<SessionId> = named.and_then(|named| named.parse().ok());
    let asker = Asker { edge, repo: &repo, named: named.as_ref(), speaks: true, branch: branch.as_deref() };
    let (current, at_work_here) = match asker.find(&store).0.resolution {
        Resolution::Session(id, _) => (Some(id), 0),
        Resolution::Ambiguous(ids, _) => (None, ids.len()),
        Resolution::None => (None, 0),
    };
    let open = current.as_ref().and_then(|id| store.open_of(id).ok());
    let Open { tasks, questions } = open.unwrap_or_default();
    Some(Prompt { current, at_work_here, tasks, questions, parked, waiting, more })
}
