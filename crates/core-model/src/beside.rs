//! Commits that stand beside the sessions: those of nobody, and those of a session that takes none any more.

use std::collections::{HashMap, HashSet};

use crate::{Commit, Entry, Record, Session, SessionId};

/// Puts each commit that stands beside the sessions into the one that it belongs to. Where a person said where a commit
/// belongs, it is taken out of every other. What is left belongs to nobody; `is_there` says whether there is a session that
/// is not among these.
pub fn bring_home(
    sessions: &mut [Session],
    beside: Vec<Commit>,
    is_there: impl Fn(&SessionId) -> bool,
) -> Vec<Commit> {
    let places: HashMap<SessionId, usize> =
        sessions.iter().enumerate().map(|(at, session)| (session.id().clone(), at)).collect();
    let mut left = Vec::new();
    for commit in beside {
        if commit.assigned_at.is_some() {
            let elsewhere = sessions.iter_mut().filter(|it| Some(it.id()) != commit.session.as_ref());
            elsewhere.for_each(|session| session.record.leave(&commit.facts.sha));
        }
        match commit.session.clone() {
            None => left.push(commit),
            Some(id) => match places.get(&id) {
                Some(&at) => sessions[at].record.welcome(commit),
                None if is_there(&id) => {}
                None => left.push(Commit { session: None, ..commit }),
            },
        }
    }
    left
}

/// Those of some commits that no other of them took the place of.
#[must_use]
pub fn current_of(mut commits: Vec<Commit>) -> Vec<Commit> {
    let replaced: HashSet<String> = commits.iter().flat_map(|commit| commit.replaces.clone()).collect();
    commits.retain(|commit| !replaced.contains(&commit.facts.sha));
    commits
}

impl Record {
    fn leave(&mut self, sha: &str) {
        self.commits.retain(|commit| commit.facts.sha != sha);
    }

    fn welcome(&mut self, commit: Commit) {
        self.push(Entry::Commit(Box::new(commit)));
        self.commits.iter_mut().for_each(|commit| commit.session = None);
        self.commits.sort_by_key(|commit| commit.at);
    }

    /// The commits that no other of this record took the place of: the work as it is called now.
    pub fn derive_current(&self) -> impl Iterator<Item = &Commit> {
        let became = self.derive_became();
        self.commits.iter().filter(move |commit| !became.contains_key(commit.facts.sha.as_str()))
    }

    /// As [`derive_became`], of this record.
    #[must_use]
    pub fn derive_became(&self) -> HashMap<&str, &str> {
        derive_became(&self.commits)
    }
}

/// By the id of a commit that another of these took the place of, the id of that one.
#[must_use]
pub fn derive_became(commits: &[Commit]) -> HashMap<&str, &str> {
    let mut became = HashMap::new();
    for commit in commits {
        became.extend(commit.replaces.iter().map(|old| (old.as_str(), commit.facts.sha.as_str())));
    }
    became
}
