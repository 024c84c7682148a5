//! A repository with worktrees and sessions, and what is known of each commit in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::judge::{Wrong, judge};
use super::moves::{Kind, Move, Seeing, Takes, WORKTREES};
use crate::record::was_hurried;
use crate::scratch::now;
use crate::trial::install;
use crate::{Base, Column, Known, MatrixError, Said, Scratch, Workbench, read_record};

/// For so long after one that found several, a hook's name may be about a commit that is recorded already.
const UNCLEAR_FOR: Duration = Duration::from_secs(6);

/// Where a commit may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Belongs {
    /// In one of these; `None` is with those that have no session.
    To(BTreeSet<Option<String>>),
    /// Wherever: nobody can know.
    Anywhere,
}

pub(super) struct World {
    scratch: Scratch,
    known: Known,
    /// The session of each worktree.
    sessions: Vec<String>,
    /// Worktrees in which something was made that no hook has seen, and since when one has.
    unseen: BTreeMap<usize, Option<Instant>>,
    commits: BTreeMap<String, Belongs>,
    /// The step that made each.
    makers: BTreeMap<String, String>,
    /// The sessions that had commits of a subject.
    by_subject: BTreeMap<String, BTreeSet<Option<String>>>,
    /// In seconds since 1970.
    clock: u64,
    /// Whether something was killed.
    killed: bool,
    /// Whether a hook had not the time.
    hurried: bool,
}

