//! Which session a commit or a command belongs to: what must be known for it is looked up, and no more.

use core_model::attribution::{self, Around, Caller, Candidate, Found, Resolution};
use core_model::{Owner, SessionId};
use git::Repo;
use store::{Held, Here, Store};

use crate::workspace::Edge;

/// How many sessions are looked at beside those of the worktree. One that speaks for more can tell nothing apart.
const ENOUGH: usize = 16;

/// How many sessions of other worktrees are looked at where none is at work in this one.
const MOST_ELSEWHERE: usize = 64;

/// The agents that have a variable for their conversations.
const AGENTS: [&str; config::env::CONVERSATIONS.len()] = {
    let mut agents = [""; config::env::CONVERSATIONS.len()];
    let mut at = 0;
    while at < agents.len() {
        agents[at] = config::env::CONVERSATIONS[at].1;
        at += 1;
    }
    agents
};

/// Who asks, and where.
pub(crate) struct Asker<'a> {
    pub(crate) edge: &'a Edge,
    pub(crate) repo: &'a Repo,
    /// The session that the environment names.
    pub(crate) named: Option<&'a SessionId>,
    /// Whether the environment and the processes above say anything of what is asked for.
    pub(crate) speaks: bool,
    /// The branch that HEAD is on. `None`: it is detached.
    pub(crate) branch: Option<&'a str>,
}

/// Sessions that are not found by their worktree, and the processes above that hold any.
#[derive(Default)]
pub(crate) struct Beyond {
    candidates: Vec<Candidate>,
    ancestors: Vec<Owner>,
    all: bool,
}

impl Asker<'_> {
    /// Finds the session that is meant, and says what was looked at.
    pub(crate) fn find(&self, store: &Store) -> (Found, Here) {
        let here = store.here(self.repo.worktree_name());
        let mut beyond = self.look_beyond(store, &here);
        let mut found = self.resolve(store, &here, &beyond);
        if found.resolution == Resolution::None
            && self.branch.is_some()
            && let Some(elsewhere) = store.elsewhere(self.repo.worktree_name(), MOST_ELSEWHERE)
        {
            beyond.candidates.extend(elsewhere);
            beyond.all = true;
            found = self.resolve(store, &here, &beyond);
        }
        (found, here)
    }

    /// The session that is meant, from what was looked at.
    pub(crate) fn resolve(&self, store: &Store, here: &Here, beyond: &Beyond) -> Found {
        let caller = Caller {
            named: self.named,
            conversations: if self.speaks { &self.edge.conversations } else { &[] },
            agents: &AGENTS,
            ancestors: &beyond.ancestors,
            worktree: self.repo.worktree_name(),
            branch: self.branch,
        };
        let candidates: Vec<Candidate> = here.candidates.iter().chain(&beyond.candidates).cloned().collect();
        let around =
            Around { candidates: &candidates, unreadable: !here.problems.is_empty(), all: beyond.all };
        attribution::resolve(&caller, around, store.now(), self.edge.processes.holder)
    }

    /// Looks for the sessions that the environment and the processes above speak for. Where nothing is noted of any, that
    /// is one listing.
    pub(crate) fn look_beyond(&self, store: &Store, here: &Here) -> Beyond {
        if !self.speaks {
            return Beyond::default();
        }
        let held = store.held();
        let of_conversations = self.edge.conversations.iter().flat_map(|said| held.by_conversation(&said.id));
        let mut candidates = Vec::new();
        // Who holds the one that is named matters only where others are held.
        let named = self.named.filter(|_| held.by_any_process().next().is_some());
        add(store, here, &mut candidates, named.into_iter().chain(of_conversations));
        if self.is_undisputed(here, &candidates, &held) {
            return Beyond { candidates, ..Beyond::default() };
        }
        let above = (self.edge.processes.above)();
        add(store, here, &mut candidates, above.iter().flat_map(|&pid| held.by_process(pid)));
        let owners: Vec<u32> = all(here, &candidates)
            .filter_map(|it| it.head.opening.owner.as_ref())
            .map(|owner| owner.pid)
            .collect();
        let holding = above.into_iter().filter(|pid| owners.contains(pid));
        let ancestors = holding.filter_map(self.edge.processes.process).collect();
        Beyond { candidates, ancestors, all: false }
    }

    /// Whether a look at the processes above can change nothing: none holds a session but the only one that the environment
    /// names, if it names any.
    fn is_undisputed(&self, here: &Here, beyond: &[Candidate], held: &Held) -> bool {
        let is_named = |it: &&Candidate| {
            let mut conversations = self.edge.conversations.iter();
            self.named == Some(it.head.id())
                || conversations.any(|said| said.is_of(&it.head.opening.author, &AGENTS))
        };
        let named: Vec<&SessionId> = all(here, beyond).filter(is_named).map(|it| it.head.id()).collect();
        match named[..] {
            [] | [_] => held.by_any_process().all(|id| named.contains(&id)),
            _ => false,
        }
    }
}

fn all<'a>(here: &'a Here, beyond: &'a [Candidate]) -> impl Iterator<Item = &'a Candidate> {
    here.candidates.iter().chain(beyond)
}

/// Adds those sessions that are not among the candidates yet, as long as they are not too many.
fn add<'a>(
    store: &Store,
    here: &Here,
    beyond: &mut Vec<Candidate>,
    ids: impl Iterator<Item = &'a SessionId>,
) {
    for id in ids {
        let is_new = all(here, beyond).all(|it| it.head.id() != id);
        if is_new && beyond.len() < ENOUGH {
            beyond.extend(store.noted(id));
        }
    }
}
