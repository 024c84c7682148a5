//! Which session wrote each line of a file.

use std::collections::{BTreeMap, BTreeSet};

use core_model::{Session, SessionId, Time};
use git::{Blame, BlameOptions, BlamedLine};
use store::{Home, KnownCommits, Problem, Store, Which};

use crate::error::AppError;
use crate::hook::reconcile::Reconciled;
use crate::workspace::Workspace;

/// What is asked of a file.
#[derive(Debug, Clone, Default)]
pub struct BlameAsked {
    /// The file, as it is typed.
    pub file: String,
    /// The commit whose file it is. `None`: the file as it lies in the worktree.
    pub rev: Option<String>,
    /// Parts of it, as git takes them. None: all of it.
    pub ranges: Vec<String>,
    /// Whether white space does not count.
    pub ignores_space: bool,
    /// Whether lines are followed that moved within the file.
    pub moves: bool,
    /// In how many steps lines are followed that came from other files.
    pub copies: u8,
}

/// Who wrote a file.
#[derive(Debug)]
pub struct BlamedFile {
    /// The file, from the top of the worktree.
    pub path: String,
    /// Its parts, in order.
    pub parts: Vec<BlamedPart>,
    /// The sessions that wrote some of it.
    pub sessions: BTreeMap<SessionId, Session>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What no hook had seen and was recorded just now.
    pub reconciled: Reconciled,
}

/// Lines that stand one below the other and that one session wrote, or one commit that belongs to none.
#[derive(Debug)]
pub struct BlamedPart {
    /// The number of the first line; the first of a file is 1.
    pub first: usize,
    /// What stands there.
    pub lines: Vec<String>,
    /// The session. `None`: the commit belongs to none, or the lines are not committed yet.
    pub session: Option<SessionId>,
    /// The commits that wrote them, the latest first. None: they are not committed yet.
    pub commits: Vec<WroteIt>,
}

/// A commit that wrote some lines, as it is called now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WroteIt {
    /// Its id.
    pub sha: String,
    /// Who wrote it.
    pub author: String,
    /// When it was written.
    pub authored_at: Time,
    /// Its subject.
    pub subject: String,
}

impl Workspace {
    /// Which session wrote each line of a file.
    ///
    /// # Errors
    /// [`AppError::Blame`], [`AppError::Filter`] where the file is outside, [`AppError::Open`].
    pub fn blame(&self, asked: &BlameAsked) -> Result<BlamedFile, AppError> {
        let path = self.path_from_top(&asked.file)?;
        let reconciled = self.catch_up();
        let options = BlameOptions {
            path: &path,
            rev: asked.rev.as_deref(),
            ranges: &asked.ranges,
            ignores_space: asked.ignores_space,
            moves: asked.moves,
            copies: asked.copies,
        };
        let mut blame = self.repo.blame(&options)?;
        let mut problems = Vec::new();
        let homes = match self.store_to_read()? {
            Some(store) => self.homes_of(&store, blame.commits.keys(), &mut problems),
            None => Homes::default(),
        };
        let lines = std::mem::take(&mut blame.lines);
        let mut parts: Vec<BlamedPart> = Vec::new();
        for line in lines {
            let session = line.sha.as_ref().and_then(|sha| homes.by_commit.get(sha)).cloned();
            match parts.last_mut() {
                Some(part) if goes_on(part, &line, session.as_ref()) => part.add(line, &blame),
                _ => {
                    let mut part =
                        BlamedPart { first: line.number, lines: Vec::new(), session, commits: Vec::new() };
                    part.add(line, &blame);
                    parts.push(part);
                }
            }
        }
        for part in &mut parts {
            part.commits.sort_by_key(|commit| std::cmp::Reverse(commit.authored_at));
        }
        Ok(BlamedFile { path, parts, sessions: homes.sessions, problems, reconciled })
    }

    /// The sessions that some commits belong to.
    fn homes_of<'a>(
        &self,
        store: &Store,
        shas: impl Iterator<Item = &'a String>,
        problems: &mut Vec<Problem>,
    ) -> Homes {
        let known = KnownCommits::at(&self.repo.state_dir());
        let (mut homes, mut unknown) = (Homes::default(), BTreeSet::new());
        for sha in shas {
            match known.find(sha).map(|known| known.home) {
                Ok(Some(Home::Session(id))) => {
                    if !homes.sessions.contains_key(&id) {
                        match store.show(&id) {
                            Ok(Some(loaded)) => {
                                homes.sessions.insert(id.clone(), loaded.session);
                            }
                            Ok(None) => {}
                            Err(problem) => problems.push(problem),
                        }
                    }
                    if homes.sessions.contains_key(&id) {
                        homes.by_commit.insert(sha.clone(), id);
                    }
                }
                Ok(Some(Home::Nobody)) => {}
                Ok(None) => {
                    unknown.insert(sha.clone());
                }
                Err(problem) => problems.push(problem),
            }
        }
        // Nothing that is recorded is missing among what is known, unless that is said.
        if !unknown.is_empty() && !known.is_whole() {
            let all = store.snapshot(Which::All);
            let is_new = |problem: &Problem| problems.iter().all(|known| known.path != problem.path);
            let new: Vec<Problem> = all.problems.into_iter().filter(is_new).collect();
            problems.extend(new);
            for session in all.sessions {
                let commits = session.record().commits.iter();
                let its: Vec<String> =
                    commits.map(|it| it.facts.sha.clone()).filter(|sha| unknown.contains(sha)).collect();
                if its.is_empty() {
                    continue;
                }
                homes.by_commit.extend(its.into_iter().map(|sha| (sha, session.id().clone())));
                homes.sessions.insert(session.id().clone(), session);
            }
        }
        homes
    }
}

#[derive(Default)]
struct Homes {
    by_commit: BTreeMap<String, SessionId>,
    sessions: BTreeMap<SessionId, Session>,
}

/// Whether the line belongs to the part that ends before it.
fn goes_on(part: &BlamedPart, line: &BlamedLine, session: Option<&SessionId>) -> bool {
    let is_next = line.number == part.first + part.lines.len();
    let is_same = match session {
        Some(_) => part.session.as_ref() == session,
        None => part.session.is_none() && part.commits.first().map(|it| &it.sha) == line.sha.as_ref(),
    };
    is_next && is_same
}

impl BlamedPart {
    fn add(&mut self, line: BlamedLine, blame: &Blame) {
        self.lines.push(line.text);
        let Some(sha) = line.sha else { return };
        if self.commits.iter().any(|it| it.sha == sha) {
            return;
        }
        if let Some(commit) = blame.commits.get(&sha) {
            self.commits.push(WroteIt {
                sha,
                author: commit.author.clone(),
                authored_at: commit.authored_at,
                subject: commit.subject.clone(),
            });
        }
    }
}