impl World {
    pub(super) fn new(bench: &Workbench, column: &Column, root: PathBuf) -> Result<Self, MatrixError> {
        let mut scratch = bench.scratch(root, Base::Usual, &column.git)?;
        let repo = scratch.root().join(WORKTREES[0]);
        for worktree in &WORKTREES[1..] {
            scratch.git(&repo, &["worktree", "add", "--quiet", "-b", worktree, &format!("../{worktree}")])?;
        }
        install(bench, &scratch, &repo, column)?;
        let mut sessions = Vec::new();
        for (number, worktree) in WORKTREES.iter().enumerate() {
            let id = scratch.session(&scratch.root().join(worktree), &["start", worktree])?;
            scratch = scratch.with(&format!("S{number}"), &id);
            sessions.push(id);
        }
        let known = Known::look(&scratch, &repo)?;
        let (unseen, commits) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self {
            scratch,
            known,
            sessions,
            unseen,
            commits,
            makers: BTreeMap::new(),
            by_subject: BTreeMap::new(),
            clock: 0,
            killed: false,
            hurried: false,
        })
    }

    /// Makes a step, and notes what came of it.
    pub(super) fn make(&mut self, step: &Move) -> Result<(), MatrixError> {
        let line = self.line_before(step)?;
        // Two steps in one second could make the same commit twice.
        self.clock = now().max(self.clock + 1);
        let said = self.scratch.step(&self.dir(step.at), &step.line, self.clock)?;
        self.hurried |= was_hurried(self.scratch.root())?;
        self.note(step, &line)?;
        match step.kind {
            Kind::Session => self.begin(step, &said)?,
            Kind::Reconcile => {
                if said.code != Some(0) {
                    return Err(MatrixError::Command {
                        command: step.line.clone(),
                        code: said.code,
                        said: said.both(),
                    });
                }
                (0..WORKTREES.len()).for_each(|at| self.see(at));
            }
            Kind::Git(_) | Kind::Together | Kind::Unseen => {}
        }
        self.known.pause(&self.scratch)
    }

    /// How many must be recorded, and what is wrong.
    pub(super) fn judge(&self) -> Result<(usize, Option<Wrong>), MatrixError> {
        let expected = self.known.expect(&self.scratch)?;
        let recorded = read_record(self.scratch.root())?;
        let judgement = self.known.judge(&self.scratch, &expected, &recorded)?;
        let describe = |sha: &str| {
            let maker = self.makers.get(sha).map_or("nothing", String::as_str);
            format!("{}, made {maker}", self.known.describe(&self.scratch, sha))
        };
        // What a hook had no time for is recorded later, by then perhaps for the session that goes on.
        let none = BTreeMap::new();
        let commits = if self.hurried { &none } else { &self.commits };
        let wrong = judge(&judgement, &recorded, commits, self.killed || self.hurried, describe);
        Ok((judgement.expected, wrong))
    }

    fn dir(&self, worktree: usize) -> PathBuf {
        self.scratch.root().join(WORKTREES[worktree])
    }

    /// The commits whose places those of a step may take: of a rebase of some generations all of these, else those from the
    /// worktree's HEAD on back. The newest first, with their subjects.
    fn line_before(&self, step: &Move) -> Result<Vec<(String, String)>, MatrixError> {
        let dir = self.dir(step.at);
        let log = |asked: &[&str]| self.scratch.git(&dir, &[&["log", "--format=%H %s"], asked].concat());
        let log = match step.takes {
            // Where there are not so many, no rebase begins.
            Takes::Since(generations) => log(&[&format!("HEAD~{generations}..")]).unwrap_or_default(),
            Takes::Nothing | Takes::Head | Takes::Namesakes | Takes::Perhaps => log(&["HEAD"])?,
        };
        let lines = log.lines().filter_map(|line| line.split_once(' '));
        Ok(lines.map(|(sha, subject)| (sha.to_owned(), subject.to_owned())).collect())
    }

    /// What is new after a step belongs to whom the step says; what took another's place, to that one's session.
    fn note(&mut self, step: &Move, line: &[(String, String)]) -> Result<(), MatrixError> {
        let all = self.known.all_new(&self.scratch)?;
        let new: Vec<(String, String)> =
            all.into_iter().filter(|(sha, _)| !self.commits.contains_key(sha)).collect();
        for (sha, subject) in &new {
            let mut belongs = self.belongs(step, subject, new.len());
            let replaced = replaced(step.takes, subject, line);
            if let (Belongs::To(places), false) = (&mut belongs, replaced.is_empty()) {
                *places = self.inherited(&replaced, step, subject);
            }
            if let Belongs::To(places) = &belongs {
                self.by_subject.entry(bare(subject).to_owned()).or_default().extend(places.iter().cloned());
            }
            self.commits.insert(sha.clone(), belongs);
            self.makers.insert(sha.clone(), format!("in {}: {}", WORKTREES[step.at], step.line));
        }
        match step.kind {
            Kind::Git(Seeing::Blind) if !new.is_empty() => {
                self.unseen.insert(step.at, None);
            }
            Kind::Git(Seeing::Killed) => {
                self.killed = true;
                self.unseen.insert(step.at, None);
            }
            Kind::Git(Seeing::Hooks | Seeing::Named(_)) if !new.is_empty() => {
                self.see(step.at);
            }
            Kind::Together => (0..WORKTREES.len()).for_each(|at| self.see(at)),
            Kind::Git(_) | Kind::Unseen | Kind::Session | Kind::Reconcile => {}
        }
        Ok(())
    }

    /// Where what takes these commits' places belongs: to their sessions, even where those are over. Where no hook saw it, or
    /// perhaps not what it takes the place of, the worktree's is as good; and so is that of a copy that is gone by now, of which
    /// nothing tells it apart.
    fn inherited(&self, replaced: &[&str], step: &Move, subject: &str) -> BTreeSet<Option<String>> {
        let mut places = BTreeSet::new();
        for old in replaced {
            match self.commits.get(*old) {
                Some(Belongs::To(of_old)) => places.extend(of_old.iter().cloned()),
                // It was there before, or is another's: whoever puts one in its place makes that.
                Some(Belongs::Anywhere) | None => drop(places.insert(Some(self.sessions[step.at].clone()))),
            }
        }
        let is_seen = matches!(step.kind, Kind::Git(Seeing::Hooks | Seeing::Named(_)))
            && self.unseen.values().all(Option::is_some);
        if places.is_empty() || !is_seen || step.takes == Takes::Perhaps {
            places.insert(Some(self.sessions[step.at].clone()));
        }
        if !is_seen {
            places.extend(self.by_subject.get(bare(subject)).into_iter().flatten().cloned());
        }
        places
    }

    /// Somebody has found what no hook had seen.
    fn see(&mut self, worktree: usize) {
        if let Some(since) = self.unseen.get_mut(&worktree) {
            since.get_or_insert_with(Instant::now);
        }
    }

    /// Whether a hook that comes now may not know which commit is its own.
    fn is_unclear(&self, worktree: usize) -> bool {
        self.unseen.get(&worktree).is_some_and(|seen| seen.is_none_or(|since| since.elapsed() < UNCLEAR_FOR))
    }

    fn belongs(&self, step: &Move, subject: &str, new: usize) -> Belongs {
        let own = Some(self.sessions[step.at].clone());
        match step.kind {
            Kind::Git(Seeing::Named(other)) => {
                let named = Some(self.sessions[other].clone());
                if new == 1 && !self.is_unclear(step.at) {
                    Belongs::To([named].into())
                } else {
                    // The name speaks for one commit, and there were more.
                    Belongs::To([named, own, None].into())
                }
            }
            Kind::Git(Seeing::Hooks | Seeing::Blind | Seeing::Killed) => Belongs::To([own].into()),
            Kind::Together => {
                let place = WORKTREES.iter().position(|name| subject.starts_with(&format!("{name}: ")));
                place.map_or(Belongs::Anywhere, |at| Belongs::To([Some(self.sessions[at].clone())].into()))
            }
            Kind::Unseen | Kind::Session | Kind::Reconcile => Belongs::Anywhere,
        }
    }

    /// The line's last word is the id of the session that goes on.
    fn begin(&mut self, step: &Move, said: &Said) -> Result<(), MatrixError> {
        let id = said.stdout.lines().last().and_then(|line| line.split_whitespace().next());
        let Some(id) = id.filter(|_| said.code == Some(0)) else {
            return Err(MatrixError::Command {
                command: step.line.clone(),
                code: said.code,
                said: said.both(),
            });
        };
        self.scratch = self.scratch.clone().with(&format!("S{}", step.at), id);
        id.clone_into(&mut self.sessions[step.at]);
        self.see(step.at);
        Ok(())
    }
}

/// Whose place a new commit took, or may have taken, of those that were on the line before.
fn replaced<'l>(takes: Takes, subject: &str, line: &'l [(String, String)]) -> Vec<&'l str> {
    let takes = |number: usize, old: &str| match takes {
        Takes::Nothing => false,
        Takes::Head | Takes::Perhaps => number == 0,
        Takes::Namesakes => bare(old) == bare(subject),
        Takes::Since(_) => true,
    };
    let taken = line.iter().enumerate().filter(|(number, (_, old))| takes(*number, old));
    taken.map(|(_, (sha, _))| sha.as_str()).collect()
}

/// A subject as it was before a rebase gave it another.
fn bare(subject: &str) -> &str {
    subject.trim_start_matches("better: ")
}
