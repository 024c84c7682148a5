//! Which session a commit belongs to, on what ground, and saying that it is another.

use std::collections::BTreeSet;

use core_model::{Commit, CommitFacts, Evidence, Session, SessionId};
use store::{Fact, Home, KnownCommits, Problem, Store, Which};

use crate::error::AppError;
use crate::hook::reconcile::Reconciled;
use crate::hook::trailer::TRAILER;
use crate::workspace::Workspace;

/// How many commits are followed from one to the one that took its place. More are a circle.
const LONGEST: usize = 1000;

/// What is known of a commit.
#[derive(Debug)]
pub struct Why {
    /// Its id in full.
    pub sha: String,
    /// What git says of it. `None`: it is not in this clone any more.
    pub facts: Option<CommitFacts>,
    /// How it was recorded. `None`: it was not.
    pub recorded: Option<Commit>,
    /// The session that it belongs to. `None`: none.
    pub session: Option<Session>,
    /// The other sessions that it could have belonged to, as far as they are still there.
    pub considered: Vec<Session>,
    /// What it is called now, where others took its place.
    pub became: Vec<String>,
    /// Whether nothing leads to it any more: no branch, no tag, no HEAD. `None`: git does not say.
    pub is_dropped: Option<bool>,
    /// The session that the commit's message names, as it stands there: perhaps one of another clone. `None`: none.
    pub trailer: Option<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What no hook had seen and was recorded just now.
    pub reconciled: Reconciled,
}

/// Commits that a person put to a session.
#[derive(Debug)]
pub struct Assigned {
    /// The commits, by their ids; those that they took the place of and those that took theirs are among them.
    pub commits: Vec<String>,
    /// The session. `None`: they belong to none.
    pub session: Option<SessionId>,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
}

impl Workspace {
    /// Which session a commit belongs to, and why.
    ///
    /// # Errors
    /// [`AppError::Commit`] where no such commit is known, neither to git nor to us.
    pub fn why(&self, asked: &str) -> Result<Why, AppError> {
        let reconciled = self.catch_up();
        let store = self.store_to_read()?;
        let sha = self.which_commit(store.as_ref(), asked)?;
        let known = KnownCommits::at(&self.repo.state_dir());
        let mut why = Why {
            facts: self.repo.commit(&sha, None).ok(),
            recorded: None,
            session: None,
            considered: Vec::new(),
            trailer: self.repo.trailer(&sha, TRAILER).ok().flatten(),
            became: latest(&known, &sha),
            is_dropped: self
                .repo
                .reachable(std::slice::from_ref(&sha))
                .ok()
                .map(|reachable| !reachable.contains(&sha)),
            problems: Vec::new(),
            reconciled,
            sha,
        };
        let Some(store) = store else { return Ok(why) };
        let (recorded, session) = find_recorded(&store, &known, &why.sha, &mut why.problems);
        let others = recorded.iter().flat_map(|commit| &commit.aside.considered);
        // One that was forgotten since is left out.
        why.considered = others.filter_map(|id| Some(store.show(id).ok()??.session)).collect();
        (why.recorded, why.session) = (recorded, session);
        Ok(why)
    }

    /// Puts commits to a session, or to none, because a person says so. What took their place goes with them, and so does
    /// what they took the place of: it is the same work.
    ///
    /// # Errors
    /// [`AppError::Commit`], [`AppError::Find`], [`AppError::Unassigned`]; then some of them may have been put there.
    pub fn assign(&self, asked: &[String], session: Option<&str>) -> Result<Assigned, AppError> {
        let mut remarks = self.catch_up().remarks();
        let store = self.store_or_make()?;
        let to = session.map(|session| self.find(&store, Some(session))).transpose()?;
        let known = KnownCommits::at(&self.repo.state_dir());
        let mut all = BTreeSet::new();
        for asked in asked {
            let sha = self.which_commit(Some(&store), asked)?;
            self.add_same_work(&store, &known, &sha, &mut all);
        }
        let mut facts = Vec::new();
        for sha in &all {
            let (recorded, _) = find_recorded(&store, &known, sha, &mut Vec::new());
            let commit = match recorded {
                Some(commit) => commit,
                None => Commit::new(
                    store.now(),
                    self.repo.commit(sha, None).map_err(AppError::CommitUnreadable)?,
                    Evidence::None,
                ),
            };
            store.assign(|now| Commit {
                evidence: if to.is_some() { Evidence::Assigned } else { Evidence::None },
                session: to.clone(),
                assigned_at: Some(now),
                ..commit
            })?;
            let home = to.clone().map_or(Home::Nobody, Home::Session);
            facts.push(Fact::Home { sha: sha.clone(), home });
        }
        if let Err(problem) = known.add(&facts) {
            remarks.push(format!("it is done, but cannot be found by the commit: {problem}"));
        }
        // What is kept of sessions that are over counted them where they were.
        if let Err(error) = store.rebuild_projects() {
            remarks
                .push(format!("it is done, but the project's figures were not brought up to date: {error}"));
        }
        let ids: Vec<SessionId> = to.iter().cloned().collect();
        self.keep_or_tell(&store, &ids, "assign", &mut remarks);
        Ok(Assigned { commits: all.into_iter().collect(), session: to, remarks })
    }

