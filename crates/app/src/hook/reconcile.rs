//! Finding what the hooks did not see: commits of clients that run none, and with hooks switched off or bypassed. The
//! reflog of each worktree has them, and the branches what no reflog of HEAD has.

use std::time::Duration;

use core_model::Commit;
use git::Repo;
use store::{Fact, Home, KnownCommits, Store, Which};

use super::branches::Branches;
use super::error::HookError;
use super::progress::{self, Progress};
use super::{By, Hook, in_one_line};
use crate::error::AppError;
use crate::workspace::{Edge, Workspace};

/// How many commits are looked for where nobody asked for it.
const BY_ITSELF: usize = 256;

/// How long after its commit a hook may still be on its way: git starts it at once, and it gives up after half of this.
const HOOKS_COME_WITHIN: Duration = Duration::from_millis(500);

/// In how large a store what is known of commits is put together where nobody asked for it.
const SMALL: usize = 2_000;

/// What was found.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// How many commits were recorded that no hook had seen.
    pub commits: usize,
    /// Whether there may be more.
    pub more: bool,
    /// What went wrong.
    pub problems: Vec<String>,
}

impl Reconciled {
    /// What there is to say of it beside the answer.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        match self.commits {
            0 => {}
            1 => remarks
                .push("1 commit was recorded that no hook had seen (git session doctor says why)".to_owned()),
            count => remarks.push(format!(
                "{count} commits were recorded that no hook had seen (git session doctor says why)"
            )),
        }
        if self.more {
            remarks.push("there may be commits that are not recorded yet: git session reconcile".to_owned());
        }
        let failed =
            |problem: &String| format!("commits that no hook saw could not be looked for: {problem}");
        remarks.extend(self.problems.iter().map(failed));
        remarks
    }
}

impl Workspace {
    /// Records every commit that was made and that no hook has seen, in each worktree and on each branch.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::Tracked`] where the store cannot be written. What goes wrong with one worktree or
    /// branch is among the problems.
    pub fn reconcile(&self) -> Result<Reconciled, AppError> {
        let store = self.store_or_make()?;
        let known = KnownCommits::at(&self.repo.state_dir());
        let mut found = Reconciled::default();
        if let Err(problem) = known.complete(facts(&store)) {
            found.problems.push(problem.to_string());
        }
        self.look_for_more(usize::MAX, &mut found);
        Ok(found)
    }

    /// The same, as far as it is quick: before something is shown or ended. It never fails.
    pub(crate) fn catch_up(&self) -> Reconciled {
        let mut found = Reconciled::default();
        let Ok(Some(store)) = self.store_to_write() else { return found };
        if store::is_on_a_share(self.repo.common_dir()) {
            return found;
        }
        let known = KnownCommits::at(&self.repo.state_dir());
        if !known.is_whole() {
            if store.count(Which::All) > SMALL {
                found.more = true;
                return found;
            }
            if let Err(problem) = known.complete(facts(&store)) {
                found.problems.push(problem.to_string());
                return found;
            }
        }
        self.look_for_more(BY_ITSELF, &mut found);
        found
    }

    fn look_for_more(&self, most: usize, found: &mut Reconciled) {
        // Somebody else's name for the work must not be put to what others did.
        let edge = Edge { session: None, ..self.edge.clone() };
        let others = self.repo.others();
        let mut is_left = false;
        for repo in std::iter::once(&self.repo).chain(&others) {
            let left = most.saturating_sub(found.commits);
            match catch_up_with(&edge, repo, left) {
                Ok(recorded) => {
                    found.commits += recorded.commits;
                    found.more |= recorded.more;
                    is_left |= recorded.left;
                }
                Err(error) => {
                    found.problems.push(format!("worktree {}: {}", repo.worktree_name(), in_one_line(&error)))
                }
            }
        }
        if is_left || found.more || !found.problems.is_empty() {
            // Whatever is left would be found on a branch, too, where less is known of it.
            return;
        }
        let left = most.saturating_sub(found.commits);
        match Branches::new(&edge, &self.repo, &others).look(left) {
            Ok(recorded) => {
                found.commits += recorded.commits;
                found.more |= recorded.more;
            }
            Err(error) => found.problems.push(format!("branches: {}", in_one_line(&error))),
        }
    }
}

/// Notes where the branches are: what is on them is not ours to record.
pub(crate) fn begin_branches(edge: &Edge, repo: &Repo) -> Result<(), progress::ProgressError> {
    Branches::new(edge, repo, &[]).begin()
}

fn catch_up_with(edge: &Edge, repo: &Repo, most: usize) -> Result<super::commits::Recorded, HookError> {
    let mut hook = Hook::new(edge, repo, By::Reconcile, most);
    if Progress::take(repo)?.since().is_none() {
        // What was committed before anybody looked is not ours to record.
        progress::begin(repo)?;
        return Ok(super::commits::Recorded::default());
    }
    let unseen = progress::unseen(repo)?;
    if unseen.is_empty() {
        return Ok(super::commits::Recorded::default());
    }
    if hook.wants_all && wait_for_hooks(edge, repo) {
        // What was committed in the meantime has its own hook on the way.
        hook.only = Some(unseen.into_iter().collect());
    }
    let recorded = hook.record_commits()?;
    if recorded.commits > 0 && hook.wants_all {
        hook.log(&format!("{} commits were recorded that no hook had seen", recorded.commits));
    }
    Ok(recorded)
}

/// Lets a hook that may still be on its way come first: it knows in whose name the commit was made, and we do not. Whether
/// it was waited for is the answer; nobody waits for a commit that was made earlier.
fn wait_for_hooks(edge: &Edge, repo: &Repo) -> bool {
    let written = std::fs::metadata(repo.git_dir().join("logs/HEAD")).and_then(|it| it.modified());
    let Ok(written) = written.map(core_model::Time::from) else { return false };
    let age = (edge.clock.now() - written).to_std().unwrap_or_default();
    let left = HOOKS_COME_WITHIN.saturating_sub(age);
    if left.is_zero() {
        return false;
    }
    #[allow(clippy::disallowed_methods, reason = "a hook tells nobody that it is on its way")]
    std::thread::sleep(left);
    true
}

/// All that the sessions say of commits.
fn facts(store: &Store) -> Vec<Fact> {
    let all = store.snapshot(Which::All);
    let mut facts = Vec::new();
    for session in &all.sessions {
        add_facts(&session.record().commits, &Home::Session(session.id().clone()), &mut facts);
    }
    add_facts(&all.unassigned, &Home::Nobody, &mut facts);
    facts
}

fn add_facts(commits: &[Commit], home: &Home, facts: &mut Vec<Fact>) {
    for commit in commits {
        let sha = &commit.facts.sha;
        facts.push(Fact::Home { sha: sha.clone(), home: home.clone() });
        let became = |old: &String| Fact::Became { old: old.clone(), new: sha.clone() };
        facts.extend(commit.replaces.iter().map(became));
    }
}
