//! Finding what the hooks did not see: commits of clients that run none, and with hooks switched off or bypassed. The
//! reflog of each worktree has them, and the branches what no reflog of HEAD has.

use std::collections::HashSet;
use std::time::Duration;

use core_model::{Aside, Commit, Evidence, Session, SessionId};
use git::Repo;
use store::{Fact, Home, KnownCommits, Store, Which};

use super::branches::Branches;
use super::commits::Recorded;
use super::error::HookError;
use super::progress::{self, Progress};
use super::{By, Hook, in_one_line};
use crate::error::AppError;
use crate::workspace::{Edge, Workspace};

/// How many commits are looked for where nobody asked for it.
const BY_ITSELF: usize = 256;

/// How long after its commit a hook may still be on its way: git starts it at once, and it gives up after half of this.
const HOOKS_COME_WITHIN: Duration = Duration::from_millis(500);

/// After how many commits whoever looks for them lets a hook come in between.
const AT_ONCE: usize = 32;

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
    /// The commits of this worktree that are not recorded, where there may be more or something went wrong.
    pub(crate) left: Vec<String>,
}

impl Reconciled {
    /// What there is to say of it beside the answer.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        match self.commits {
            0 => {}
            1 => remarks.push(
                "1 commit was recorded that no hook had seen (whether hooks work: git session doctor)"
                    .to_owned(),
            ),
            count => remarks.push(format!(
                "{count} commits were recorded that no hook had seen (whether hooks work: git session doctor)"
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
        self.refill(&store, &mut found.problems);
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
            if store.has_more_than(SMALL) {
                found.more = true;
                return found;
            }
            if let Err(problem) = known.complete(facts(&store)) {
                found.problems.push(problem.to_string());
                return found;
            }
        }
        self.look_for_more(BY_ITSELF, &mut found);
        if found.more || !found.problems.is_empty() {
            found.left = progress::unseen(&self.repo).unwrap_or_default();
        }
        found
    }

    fn look_for_more(&self, most: usize, found: &mut Reconciled) {
        // Somebody else's name for the work must not be put to what others did.
        let edge = Edge { session: None, ..self.edge.clone() };
        let others = self.repo.others();
        for repo in std::iter::once(&self.repo).chain(&others) {
            let left = most.saturating_sub(found.commits);
            match catch_up_with(&edge, repo, left) {
                Ok(recorded) => {
                    found.commits += recorded.commits;
                    found.more |= recorded.more;
                }
                Err(error) => {
                    found.problems.push(format!("worktree {}: {}", repo.worktree_name(), in_one_line(&error)))
                }
            }
        }
        let left = most.saturating_sub(found.commits);
        match self.look_at_branches(&edge, &others, left) {
            Ok(recorded) => {
                found.commits += recorded.commits;
                found.more |= recorded.more;
            }
            // Where a worktree cannot be looked at, its branch cannot either, and that is told.
            Err(_) if !found.problems.is_empty() => {}
            Err(error) => found.problems.push(format!("branches: {}", in_one_line(&error))),
        }
    }

    /// What is left in a worktree would be found on its branch, too, where less is known of it.
    fn look_at_branches(&self, edge: &Edge, others: &[Repo], most: usize) -> Result<Recorded, HookError> {
        let mut pending = HashSet::new();
        for repo in std::iter::once(&self.repo).chain(others) {
            pending.extend(progress::unseen(repo)?);
        }
        Branches::new(edge, &self.repo, others, pending).look(most)
    }
}

