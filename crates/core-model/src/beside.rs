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

/// Those of some commits that no other took the place of.
#[must_use]
pub fn current_of(mut commits: Vec<Commit>) -> Vec<Commit> {
    let replaced: HashSet<String> = commits.iter().flat_map(|commit| commit.replaces.clone()).collect();
    commits.retain(|commit| commit.replaced_by.is_none() && !replaced.contains(&commit.facts.sha));
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

    /// The commits that no other took the place of: the work as it is called now.
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

/// By the id of a commit that another took the place of, the id of that one.
#[must_use]
pub fn derive_became(commits: &[Commit]) -> HashMap<&str, &str> {
    let mut became = HashMap::new();
    for commit in commits {
        became.extend(commit.replaced_by.iter().map(|now| (commit.facts.sha.as_str(), now.as_str())));
    }
    // What one of these says itself comes last: it counts where both are said.
    for commit in commits {
        became.extend(commit.replaces.iter().map(|old| (old.as_str(), commit.facts.sha.as_str())));
    }
    became
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CommitFacts, Evidence, Files, Person, Time};

    fn commit(sha: &str, replaces: &[&str], replaced_by: Option<&str>) -> Commit {
        let at: Time = "2026-11-20T10:00:00Z".parse().unwrap();
        let facts = CommitFacts {
            sha: sha.into(),
            tree: String::new(),
            parents: Vec::new(),
            author: Person { name: "Ada".into(), email: "ada@example.org".into() },
            authored_at: at,
            branch: None,
            subject: sha.into(),
            files: Files::default(),
        };
        Commit {
            replaces: replaces.iter().map(|it| (*it).to_owned()).collect(),
            replaced_by: replaced_by.map(str::to_owned),
            ..Commit::new(at, facts, Evidence::Worktree)
        }
    }

    #[test]
    fn what_was_squashed_into_a_commit_of_another_is_not_current_and_says_what_it_became() {
        let mut record = Record::default();
        for it in [
            commit("a", &[], None),
            commit("b", &[], None),
            commit("c", &["a"], None),
            commit("d", &[], None),
            // Said later, of one that is there.
            commit("b", &[], Some("x")),
        ] {
            record.push(Entry::Commit(Box::new(it)));
        }
        let current: Vec<&str> = record.derive_current().map(|it| it.facts.sha.as_str()).collect();
        assert_eq!(current, ["c", "d"]);
        assert_eq!(record.derive_became(), HashMap::from([("a", "c"), ("b", "x")]));
        let current: Vec<String> = current_of(record.commits).into_iter().map(|it| it.facts.sha).collect();
        assert_eq!(current, ["c", "d"]);
    }
}
