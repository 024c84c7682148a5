//! After a commit: recording what was made since the last time.
//!
//! The ledger holds how far the reflog was read, and below that, where a hook had to leave commits to the next one, a
//! line for each: its id, and whose it is as far as that hook knew.

use core_model::{Commit, CommitFacts, Evidence, SessionId};
use git::Cursor;
use store::{Ledger, Store};

use super::assign::Claim;
use super::error::HookError;
use super::{Hook, in_one_line};
use crate::workspace::{LEDGER_DEADLINE, ledger_folder};

/// What stands in the ledger for a commit that is recorded already.
const DONE: &str = "done";

/// What the ledger holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Left {
    since: Option<Cursor>,
    done: Vec<String>,
    claims: Vec<(String, SessionId)>,
}

impl Left {
    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let since = lines.next().and_then(|line| line.parse().ok());
        let mut left = Self { since, ..Self::default() };
        for (sha, whose) in lines.filter_map(|line| line.split_once(' ')) {
            match whose.parse() {
                Ok(id) => left.claims.push((sha.to_owned(), id)),
                Err(_) if whose == DONE => left.done.push(sha.to_owned()),
                Err(_) => {}
            }
        }
        left
    }

    fn render(&self) -> String {
        let mut lines = vec![self.since.as_ref().map(ToString::to_string).unwrap_or_default()];
        lines.extend(self.done.iter().map(|sha| format!("{sha} {DONE}")));
        lines.extend(self.claims.iter().map(|(sha, id)| format!("{sha} {id}")));
        lines.join("\n")
    }

    fn claim_on(&self, sha: &str) -> Option<Claim> {
        let claim = self.claims.iter().find(|(claimed, _)| claimed == sha);
        claim.map(|(_, id)| Claim::Session(id.clone()))
    }
}

impl Hook<'_> {
    /// Records the commits that were made in this worktree since the last time. HEAD alone would not do: by now it
    /// may be another process's commit, whose own hook comes later.
    pub(super) fn record_commits(&self) -> Result<(), HookError> {
        let branch = self.repo.head()?.branch().map(str::to_owned);
        let mut ledger = Ledger::take(&ledger_folder(self.repo), LEDGER_DEADLINE)?;
        let mut left = ledger.read()?.map(|text| Left::parse(&text)).unwrap_or_default();
        loop {
            let made = self.repo.commits_made_since(left.since.as_ref())?;
            let new = made.commits.iter().filter(|sha| !left.done.contains(*sha)).filter_map(|sha| {
                let facts = self.repo.commit(sha, branch.clone());
                facts.inspect_err(|error| self.log(&in_one_line(error))).ok()
            });
            let new: Vec<CommitFacts> = new.collect();
            if let Some(latest) = new.last() {
                if self.repo.store_is_tracked_in_head(store::FOLDER, Some(&latest.tree))? {
                    return Err(HookError::Tracked(self.repo.store_dir()));
                }
                self.record_all(&self.store()?, new, &mut left).or_else(|error| {
                    ledger.write(&left.render())?;
                    Err(error)
                })?;
            }
            left = Left { since: made.cursor.or(left.since), ..Left::default() };
            ledger.write(&left.render())?;
            if !made.more {
                return Ok(());
            }
        }
    }

    fn record_all(&self, store: &Store, new: Vec<CommitFacts>, left: &mut Left) -> Result<(), HookError> {
        let unclaimed = new.iter().filter(|facts| left.claim_on(&facts.sha).is_none()).count();
        let own = self.own_claim(unclaimed);
        if let Claim::Session(id) = &own {
            let theirs = new.iter().find(|facts| left.claim_on(&facts.sha).is_none());
            left.claims.extend(theirs.map(|facts| (facts.sha.clone(), id.clone())));
        }
        for facts in new {
            let claim = left.claim_on(&facts.sha).unwrap_or_else(|| own.clone());
            let sha = facts.sha.clone();
            self.record(store, facts, &claim)?;
            left.done.push(sha);
        }
        Ok(())
    }

    /// What the environment says of the commits that nobody has claimed. It speaks for one: where there are several, this
    /// hook's is among them, and the others' processes may have had another name in theirs.
    fn own_claim(&self, unclaimed: usize) -> Claim {
        match self.named() {
            Ok(None) => Claim::None,
            Ok(Some(id)) if unclaimed == 1 => Claim::Session(id),
            Ok(Some(_)) => Claim::Unclear,
            Err(reason) => Claim::Invalid(reason),
        }
    }

    /// Records a commit with its session, or where commits without one are kept. Where a lock is not had, it is left to
    /// the next hook.
    fn record(&self, store: &Store, facts: CommitFacts, claim: &Claim) -> Result<(), HookError> {
        let sha = facts.sha.clone();
        let nowhere = |reason: &str| self.log(&format!("commit {sha} goes to no session: {reason}"));
        match self.assign(store, &facts, claim) {
            Ok(None) => return Ok(()),
            Ok(Some(reason)) => nowhere(&reason),
            Err(error) if error.is_locked_out() => return Err(error.for_later(&sha)),
            Err(error) => nowhere(&in_one_line(&error)),
        }
        let kept = store.append_unassigned(|at| Commit { at, facts, evidence: Evidence::None });
        kept.map_err(HookError::from).map_err(|error| error.for_later(&sha))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_to_the_next_hook_is_read_back() {
        let id: SessionId = "20261120-k7q2m9xzpw".parse().unwrap();
        let sha = "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3".to_owned();
        let left = Left {
            since: format!("120 {sha}").parse().ok(),
            done: vec![sha.clone()],
            claims: vec![(sha.clone(), id.clone())],
        };
        assert!(left.since.is_some());
        assert_eq!(Left::parse(&left.render()), left);
        assert_eq!(left.claim_on(&sha), Some(Claim::Session(id)));
        assert_eq!(Left::parse(""), Left::default());
        assert_eq!(Left::parse("no cursor\nno claim\n"), Left::default());
    }
}