impl Workspace {
    /// Puts back the commits that the store had when it was lost and that its last snapshot has not: which they were and where
    /// they belonged is known beside it, and git has the rest.
    pub(crate) fn refill(&self, store: &Store, problems: &mut Vec<String>) {
        let homes = match KnownCommits::at(&self.repo.state_dir()).homes() {
            Ok(homes) => homes,
            Err(problem) => return problems.push(problem.to_string()),
        };
        let all = store.snapshot(Which::All);
        let of_sessions = all.sessions.iter().flat_map(|session| &session.record().commits);
        let there: HashSet<&str> =
            of_sessions.chain(&all.unassigned).map(|commit| commit.facts.sha.as_str()).collect();
        let ids: HashSet<&SessionId> = all.sessions.iter().map(Session::id).collect();
        let mut missing = homes.iter().filter(|(sha, _)| !there.contains(sha.as_str())).peekable();
        if missing.peek().is_some() && !all.problems.is_empty() {
            // What cannot be read may have them.
            return problems
                .push("commits that are missing are put back when all of the store can be read".into());
        }
        // One that git has cleared away is lost with the record of it.
        let mut known: Vec<_> =
            missing.filter_map(|(sha, home)| Some((self.repo.commit(sha, None).ok()?, home))).collect();
        known.sort_by_key(|(facts, _)| facts.authored_at);
        for (facts, home) in known {
            let sha = facts.sha.clone();
            let session = match home {
                Home::Session(id) if ids.contains(id) => Some(id.clone()),
                Home::Session(_) | Home::Nobody => None,
            };
            let reason =
                Some("it was recorded before the store was lost; on what ground is not known".into());
            let aside = Aside { reason, ..Aside::default() };
            let commit = |now| Commit { session, aside, ..Commit::new(now, facts, Evidence::None) };
            if let Err(error) = store.append_unassigned(commit) {
                problems.push(format!("commit {sha}: {error}"));
            }
        }
    }
}

/// Notes where the branches are: what is on them is not ours to record.
pub(crate) fn begin_branches(edge: &Edge, repo: &Repo) -> Result<(), progress::ProgressError> {
    Branches::new(edge, repo, &[], HashSet::new()).begin()
}

fn catch_up_with(edge: &Edge, repo: &Repo, most: usize) -> Result<Recorded, HookError> {
    if Progress::take(repo)?.since().is_none() {
        // What was committed before anybody looked is not ours to record.
        progress::begin(repo)?;
        return Ok(Recorded::default());
    }
    let unseen = progress::unseen(repo)?;
    let mut all = Recorded::default();
    let Some(last) = unseen.last() else { return Ok(all) };
    let mut hook = Hook::new(edge, repo, By::Reconcile, AT_ONCE);
    if hook.wants_all {
        wait_for_hooks(edge, repo, last);
    }
    let of = unseen.len();
    // What was committed in the meantime has its own hook on the way.
    hook.only = Some(unseen.into_iter().collect());
    // Hooks wait for whoever records, so nobody does for long.
    loop {
        let recorded = hook.record_commits()?;
        all = Recorded { commits: all.commits + recorded.commits, ..recorded };
        edge.meter.tell("Recording commits", all.commits, Some(of));
        if recorded.commits == 0 || !recorded.more || recorded.left || all.commits >= most {
            break;
        }
    }
    if all.commits > 0 && hook.wants_all {
        hook.log(&format!("{} commits were recorded that no hook had seen", all.commits));
    }
    Ok(all)
}

/// Lets a hook that may still be on its way come first: it knows in whose name the commit was made, and we do not. Nobody
/// waits for a commit that was made earlier.
fn wait_for_hooks(edge: &Edge, repo: &Repo, last: &str) {
    let written = std::fs::metadata(repo.git_dir().join("logs/HEAD")).and_then(|it| it.modified());
    // Where git keeps the reflog elsewhere, the commit itself says when.
    let at = written.map(core_model::Time::from).ok().or_else(|| Some(repo.committer(last).ok()?.1));
    let Some(at) = at else { return };
    let age = (edge.clock.now() - at).to_std().unwrap_or_default();
    let left = HOOKS_COME_WITHIN.saturating_sub(age);
    if !left.is_zero() {
        #[allow(clippy::disallowed_methods, reason = "a hook tells nobody that it is on its way")]
        std::thread::sleep(left);
    }
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
