//! What is to be recorded, from what git knows; and what of it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::record::count;
use crate::{MatrixError, Recorded, Scratch};

/// The time zone in which everybody else commits.
const THEIRS: &str = "+0200";

/// What git knows of a repository, and where its HEADs have been.
#[derive(Debug, Clone)]
pub struct Known {
    /// Where git is asked.
    dir: PathBuf,
    /// What was there before.
    before: BTreeSet<String>,
    /// What a HEAD was at, at a moment between two operations.
    moments: BTreeSet<String>,
    /// The same in the middle of a rebase: it counts once the rebase has not been given up. By worktree, with what the
    /// rebase began at.
    rebasing: BTreeMap<PathBuf, (String, BTreeSet<String>)>,
}

/// What must be recorded, and what may be.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// New, ours, and to be found from a branch, a tag or a HEAD.
    pub must: BTreeSet<String>,
    /// New, ours, and somewhere at a moment between two operations.
    pub may: BTreeSet<String>,
}

/// What the record says against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// How many must be recorded.
    pub expected: usize,
    /// Those that are not.
    pub missed: Vec<String>,
    /// Those that stand there more than once.
    pub doubled: Vec<String>,
    /// Those that others made.
    pub foreign: Vec<String>,
    /// Those that were there before, or that nobody ever stood at: steps of a squash, of a rebase that was given up, a stash.
    pub uncalled: Vec<String>,
}

impl Judgement {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        [&self.missed, &self.doubled, &self.foreign, &self.uncalled].iter().all(|list| list.is_empty())
    }
}

