//! Commits that take the place of others: amended, rebased, squashed. The work was done where the first of them was made,
//! so they go there, whoever rewrote them.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use core_model::{Aside, Commit, CommitFacts, Entry, Evidence, SessionId, Time};
use git::{MadeCommit, Repo};
use hooks::Event;
use store::{ChangeError, Fact, Home, Store};

use super::error::HookError;
use super::progress::{Mark, Progress};
use super::{By, Hook, in_one_line};
use crate::workspace::ledger_folder;

/// A commit that was made, with what it took the place of.
#[derive(Debug, Clone)]
pub(super) struct New {
    pub(super) facts: CommitFacts,
    /// The commits that it took the place of and that may be recorded, the one that it continues first.
    pub(super) replaces: Vec<String>,
    /// Those of them that are recorded elsewhere than the first, and where.
    pub(super) joined: Vec<(String, Home)>,
    /// Whether it may have taken the place of another without our having been told.
    pub(super) is_untold: bool,
}

impl New {
    /// One of which no more is known.
    pub(super) fn of(facts: CommitFacts) -> Self {
        Self { facts, replaces: Vec::new(), joined: Vec::new(), is_untold: false }
    }
}

/// Leaves those that are to be left, and what took the place of one of them, which goes where that will go.
pub(super) fn leave(new: &mut Vec<New>, is_to_be_left: impl Fn(&New) -> bool) {
    let mut left: HashSet<String> = HashSet::new();
    new.retain(|it| {
        let stays = !is_to_be_left(it) && !it.replaces.iter().any(|old| left.contains(old));
        if !stays {
            left.insert(it.facts.sha.clone());
        }
        stays
    });
}

/// What became of what in a rebase, kept until all of it is recorded: git forgets it with the rebase, and a hook may not
/// come to the end of a large one.
pub(super) struct Rewritten(PathBuf);

impl Rewritten {
    pub(super) fn of(repo: &Repo) -> Self {
        Self(ledger_folder(repo).join("rewritten"))
    }

    /// Keeps what git says now.
    pub(super) fn keep(&self, repo: &Repo) -> std::io::Result<()> {
        let mut text = String::new();
        for (old, new) in repo.rewritten()? {
            text.push_str(&format!("{old} {new}\n"));
        }
        std::fs::write(&self.0, text)
    }

    fn read(&self) -> Vec<(String, String)> {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        let pair = |line: &str| line.split_once(' ').map(|(old, new)| (old.to_owned(), new.to_owned()));
        text.split_inclusive('\n').filter_map(|line| pair(line.strip_suffix('\n')?)).collect()
    }

