//! Recording the commits that were made in a worktree since the last time.

use std::collections::HashSet;

use core_model::attribution::Resolution;
use core_model::{Aside, Commit, Evidence};
use git::MadeCommit;
use hooks::Event;
use store::{Home, Store};

use super::assign::{Assigned, Claim};
use super::error::HookError;
use super::pairing;
use super::progress::{Mark, Progress};
use super::rewriting::{Moved, New, Rewritten, leave};
use super::{By, Hook, in_one_line};

/// What was recorded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// How many commits.
    pub(crate) commits: usize,
    /// Whether there may be more.
    pub(crate) more: bool,
    /// Whether some are left to a hook that will come: to the end of a rebase, or to a commit that was just made.
    pub(crate) left: bool,
}

impl Hook<'_> {
    /// Records the commits that were made in this worktree since the last time. HEAD alone would not do: by now it
    /// may be another process's commit, whose own hook comes later.
    ///
    /// What a rebase makes on its way is left to its end, when git says what became of what.
    pub(super) fn record_commits(&self) -> Result<Recorded, HookError> {
        let rebasing = self.repo.is_rebasing() && !matches!(self.by, By::Hook(Event::PostRewrite));
        // Whatever is committed where a step of it did not work, or is to be edited, is that step.
        let stands = rebasing && self.repo.rebase_stands();
        if stands || rebasing && self.is_a_step()? {
            return Ok(Recorded { left: true, ..Recorded::default() });
        }
        let head = self.repo.head()?;
        let branch = head.branch();
        let mut progress = Progress::take(self.repo)?;
        let rewritten = Rewritten::of(self.repo);
        if self.by == By::Hook(Event::PostRewrite)
            && let Err(error) = rewritten.keep(self.repo)
        {
            self.log(&in_one_line(&error));
        }
        let mut recorded = Recorded::default();
        let mut has_met_head = false;
        let (mut since, mut waits) = (progress.since().copied(), false);
        loop {
            self.go_on()?;
            let mut made = self.repo.commits_made_since(since.as_ref())?;
            let leaves_some = self.by != By::Reconcile
                && leave_what_came_since(&mut made.commits, head.commit(), &mut has_met_head);
            if leaves_some && made.commits.is_empty() {
                return Ok(recorded);
            }
            let is_left = |made: &MadeCommit| {
                rebasing && (made.by_rebase || stands)
                    || self.only.as_ref().is_some_and(|only| !only.contains(&made.sha))
            };
            let (left, own): (Vec<MadeCommit>, Vec<MadeCommit>) = made.commits.into_iter().partition(is_left);
            let own: Vec<MadeCommit> =
                own.into_iter().filter(|made| progress.of(&made.sha) != Some(&Mark::Done)).collect();
            let mut new = self.read_new(&own, branch)?;
            // Whoever stands in the midst of a rebase and amends a step of it has made another step.
            new.retain(|new| !new.replaces.iter().any(|old| left.iter().any(|step| step.sha == *old)));
            if self.by == By::Reconcile {
                pairing::pair_up(self, &mut new);
            } else if self.by != By::Hook(Event::PostRewrite) {
                // A rebase that no hook saw, or a replay. What it took the place of is found by whoever has more time; what
                // comes after it does not wait for that.
                let all = new.len();
                leave(&mut new, |new| new.is_untold && new.replaces.is_empty());
                waits |= new.len() < all;
            }
            let leaves_some = self.leave_others(&mut new, &progress)? || leaves_some;
            recorded.commits += self.record_all(new, &mut progress)?;
            recorded.more = made.more;
            recorded.left = !left.is_empty();
            if !left.is_empty() || leaves_some || waits && !made.more {
                return Ok(recorded);
            }
            since = made.cursor;
            if waits {
                continue;
            }
            progress.advance(since)?;
            if !made.more && self.by != By::Hook(Event::PostCommit) {
                rewritten.forget();
            }
            if !made.more || recorded.commits >= self.most {
                return Ok(recorded);
            }
        }
    }

    /// Whether the commit that was made last is a step of a rebase.
    fn is_a_step(&self) -> Result<bool, HookError> {
        let last = self.repo.commits_made_since(None)?.commits;
        Ok(last.last().is_some_and(|made| made.by_rebase))
    }

    fn record_all(&self, new: Vec<New>, progress: &mut Progress) -> Result<usize, HookError> {
        let Some(latest) = new.last() else {
            if self.by == By::Hook(Event::PostCommit) {
                // Another hook has recorded this one's.
                let now = self.edge.clock.now();
                progress.expect(progress.expected(now).saturating_sub(1), now)?;
            }
            return Ok(0);
        };
        if self.repo.store_is_tracked_in_head(store::FOLDER, Some(&latest.facts.tree))? {
            return Err(HookError::Tracked(self.repo.store_dir()));
        }
        let store = self.store()?;
        self.go_on()?;
        let claim = self.claim_for(store, &new, progress)?;
        let (known, new): (Vec<New>, Vec<New>) =
            new.into_iter().partition(|new| self.is_known(&new.facts.sha));
        progress.mark_all(known.into_iter().map(|new| (new.facts.sha, Mark::Done)))?;
        let mut recorded = 0;
        let mut moved: Vec<Moved> = Vec::new();
        for mut new in new {
            self.go_on()?;
            if new.replaces.iter().any(|old| moved.iter().any(|moved| moved.holds(old))) {
                self.record_each_moved(store, &mut moved, progress)?;
            }
            match self.home_of(&mut new) {
                Some(home) => {
                    Moved::push(&mut moved, home, new);
                    recorded += 1;
                }
                None => {
                    self.record_each_moved(store, &mut moved, progress)?;
                    recorded += usize::from(self.record(store, new, &claim, progress)?);
                }
            }
        }
        self.record_each_moved(store, &mut moved, progress)?;
        Ok(recorded)
    }

    /// Records commits that are in no reflog of HEAD. Where no worktree has their branch checked out (`has_worktree`), those
    /// that took no recorded one's place are nobody's.
    pub(super) fn record_found(&self, new: Vec<New>, has_worktree: bool) -> Result<usize, HookError> {
        let mut progress = Progress::take(self.repo)?;
        if !has_worktree {
            progress.mark_all(new.iter().map(|new| (new.facts.sha.clone(), Mark::Nowhere)))?;
        }
        self.record_all(new, &mut progress)
    }

    fn record_each_moved(
        &self,
        store: &Store,
        moved: &mut Vec<Moved>,
        progress: &mut Progress,
    ) -> Result<(), HookError> {
        moved.drain(..).try_for_each(|moved| self.record_moved(store, moved, progress))
    }

    /// Whether a commit is recorded already: by another worktree's hook, or by whoever looked for what hooks had missed.
    fn is_known(&self, sha: &str) -> bool {
        if let Some(&is_known) = self.looked_up.borrow().get(sha) {
            return is_known;
        }
        let is_known = self.known.find(sha).is_ok_and(|known| known.home.is_some());
        self.looked_up.borrow_mut().insert(sha.to_owned(), is_known);
        is_known
    }

    /// Those of which nothing is known, and nothing of what they took the place of: that may be one that was made before in
    /// the same list.
    pub(super) fn unknown<'n>(&self, new: &'n [New], progress: &Progress) -> Vec<&'n New> {
        let mut met = HashSet::new();
        let mut unknown = Vec::new();
        for it in new {
            let sha = it.facts.sha.as_str();
            let follows = it.replaces.iter().any(|old| met.contains(old.as_str()) || self.is_known(old));
            if !follows && progress.of(sha).is_none() && !self.is_known(sha) {
                unknown.push(it);
            }
            met.insert(sha);
        }
        unknown
    }

    /// What the environment says of the commits of which nothing is known. Where it speaks for several, where they go is
    /// noted first: another hook may have to go on with them, and have another environment.
    fn claim_for(&self, store: &Store, new: &[New], progress: &mut Progress) -> Result<Claim, HookError> {
        let branch = new.last().and_then(|new| new.facts.branch.as_deref());
        let unknown = self.unknown(new, progress);
        let unmarked: Vec<String> = unknown.iter().map(|new| new.facts.sha.clone()).collect();
        let by_one_rebase =
            self.by == By::Hook(Event::PostRewrite) && unknown.iter().all(|new| new.is_untold);
        let makers = if by_one_rebase { unmarked.len().min(1) } else { unmarked.len() };
        let mut claim = self.claim(makers, progress)?;
        if let ([only], true) = (&unmarked[..], claim.speaks())
            && new.iter().any(|it| it.facts.sha == *only && self.is_told_another(it))
        {
            claim = Claim::Unclear(self.edge.session.is_some());
        }
        if let ([only], false) = (&unmarked[..], claim.speaks())
            && let Some(own) = new.iter().find(|it| it.facts.sha == *only)
            && self.find_own(&[own]).is_some()
            && let Ok(named) = self.named()
        {
            claim = Claim::Clear(named);
        }
        if unmarked.len() > 1
            && claim.speaks()
            && let Some(mark) = self.spoken_for(store, &claim, branch)
        {
            progress.mark_all(unmarked.into_iter().map(|sha| (sha, mark.clone())))?;
        }
        Ok(claim)
    }

    /// Where commits go that the environment or a process above speaks for. `None`: neither does.
    fn spoken_for(&self, store: &Store, claim: &Claim, branch: Option<&str>) -> Option<Mark> {
        match self.asker(claim, branch).find(store).0.resolution {
            Resolution::Session(
                id,
                evidence @ (Evidence::Environment | Evidence::Conversation | Evidence::Process),
            ) => Some(Mark::Session(id, evidence)),
            Resolution::Session(..) | Resolution::Ambiguous(..) | Resolution::None => None,
        }
    }

    /// What the environment says of the commits of which nothing is known. It speaks for one: where there are several,
    /// this hook's is among them, and the others' processes may have had another name in theirs. Where another hook has
    /// recorded several so, this one's may be among those.
    fn claim(&self, unmarked: usize, progress: &mut Progress) -> Result<Claim, HookError> {
        let named = match self.named() {
            Ok(named) => named,
            Err(reason) => return Ok(Claim::Invalid(reason)),
        };
        if self.by == By::Reconcile {
            return Ok(Claim::Unclear(named.is_some()));
        }
        let now = self.edge.clock.now();
        let expected = progress.expected(now);
        if unmarked <= 1 && expected == 0 {
            return Ok(Claim::Clear(named));
        }
        if unmarked > 0 {
            progress.expect(expected + unmarked - 1, now)?;
        }
        Ok(Claim::Unclear(named.is_some()))
    }

    /// Records a commit with its session, or where commits without one are kept. False: nobody asked for it. What may pass is left to the next
    /// hook.
    fn record(
        &self,
        store: &Store,
        new: New,
        claim: &Claim,
        progress: &mut Progress,
    ) -> Result<bool, HookError> {
        let sha = new.facts.sha.clone();
        let (mut home, mut aside) = (Home::Nobody, Aside::default());
        if progress.of(&sha) == Some(&Mark::Nowhere) {
            aside.reason = Some(
                "it was not recorded yet when another session began, or no session could be told for it"
                    .into(),
            );
        } else {
            let why = match self.assign(store, &new.facts, claim, progress) {
                Ok(Assigned::Recorded(id)) => {
                    home = Home::Session(id);
                    None
                }
                Ok(Assigned::Left) => {
                    progress.mark(&sha, Mark::Done)?;
                    return Ok(false);
                }
                Ok(Assigned::Nowhere(reason, known)) => {
                    aside = known;
                    Some(reason)
                }
                Err(error) if error.may_pass() => return Err(error.for_later(&sha)),
                Err(error) => Some(in_one_line(&error)),
            };
            if let Some(why) = why {
                self.log(&format!("commit {sha} goes to no session: {why}"));
                progress.mark(&sha, Mark::Nowhere)?;
                aside.reason = Some(why);
            }
        }
        if home == Home::Nobody {
            let commit = |at| Commit { aside, ..Commit::new(at, new.facts.clone(), Evidence::None) };
            let kept = store.append_unassigned(commit);
            kept.map_err(HookError::from).map_err(|error| error.for_later(&sha))?;
        }
        self.remember(&[new], &home);
        progress.mark(&sha, Mark::Done)?;
        Ok(true)
    }
}