impl Known {
    /// What is there now.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub fn look(scratch: &Scratch, dir: &Path) -> Result<Self, MatrixError> {
        let before = scratch.git(dir, &["rev-list", "--all", "--reflog"])?;
        let before = before.lines().map(str::to_owned).collect();
        Ok(Self { dir: dir.to_owned(), before, moments: BTreeSet::new(), rebasing: BTreeMap::new() })
    }

    /// A moment between two operations. Between the end of a rebase and whatever comes next there must be one.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub fn pause(&mut self, scratch: &Scratch) -> Result<(), MatrixError> {
        for (head, worktree) in self.heads(scratch)? {
            let git_dir = git_dir(&worktree);
            match rebase_of(&git_dir) {
                None => {
                    let (began, seen) = self.rebasing.remove(&worktree).unwrap_or_default();
                    if began != head {
                        self.moments.extend(seen);
                    }
                    self.moments.insert(head);
                }
                // What is being squashed is nobody's commit yet.
                Some(rebase) if !rebase.squashes => {
                    let seen = self.rebasing.entry(worktree).or_insert((rebase.began, BTreeSet::new()));
                    seen.1.insert(head);
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// What must be recorded by now.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub fn expect(&self, scratch: &Scratch) -> Result<Expected, MatrixError> {
        let refs =
            scratch.git(&self.dir, &["for-each-ref", "--format=%(objectname)", "refs/heads", "refs/tags"])?;
        let mut tips: BTreeSet<String> = refs.lines().map(str::to_owned).collect();
        let heads = self.heads(scratch)?;
        tips.extend(heads.iter().map(|(head, _)| head.clone()));
        let must = self.ours(scratch, &tips)?;
        // In the middle of a rebase, what somebody commits is theirs all the same.
        let logged = self.logged(scratch)?;
        // A rebase that came to its end, and whose git was killed right after it.
        let finished = logged.iter().filter(|(_, said)| said.contains("(finish): returning to"));
        let mut moments = self.moments.clone();
        moments.extend(finished.map(|(sha, _)| sha.clone()));
        let committed = logged.into_iter().filter(|(_, said)| said.starts_with("commit"));
        let committed: BTreeSet<String> = committed.map(|(sha, _)| sha).collect();
        let mut may = self.ours(scratch, &moments)?;
        let by_hand = self.ours(scratch, &committed)?;
        may.extend(by_hand.into_iter().filter(|sha| committed.contains(sha)));
        Ok(Expected { must, may })
    }

    /// Compares what is recorded with what must be.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub fn judge(
        &self,
        scratch: &Scratch,
        expected: &Expected,
        recorded: &[Recorded],
    ) -> Result<Judgement, MatrixError> {
        let counts = count(recorded);
        let zones = self.zones(scratch, counts.keys().copied())?;
        let mut judgement = Judgement { expected: expected.must.len(), ..Judgement::default() };
        judgement.missed =
            expected.must.iter().filter(|sha| !counts.contains_key(sha.as_str())).cloned().collect();
        for (sha, times) in counts {
            let own = sha.to_owned();
            if times > 1 {
                judgement.doubled.push(own.clone());
            }
            if zones.get(sha).is_some_and(|zone| zone == THEIRS) {
                judgement.foreign.push(own);
            } else if !expected.must.contains(sha) && !expected.may.contains(sha) {
                judgement.uncalled.push(own);
            }
        }
        Ok(judgement)
    }

    /// What is new, ours, and known to git in any way; with its subject.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub(crate) fn all_new(&self, scratch: &Scratch) -> Result<Vec<(String, String)>, MatrixError> {
        let listed = scratch
            .git(&self.dir, &["log", "--all", "--reflog", "--date=format:%z", "--format=%H %cd %s"])?;
        let commits = listed.lines().filter_map(|line| {
            let (sha, rest) = line.split_once(' ')?;
            let (zone, subject) = rest.split_once(' ').unwrap_or((rest, ""));
            (zone != THEIRS && !self.before.contains(sha)).then(|| (sha.to_owned(), subject.to_owned()))
        });
        Ok(commits.collect())
    }

    /// A commit for people: its id, its subject and how it came about.
    #[must_use]
    pub fn describe(&self, scratch: &Scratch, sha: &str) -> String {
        let shown = scratch.git(&self.dir, &["log", "--no-walk", "--format=%h %s", sha]).unwrap_or_default();
        let logged = self.logged(scratch).unwrap_or_default();
        let mut ways: Vec<&str> =
            logged.iter().filter(|(logged, _)| logged == sha).map(|(_, said)| said.as_str()).collect();
        ways.dedup();
        format!("{shown} ({})", ways.join("; "))
    }

    /// Of what can be reached from here, what is new and ours.
    fn ours(&self, scratch: &Scratch, tips: &BTreeSet<String>) -> Result<BTreeSet<String>, MatrixError> {
        let mut git = scratch.command(&self.dir, "git");
        git.args(["--no-replace-objects", "log", "--stdin", "--date=format:%z", "--format=%H %cd"]);
        let asked = tips.iter().map(|sha| format!("{sha}\n"));
        let asked: String = asked.chain(self.before.iter().map(|sha| format!("^{sha}\n"))).collect();
        let said = fed(&mut git, &asked).map_err(MatrixError::io(&self.dir))?;
        let lines = said.lines().filter_map(|line| line.split_once(' '));
        Ok(lines.filter(|(_, zone)| *zone != THEIRS).map(|(sha, _)| sha.to_owned()).collect())
    }

    /// In which time zone each was committed; of what git does not have, nothing.
    fn zones<'s>(
        &self,
        scratch: &Scratch,
        shas: impl Iterator<Item = &'s str>,
    ) -> Result<BTreeMap<String, String>, MatrixError> {
        let mut git = scratch.command(&self.dir, "git");
        git.args(["--no-replace-objects", "log", "--no-walk=unsorted", "--ignore-missing", "--stdin"]);
        git.args(["--date=format:%z", "--format=%H %cd"]);
        let asked: String = shas.map(|sha| format!("{sha}\n")).collect();
        if asked.is_empty() {
            return Ok(BTreeMap::new());
        }
        let said = fed(&mut git, &asked).map_err(MatrixError::io(&self.dir))?;
        let lines = said.lines().filter_map(|line| line.split_once(' '));
        Ok(lines.map(|(sha, zone)| (sha.to_owned(), zone.to_owned())).collect())
    }

    /// Each line of the logs of all references, and of each worktree's HEAD: the commit, and what git said of it.
    fn logged(&self, scratch: &Scratch) -> Result<Vec<(String, String)>, MatrixError> {
        let mut said = scratch.git(&self.dir, &["reflog", "--all", "--format=%H %gs"])?;
        for (_, worktree) in self.heads(scratch)? {
            said.push('\n');
            said.push_str(&scratch.git(&worktree, &["reflog", "--format=%H %gs", "HEAD"])?);
        }
        let lines = said.lines().filter_map(|line| line.split_once(' '));
        Ok(lines.map(|(sha, said)| (sha.to_owned(), said.to_owned())).collect())
    }

    /// The HEAD of each worktree that has one, and the worktree; of a bare repository, itself.
    fn heads(&self, scratch: &Scratch) -> Result<Vec<(String, PathBuf)>, MatrixError> {
        let listed = scratch.git(&self.dir, &["worktree", "list", "--porcelain"])?;
        let mut heads = Vec::new();
        let mut worktree = PathBuf::new();
        for line in listed.lines() {
            if let Some(path) = line.strip_prefix("worktree ") {
                worktree = PathBuf::from(path);
            } else if let Some(head) = line.strip_prefix("HEAD ")
                && head.contains(|digit| digit != '0')
            {
                heads.push((head.to_owned(), worktree.clone()));
            }
        }
        Ok(heads)
    }
}

