//! After a commit: recording what was made since the last time.

use core_model::{Aside, Commit, CommitFacts, Evidence};
use store::Store;

use super::assign::{Assigned, Claim};
use super::error::HookError;
use super::progress::{Mark, Progress};
use super::{Hook, in_one_line};

impl Hook<'_> {
    /// Records the commits that were made in this worktree since the last time. HEAD alone would not do: by now it
    /// may be another process's commit, whose own hook comes later.
    pub(super) fn record_commits(&self) -> Result<(), HookError> {
        let branch = self.repo.head()?.branch().map(str::to_owned);
        let mut progress = Progress::take(self.repo)?;
        loop {
            let made = self.repo.commits_made_since(progress.since())?;
            let new = made.commits.iter().filter(|sha| progress.of(sha) != Some(&Mark::Done));
            let read = new.filter_map(|sha| {
                let facts = self.repo.commit(sha, branch.clone());
                facts.inspect_err(|error| self.log(&in_one_line(error))).ok()
            });
            let new: Vec<CommitFacts> = read.collect();
            if let Some(latest) = new.last() {
                if self.repo.store_is_tracked_in_head(store::FOLDER, Some(&latest.tree))? {
                    return Err(HookError::Tracked(self.repo.store_dir()));
                }
                self.record_all(&self.store()?, new, &mut progress)?;
            }
            progress.advance(made.cursor)?;
            if !made.more {
                return Ok(());
            }
        }
    }

    fn record_all(
        &self,
        store: &Store,
        new: Vec<CommitFacts>,
        progress: &mut Progress,
    ) -> Result<(), HookError> {
        let unmarked: Vec<String> = new
            .iter()
            .filter(|facts| progress.of(&facts.sha).is_none())
            .map(|facts| facts.sha.clone())
            .collect();
        let claim = self.claim(unmarked.len());
        for facts in new {
            self.record(store, facts, &claim, progress)?;
        }
        Ok(())
    }

    /// What the environment says of the commits of which nothing is known. It speaks for one: where there are several,
    /// this hook's is among them, and the others' processes may have had another name in theirs.
    fn claim(&self, unmarked: usize) -> Claim {
        match self.named() {
            Ok(named) if unmarked <= 1 => Claim::Clear(named),
            Ok(named) => Claim::Unclear(named.is_some()),
            Err(reason) => Claim::Invalid(reason),
        }
    }

    /// Records a commit with its session, or where commits without one are kept. What may pass is left to the next
    /// hook.
    fn record(
        &self,
        store: &Store,
        facts: CommitFacts,
        claim: &Claim,
        progress: &mut Progress,
    ) -> Result<(), HookError> {
        let sha = facts.sha.clone();
        let mut aside = Aside::default();
        if progress.of(&sha) != Some(&Mark::Nowhere) {
            let why = match self.assign(store, &facts, claim, progress) {
                Ok(Assigned::Recorded) => return Ok(progress.mark(&sha, Mark::Done)?),
                Ok(Assigned::Nowhere(reason, known)) => {
                    aside = known;
                    reason
                }
                Err(error) if error.may_pass() => return Err(error.for_later(&sha)),
                Err(error) => in_one_line(&error),
            };
            self.log(&format!("commit {sha} goes to no session: {why}"));
            progress.mark(&sha, Mark::Nowhere)?;
            aside.reason = Some(why);
        }
        let kept = store.append_unassigned(|at| Commit { at, facts, evidence: Evidence::None, aside });
        kept.map_err(HookError::from).map_err(|error| error.for_later(&sha))?;
        Ok(progress.mark(&sha, Mark::Done)?)
    }
}
