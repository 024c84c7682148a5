//! Commits that no reflog of HEAD has: what `git replay`, `git history` and programs of other makers put on a branch.
//!
//! How far each branch was looked at is kept beside the ledgers. Of a branch that has moved since, the way from its tip
//! back to what was there is followed, by first parents: what a merge brought along was made elsewhere. And only what was
//! committed by this repository's user counts, since everything else arrived.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use core_model::CommitFacts;
use git::Repo;
use store::KnownCommits;

use super::commits::Recorded;
use super::error::HookError;
use super::pairing;
use super::progress::ProgressError;
use super::rewriting::New;
use super::{By, Hook};
use crate::workspace::Edge;

/// How many commits of one branch are followed. A branch that has grown by more was fetched or imported.
const LONGEST: usize = 4096;

/// The branches of a repository, with what was seen of them the last time.
pub(super) struct Branches<'a> {
    edge: &'a Edge,
    repo: &'a Repo,
    others: &'a [Repo],
    known: KnownCommits,
    /// Commits of worktrees that are left to a hook that will come, or to the end of a rebase.
    pending: HashSet<String>,
    path: PathBuf,
}

impl<'a> Branches<'a> {
    pub(super) fn new(edge: &'a Edge, repo: &'a Repo, others: &'a [Repo], pending: HashSet<String>) -> Self {
        let known = KnownCommits::at(&repo.state_dir());
        Self { edge, repo, others, known, pending, path: repo.state_dir().join("branches") }
    }

    /// Notes where the branches are: what is on them is not ours to record, also where they come back to it later.
    pub(super) fn begin(&self) -> Result<(), ProgressError> {
        self.begin_at(&self.tips()?)
    }

    fn begin_at(&self, tips: &BTreeMap<String, String>) -> Result<(), ProgressError> {
        let mut begun: BTreeSet<String> = self.begun().into_iter().collect();
        begun.extend(tips.values().cloned());
        let text: String = begun.iter().map(|sha| format!("{sha}\n")).collect();
        self.put(&self.begun_path(), &text)?;
        self.write(tips)
    }

    /// Records what was made on branches and is not recorded yet.
    pub(super) fn look(&self, most: usize) -> Result<Recorded, HookError> {
        let tips = self.tips()?;
        let Some(before) = self.read()? else {
            self.begin_at(&tips)?;
            return Ok(Recorded::default());
        };
        if tips == before {
            return Ok(Recorded::default());
        }
        let seen: BTreeSet<String> = before.values().cloned().chain(self.begun()).collect();
        let mut recorded = Recorded::default();
        let mut user = None;
        for (branch, tip) in tips.iter().filter(|(branch, tip)| before.get(*branch) != Some(tip)) {
            if recorded.commits >= most {
                // The rest of the branches is looked at the next time, as if nothing had been seen.
                recorded.more = true;
                return Ok(recorded);
            }
            let made = self.made_on(branch, tip, &seen, &mut user)?;
            recorded.commits += self.record(branch, made)?;
        }
        self.write(&tips)?;
        Ok(recorded)
    }

    fn tips(&self) -> Result<BTreeMap<String, String>, ProgressError> {
        Ok(self.repo.branch_tips()?.into_iter().collect())
    }

    /// The commits that somebody made on a branch since the last time, the oldest first. `seen`: where branches were before.
    fn made_on(
        &self,
        branch: &str,
        tip: &str,
        seen: &BTreeSet<String>,
        user: &mut Option<Option<String>>,
    ) -> Result<Vec<CommitFacts>, HookError> {
        let mut hidden: Vec<String> = seen.iter().cloned().collect();
        hidden.extend(self.repo.brought_to(branch));
        hidden.extend(self.repo.tag_tips().map_err(ProgressError::from)?.into_iter().map(|(_, id)| id));
        hidden.extend(std::iter::once(self.repo).chain(self.others).flat_map(Repo::fetch_head));
        hidden.retain(|sha| self.repo.exists(sha));
        hidden.extend(self.repo.remote_tips().map_err(ProgressError::from)?.into_iter().map(|(_, sha)| sha));
        let new: HashSet<String> =
            self.repo.new_commits(&[tip.to_owned()], &hidden, LONGEST)?.commits.into_iter().collect();
        let mut made = Vec::new();
        let mut next = Some(tip.to_owned()).filter(|sha| new.contains(sha));
        while let Some(sha) = next {
            let facts = self.repo.commit(&sha, Some(branch.to_owned()))?;
            next = facts.parents.first().filter(|parent| new.contains(*parent)).cloned();
            if !self.pending.contains(&sha) && self.known.find(&sha).is_ok_and(|known| known.home.is_none()) {
                let user = user.get_or_insert_with(|| self.repo.user_email());
                let (committer, _) = self.repo.committer(&sha)?;
                if user.as_ref() == Some(&committer.email) {
                    made.push(facts);
                }
            }
        }
        made.reverse();
        Ok(made)
    }

    /// Records them as those of the worktree that has the branch checked out, or as nobody's.
    fn record(&self, branch: &str, made: Vec<CommitFacts>) -> Result<usize, HookError> {
        if made.is_empty() {
            return Ok(0);
        }
        let mut new: Vec<New> =
            made.into_iter().map(|facts| New { is_untold: true, ..New::of(facts) }).collect();
        let has_it = |repo: &&Repo| repo.head().is_ok_and(|head| head.branch() == Some(branch));
        let there = std::iter::once(self.repo).chain(self.others).find(has_it);
        let hook = Hook::new(self.edge, there.unwrap_or(self.repo), By::Reconcile, usize::MAX);
        pairing::pair_up(&hook, &mut new);
        hook.record_found(new, there.is_some())
    }

    fn read(&self) -> Result<Option<BTreeMap<String, String>>, ProgressError> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(ProgressError::Branches { path: self.path.clone(), source }),
        };
        let entry = |line: &str| line.split_once(' ').map(|(sha, name)| (name.to_owned(), sha.to_owned()));
        // Without its last line it was not written in full.
        Ok(text.strip_suffix("end\n").map(|text| text.lines().filter_map(entry).collect()))
    }

    fn begun_path(&self) -> PathBuf {
        self.path.with_extension("begun")
    }

    /// Where branches were when somebody began to look. None where that was not noted.
    fn begun(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.begun_path()).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn write(&self, tips: &BTreeMap<String, String>) -> Result<(), ProgressError> {
        let mut text = String::new();
        for (name, sha) in tips {
            let _ = writeln!(text, "{sha} {name}");
        }
        text.push_str("end\n");
        self.put(&self.path, &text)
    }

    fn put(&self, path: &Path, text: &str) -> Result<(), ProgressError> {
        let written = disk::write_whole(&disk::System, path, text.as_bytes(), None, disk::Existing::Replace);
        written.map_err(|source| ProgressError::Branches { path: path.to_owned(), source })
    }
}