/// Of a worktree; of a bare repository, itself.
fn git_dir(worktree: &Path) -> PathBuf {
    let dot_git = worktree.join(".git");
    let named = std::fs::read_to_string(&dot_git).ok();
    let named = named
        .as_deref()
        .and_then(|text| text.strip_prefix("gitdir: "))
        .map(|path| worktree.join(path.trim_end()));
    named.unwrap_or(if dot_git.is_dir() { dot_git } else { worktree.to_owned() })
}

/// A rebase that is under way.
struct Rebase {
    /// The commit that it goes back to when it is given up.
    began: String,
    /// Whether it has stopped between the commits of a squash.
    squashes: bool,
}

/// `None`: there is none; `git am` is none.
fn rebase_of(git_dir: &Path) -> Option<Rebase> {
    let read = |path: PathBuf| std::fs::read_to_string(path).ok();
    let (merging, applying) = (git_dir.join("rebase-merge"), git_dir.join("rebase-apply"));
    let folder = if merging.exists() { merging } else { applying };
    if !folder.exists() || folder.join("applying").exists() {
        return None;
    }
    let began = read(folder.join("orig-head")).unwrap_or_default().trim().to_owned();
    let squashes = read(folder.join("current-fixups")).is_some_and(|text| !text.trim().is_empty());
    Some(Rebase { began, squashes })
}

/// Runs it with this on its standard input, and answers what it said.
fn fed(command: &mut std::process::Command, input: &str) -> std::io::Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // What is asked is a few kilobytes: less than a pipe holds before git begins to answer.
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(std::io::Error::other(format!("git ended with {}", output.status)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Base, Git, Workbench};

    /// What is wrong with a record of these commits: how many are missed, doubled, foreign and uncalled.
    fn judge(known: &Known, scratch: &Scratch, shas: &[&str]) -> [usize; 4] {
        let expected = known.expect(scratch).unwrap();
        let record = |sha: &&str| Recorded { sha: (*sha).to_owned(), session: None, evidence: String::new() };
        let recorded: Vec<Recorded> = shas.iter().map(record).collect();
        let Judgement { missed, doubled, foreign, uncalled, .. } =
            known.judge(scratch, &expected, &recorded).unwrap();
        [missed, doubled, foreign, uncalled].map(|list| list.len())
    }

    #[test]
    fn a_record_is_judged_by_what_git_knows() {
        let git = Git::find(Path::new("nowhere")).pop().unwrap();
        // Nothing is asked of the program here.
        let bench = Workbench::new(&git.path).unwrap();
        let folder = bench.folder().unwrap();
        let scratch = bench.scratch(folder.path().join("ours"), Base::Usual, &git).unwrap();
        let dir = scratch.root().join("repo");
        let mut known = Known::look(&scratch, &dir).unwrap();
        let mut step = |line: &str| {
            let said = scratch.sh(&dir, line).unwrap();
            assert_eq!(said.code, Some(0), "{line}: {said:?}");
            known.pause(&scratch).unwrap();
            scratch.git(&dir, &["rev-parse", "HEAD"]).unwrap()
        };
        let old = scratch.git(&dir, &["rev-parse", "HEAD"]).unwrap();
        let foreign = step("git pull -q --ff-only");
        let away = step("git commit -q --allow-empty -m 'amended away'");
        let own = step("git commit -q --amend --allow-empty -m own");
        step("echo dirty >b && git stash -q");
        let stash = scratch.git(&dir, &["rev-parse", "stash"]).unwrap();
        let half = step("git switch -q half; git rebase -q main; true");
        step("git rebase --abort");
        step("git switch -q main");

        let wrong = |shas: &[&str]| judge(&known, &scratch, shas);
        assert_eq!(wrong(&[&own]), [0, 0, 0, 0]);
        assert_eq!(wrong(&[&own, &away]), [0, 0, 0, 0]);
        assert_eq!(wrong(&[]), [1, 0, 0, 0]);
        assert_eq!(wrong(&[&own, &own]), [0, 1, 0, 0]);
        assert_eq!(wrong(&[&own, &foreign]), [0, 0, 1, 0]);
        assert_eq!(wrong(&[&own, &old, &stash, &half]), [0, 0, 0, 3]);
    }
}
