//! Which recorded commits new ones took the place of, where git did not say: hooks were off, or what rewrote them tells
//! nobody.

use std::collections::{HashMap, HashSet};

use core_model::{Commit, CommitFacts, Time};
use store::Which;

use super::Hook;
use super::rewriting::New;

/// How many commits that nothing leads to any more are looked at.
const MOST: usize = 4096;

/// Finds the recorded commit that each of these took the place of, and that nothing else has: of those that one author
/// wrote at one moment, and that were made on the same branch or in this worktree, the one with the same patch, or where
/// neither has one, with the same tree. Where two could be meant, none is.
///
/// Of live sessions all commits are looked at; of those that are over, which may be many, what the branch came from.
pub(super) fn pair_up(hook: &Hook<'_>, new: &mut [New]) {
    if !new.iter().any(|new| new.is_untold && new.replaces.is_empty()) {
        return;
    }
    let Ok(store) = hook.store() else { return };
    let written = |facts: &CommitFacts| -> (String, String, Time) {
        (facts.author.name.clone(), facts.author.email.clone(), facts.authored_at)
    };
    let mut old: HashMap<(String, String, Time), Vec<Old<'_>>> = HashMap::new();
    let all = store.snapshot(Which::Live);
    let of_sessions = all.sessions.iter().flat_map(|session| {
        let worktree = Some(session.opening().worktree.as_str());
        session.record().derive_current().map(move |Commit { facts, .. }| Old { facts, worktree })
    });
    let of_nobody = core_model::current_of(all.unassigned);
    let of_nobody = of_nobody.iter().map(|Commit { facts, .. }| Old { facts, worktree: None });
    let of_others = left_behind(hook, new);
    let here = Some(hook.repo.worktree_name());
    let of_others = of_others.iter().map(|facts| Old { facts, worktree: here });
    for it in of_sessions.chain(of_nobody).chain(of_others) {
        let alike = old.entry(written(it.facts)).or_default();
        if alike.iter().all(|other| other.facts.sha != it.facts.sha) {
            alike.push(it);
        }
    }
    let fresh: Vec<String> = new.iter().map(|new| new.facts.sha.clone()).collect();
    let meant = new.iter().filter_map(|new| old.get(&written(&new.facts))).flatten();
    let meant: Vec<String> =
        meant.map(|old| old.facts.sha.clone()).filter(|sha| !fresh.contains(sha)).collect();
    // What a branch still has is a copy, and its place is not taken.
    let Ok(there) = hook.repo.reachable(&meant) else { return };
    let mut taken = HashSet::new();
    for new in new.iter_mut().filter(|new| new.is_untold && new.replaces.is_empty()) {
        let candidates = old.get(&written(&new.facts)).into_iter().flatten();
        let is_left = |sha: &String| meant.contains(sha) && !there.contains(sha) && !taken.contains(sha);
        let is_near = |old: &&Old<'_>| {
            let is_on_its_branch = new.facts.branch.is_some() && old.facts.branch == new.facts.branch;
            is_on_its_branch || old.worktree == here
        };
        let candidates: Vec<&CommitFacts> =
            candidates.filter(is_near).map(|old| old.facts).filter(|facts| is_left(&facts.sha)).collect();
        if let Some(old) = the_same(hook, &candidates, &new.facts) {
            new.replaces.push(old.sha.clone());
            taken.insert(old.sha.clone());
        }
    }
}

/// The recorded commits that the branch of these came from, and that neither it nor anything else leads to any more.
fn left_behind(hook: &Hook<'_>, new: &[New]) -> Vec<CommitFacts> {
    let branch = new.first().and_then(|new| new.facts.branch.clone());
    let lost = hook.repo.lost(&hook.repo.left_by(branch.as_deref()), MOST).unwrap_or_default();
    let is_current = |sha: &String| {
        hook.known.find(sha).is_ok_and(|known| known.home.is_some() && known.became.is_empty())
    };
    let recorded = lost.iter().filter(|sha| is_current(sha));
    recorded.filter_map(|sha| hook.repo.commit(sha, branch.clone()).ok()).collect()
}

/// A recorded commit.
struct Old<'a> {
    facts: &'a CommitFacts,
    /// The worktree that it was made in: its session's. `None`: it is nobody's.
    worktree: Option<&'a str>,
}

fn the_same<'a>(hook: &Hook<'_>, old: &[&'a CommitFacts], new: &CommitFacts) -> Option<&'a CommitFacts> {
    if old.is_empty() {
        return None;
    }
    let mut shas: Vec<String> = old.iter().map(|old| old.sha.clone()).collect();
    shas.push(new.sha.clone());
    let patches = hook.repo.patch_ids(&shas).unwrap_or_default();
    let same_patch =
        |old: &CommitFacts| patches.get(&old.sha).is_some_and(|patch| patches.get(&new.sha) == Some(patch));
    // Whatever was left out of a rebase, its last commit has the tree that the branch had. So a tree tells of those alone that
    // have no patch: merges, and what changes nothing.
    let has_patch = |facts: &CommitFacts| patches.contains_key(&facts.sha);
    let same_tree = |old: &CommitFacts| !has_patch(old) && !has_patch(new) && old.tree == new.tree;
    only(old, same_patch).or_else(|| only(old, same_tree))
}

fn only<'a>(old: &[&'a CommitFacts], is_it: impl Fn(&CommitFacts) -> bool) -> Option<&'a CommitFacts> {
    let mut found = old.iter().filter(|old| is_it(old));
    let first = found.next()?;
    found.next().is_none().then_some(*first)
}