    /// The commits that belong to no session, by their ids.
    ///
    /// # Errors
    /// [`AppError::Open`], [`AppError::Unreadable`].
    pub fn unassigned(&self) -> Result<Vec<String>, AppError> {
        let Some(store) = self.store_to_read()? else { return Ok(Vec::new()) };
        let unassigned = core_model::current_of(store.snapshot(Which::Live).unassigned).into_iter();
        // Of the others, a person has said that they are nobody's.
        Ok(unassigned.filter(|it| it.assigned_at.is_none()).map(|it| it.facts.sha).collect())
    }

    /// The commit that somebody means: as git understands it, or else the beginning of the id of one that is recorded and
    /// that git has forgotten.
    pub(crate) fn which_commit(&self, store: Option<&Store>, asked: &str) -> Result<String, AppError> {
        let error = match self.repo.resolve_commit(asked) {
            Ok(sha) => return Ok(sha),
            Err(error) => error,
        };
        let is_hex = asked.len() >= 4 && asked.bytes().all(|b| b.is_ascii_hexdigit());
        if let (true, git::ResolveError::NoSuchCommit { .. }, Some(store)) = (is_hex, &error, store) {
            let all = store.snapshot(Which::All);
            let of_sessions = all.sessions.iter().flat_map(|session| &session.record().commits);
            let begin = asked.to_ascii_lowercase();
            let mut found: Vec<&String> = of_sessions
                .chain(&all.unassigned)
                .map(|commit| &commit.facts.sha)
                .filter(|sha| sha.starts_with(&begin))
                .collect();
            found.sort();
            found.dedup();
            match found[..] {
                [] => {}
                [only] => return Ok(only.clone()),
                _ => return Err(AppError::Commit(git::ResolveError::Ambiguous { text: asked.to_owned() })),
            }
        }
        Err(AppError::Commit(error))
    }

    /// Adds a commit, what took its place, and what these took the place of.
    fn add_same_work(&self, store: &Store, known: &KnownCommits, sha: &str, all: &mut BTreeSet<String>) {
        let mut next = vec![sha.to_owned()];
        while let Some(sha) = next.pop() {
            if all.len() >= LONGEST || !all.insert(sha.clone()) {
                continue;
            }
            next.extend(known.find(&sha).unwrap_or_default().became);
            if let (Some(commit), _) = find_recorded(store, known, &sha, &mut Vec::new()) {
                next.extend(commit.replaces);
            }
        }
    }
}

/// How a commit was recorded, and the session that it belongs to.
pub(crate) fn find_recorded(
    store: &Store,
    known: &KnownCommits,
    sha: &str,
    problems: &mut Vec<Problem>,
) -> (Option<Commit>, Option<Session>) {
    let is_it = |commit: &&Commit| commit.facts.sha == sha;
    let in_session = |session: Session| {
        let commit = session.record().commits.iter().find(is_it).cloned();
        commit.map(|commit| (Some(commit), Some(session)))
    };
    if let Ok(found) = known.find(sha)
        && let Some(Home::Session(id)) = found.home
        && let Ok(Some(loaded)) = store.show(&id)
        && let Some(found) = in_session(loaded.session)
    {
        return found;
    }
    // It is nobody's, or what is known of commits does not hold any more.
    let all = store.snapshot(if known.is_whole() { Which::Live } else { Which::All });
    problems.extend(all.problems);
    if let Some(found) = all.sessions.into_iter().find_map(in_session) {
        return found;
    }
    (all.unassigned.iter().find(is_it).cloned(), None)
}

/// What a commit is called now, at the end of each way. Empty where nothing took its place.
pub(crate) fn latest(known: &KnownCommits, sha: &str) -> Vec<String> {
    let (mut ends, mut seen, mut next) = (Vec::new(), BTreeSet::new(), vec![sha.to_owned()]);
    while let Some(it) = next.pop() {
        if seen.len() >= LONGEST || !seen.insert(it.clone()) {
            continue;
        }
        let became = known.find(&it).unwrap_or_default().became;
        if became.is_empty() && it != sha {
            ends.push(it);
        } else {
            next.extend(became);
        }
    }
    ends
}