/// Leaves what was committed since HEAD was looked at, when this hook began: the hook of that comes, and its environment
/// speaks for it. Whether there is any is the answer.
fn leave_what_came_since(made: &mut Vec<MadeCommit>, head: Option<&str>, has_met_head: &mut bool) -> bool {
    let own = if *has_met_head {
        0
    } else {
        let Some(last) = made.iter().rposition(|made| Some(made.sha.as_str()) == head) else { return false };
        *has_met_head = true;
        last + 1
    };
    let leaves_some = own < made.len();
    made.truncate(own);
    leaves_some
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_since_a_hook_began_is_left() {
        let made = |sha: &str| MadeCommit {
            sha: sha.into(),
            before: None,
            by_rebase: false,
            by_replay: false,
            joins: false,
        };
        for (head, left) in
            [(Some("b"), vec!["c"]), (Some("c"), vec![]), (Some("other"), vec![]), (None, vec![])]
        {
            let all = ["a", "b", "c"].map(made).to_vec();
            let mut own = all.clone();
            let mut has_met_head = false;
            assert_eq!(
                leave_what_came_since(&mut own, head, &mut has_met_head),
                !left.is_empty(),
                "{head:?}"
            );
            // What is read after that came later, too.
            let mut more = vec![made("d")];
            assert_eq!(leave_what_came_since(&mut more, head, &mut has_met_head), has_met_head, "{head:?}");
            assert_eq!((more.is_empty(), has_met_head), (has_met_head, matches!(head, Some("b" | "c"))));
            assert_eq!([own, left.into_iter().map(made).collect()].concat(), all, "{head:?}");
        }
    }
}