    pub(super) fn forget(&self) {
        // One that stays names commits that are recorded by now.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Commits that follow each other and have the same home.
#[derive(Debug)]
pub(super) struct Moved {
    home: Home,
    commits: Vec<New>,
}

impl Hook<'_> {
    /// Reads what was made, and leaves out what a rebase made on its way and took back itself: the steps that a squash is
    /// made of.
    pub(super) fn read_new(&self, made: &[MadeCommit], branch: Option<&str>) -> Result<Vec<New>, HookError> {
        let mut pairs = Vec::new();
        if self.by != By::Hook(Event::PostCommit) || made.iter().any(|made| made.by_rebase) {
            pairs = self.repo.rewritten().unwrap_or_default();
            if pairs.is_empty() {
                pairs = Rewritten::of(self.repo).read();
            }
        }
        let mut olds: HashMap<&str, Vec<String>> = HashMap::new();
        for (old, new) in pairs.iter().filter(|(old, new)| old != new) {
            let olds = olds.entry(new).or_default();
            if !olds.contains(old) {
                olds.push(old.clone());
            }
        }
        let by_rebase: HashSet<&str> =
            made.iter().filter(|made| made.by_rebase).map(|made| made.sha.as_str()).collect();
        let mut passing = HashSet::new();
        let mut new = Vec::with_capacity(made.len());
        for made in made {
            self.go_on()?;
            let facts = match self.repo.commit(&made.sha, branch.map(str::to_owned)) {
                Ok(facts) => facts,
                Err(error) => {
                    self.log(&in_one_line(&error));
                    continue;
                }
            };
            let mut replaces = olds.remove(made.sha.as_str()).unwrap_or_default();
            if made.by_rebase
                && !made.joins
                && let Some(at) = replaces.iter().position(|old| self.is_continued(old, &facts))
            {
                // One became it. What was dropped, since nothing was left of it, git lists after that one, and it may be of the
                // same author and second.
                replaces = vec![replaces.swap_remove(at)];
            }
            if let Some(before) = self.repo.replaced_by_amend(made, &facts) {
                if by_rebase.contains(before.as_str()) {
                    passing.insert(before);
                } else if !replaces.contains(&before) {
                    replaces.push(before);
                }
            }
            new.push(New { replaces, is_untold: made.by_rebase || made.by_replay, ..New::of(facts) });
        }
        new.retain(|it| !passing.contains(&it.facts.sha));
        Ok(new)
    }

    /// Where a commit belongs because of those that it took the place of. `None`: of none of them anything is recorded.
    pub(super) fn home_of(&self, new: &mut New) -> Option<Home> {
        if new.replaces.len() > 1 {
            // Whichever has its author and moment is the one that goes on.
            new.replaces.sort_by_key(|old| !self.is_continued(old, &new.facts));
        }
        let mut home = None;
        let joined = &mut new.joined;
        new.replaces.retain(|old| match self.known.find(old).map(|known| known.home) {
            Ok(Some(found)) => {
                if *home.get_or_insert_with(|| found.clone()) != found {
                    joined.push((old.clone(), found));
                }
                true
            }
            Ok(None) => false,
            Err(problem) => {
                self.log(&in_one_line(&problem));
                false
            }
        });
        home
    }

    /// Whether a commit was written by the same author at the same moment as one that may have taken its place.
    fn is_continued(&self, old: &str, new: &CommitFacts) -> bool {
        let author = self.repo.author(old);
        author.is_ok_and(|(author, at)| author == new.author && at == new.authored_at)
    }

    /// Records commits in the session that made those that they took the place of.
    pub(super) fn record_moved(
        &self,
        store: &Store,
        moved: Moved,
        progress: &mut Progress,
    ) -> Result<(), HookError> {
        let Moved { home, commits } = moved;
        match home {
            Home::Session(id) => {
                let mark = Mark::Session(id.clone(), Evidence::Rewrite);
                progress.mark_all(commits.iter().map(|new| (new.facts.sha.clone(), mark.clone())))?;
                self.append_moved(store, &id, &commits)?;
                self.tell_of_joined(store, &commits)?;
                self.remember(&commits, &Home::Session(id));
            }
            Home::Nobody => {
                progress.mark_all(commits.iter().map(|new| (new.facts.sha.clone(), Mark::Nowhere)))?;
                self.append_beside(store, &commits, None)?;
                self.tell_of_joined(store, &commits)?;
                self.remember(&commits, &Home::Nobody);
            }
        }
        Ok(progress.mark_all(commits.into_iter().map(|new| (new.facts.sha, Mark::Done)))?)
    }

    fn append_moved(&self, store: &Store, id: &SessionId, commits: &[New]) -> Result<(), HookError> {
        let appended = store.append_several(id, |_, now| {
            commits
                .iter()
                .map(|new| Entry::Commit(Box::new(rewritten(new, now, Evidence::Rewrite))))
                .collect()
        });
        match appended {
            Ok(remarks) => {
                remarks.iter().for_each(|remark| self.log(&in_one_line(remark)));
                Ok(())
            }
            // It was put aside, or it is over: what was recorded in it stays as it is.
            Err(ChangeError::Refused(_)) => self.append_beside(store, commits, Some(id)),
            Err(ChangeError::NotFound(_)) => self.append_beside(store, commits, None),
            Err(error) => Err(error.into()),
        }
    }

    /// Records commits beside the sessions: as one's that takes none any more, or as nobody's.
    fn append_beside(&self, store: &Store, commits: &[New], of: Option<&SessionId>) -> Result<(), HookError> {
        let (evidence, reason) = match of {
            Some(_) => (Evidence::Rewrite, None),
            None => (Evidence::None, Some("it took the place of a commit that belongs to none".to_owned())),
        };
        for new in commits {
            let aside = Aside { reason: reason.clone(), ..Aside::default() };
            let commit = |now| Commit { session: of.cloned(), aside, ..rewritten(new, now, evidence) };
            store.append_unassigned(commit)?;
        }
        Ok(())
    }

    /// Says of commits that were squashed into one of another session, where they stand, what took their place.
    fn tell_of_joined(&self, store: &Store, commits: &[New]) -> Result<(), HookError> {
        for (new, (old, home)) in commits.iter().flat_map(|new| new.joined.iter().map(move |it| (new, it))) {
            let facts = match self.repo.commit(old, None) {
                Ok(facts) => facts,
                Err(error) => {
                    self.log(&in_one_line(&error));
                    continue;
                }
            };
            let told = |now| Commit {
                replaced_by: Some(new.facts.sha.clone()),
                ..Commit::new(now, facts.clone(), Evidence::Rewrite)
            };
            match home {
                Home::Nobody => store.append_unassigned(told)?,
                Home::Session(id) => self.tell_session_of_joined(store, id, told)?,
            }
        }
        Ok(())
    }

    fn tell_session_of_joined(
        &self,
        store: &Store,
        id: &SessionId,
        told: impl Fn(Time) -> Commit,
    ) -> Result<(), HookError> {
        match store.append(id, |_, now| Ok(Entry::Commit(Box::new(told(now))))) {
            Ok(written) => written.remarks.iter().for_each(|remark| self.log(&in_one_line(remark))),
            Err(ChangeError::Refused(_)) => {
                store.append_unassigned(|now| Commit { session: Some(id.clone()), ..told(now) })?;
            }
            // It was forgotten, with its commits.
            Err(ChangeError::NotFound(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Notes where commits are, so that they are found again. What cannot be noted is found by whoever reads everything.
    pub(super) fn remember(&self, commits: &[New], home: &Home) {
        let mut facts = Vec::new();
        for New { facts: CommitFacts { sha, .. }, replaces, .. } in commits {
            facts.push(Fact::Home { sha: sha.clone(), home: home.clone() });
            let became = |old: &String| Fact::Became { old: old.clone(), new: sha.clone() };
            facts.extend(replaces.iter().map(became));
        }
        if let Err(problem) = self.known.add(&facts) {
            self.log(&in_one_line(&problem));
        }
    }
}

impl Moved {
    /// Whether a commit is among them.
    pub(super) fn holds(&self, sha: &str) -> bool {
        self.commits.iter().any(|new| new.facts.sha == sha)
    }

    /// Adds a commit to the last of these, where it belongs there.
    pub(super) fn push(all: &mut Vec<Self>, home: Home, new: New) {
        match all.last_mut() {
            Some(last) if last.home == home => last.commits.push(new),
            _ => all.push(Self { home, commits: vec![new] }),
        }
    }
}

fn rewritten(new: &New, at: Time, evidence: Evidence) -> Commit {
    Commit { replaces: new.replaces.clone(), ..Commit::new(at, new.facts.clone(), evidence) }
}
