//! Which commits lead to which. For commands: git walks, and knows shallow clones and its commit-graph.

use std::collections::HashSet;

use crate::child::run;
use crate::{AskError, Repo};

/// Commits that were found on the way from some to others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Walk {
    /// Their ids; each after its parents.
    pub commits: Vec<String>,
    /// Whether these are all. Otherwise the older ones are missing.
    pub complete: bool,
}

impl Repo {
    /// The commits that one can get to from `tips` and not from `hidden`, as they were written: neither `git replace`
    /// nor grafts are followed. At most `limit`. What is not in this repository is passed over.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn new_commits(&self, tips: &[String], hidden: &[String], limit: usize) -> Result<Walk, AskError> {
        const QUESTION: &str = "rev-list";
        let tips: Vec<&String> = tips.iter().filter(|sha| self.exists(sha)).collect();
        if tips.is_empty() || limit == 0 {
            return Ok(Walk { commits: Vec::new(), complete: tips.is_empty() });
        }
        let mut git = self.walker();
        git.args(["--topo-order", &format!("--max-count={}", limit.saturating_add(1)), "--stdin"]);
        let input = revisions(tips, hidden.iter().filter(|sha| self.parse_id(sha).is_ok()));
        let answer = run(git, QUESTION, input.as_bytes(), self.bounds())?.well(QUESTION)?;
        let mut commits = lines(&answer);
        let complete = commits.len() <= limit;
        commits.truncate(limit);
        commits.reverse();
        Ok(Walk { commits, complete })
    }

    /// Which of these commits a branch, a tag, a branch of a remote or the HEAD of a worktree still leads to.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn reachable(&self, shas: &[String]) -> Result<HashSet<String>, AskError> {
        let here: Vec<&String> = shas.iter().filter(|sha| self.exists(sha)).collect();
        let lost: HashSet<String> = self.walk_lost(&here, None)?.into_iter().collect();
        Ok(here.into_iter().filter(|sha| !lost.contains(*sha)).cloned().collect())
    }

    /// The commits that one can get to from `tips` and that nothing of the above leads to any more, the newest first. At
    /// most `limit`. What is not in this repository is passed over.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn lost(&self, tips: &[String], limit: usize) -> Result<Vec<String>, AskError> {
        let here: Vec<&String> = tips.iter().filter(|sha| self.exists(sha)).collect();
        self.walk_lost(&here, Some(limit))
    }

    fn walk_lost(&self, tips: &[&String], limit: Option<usize>) -> Result<Vec<String>, AskError> {
        const QUESTION: &str = "rev-list --not --branches --tags --remotes";
        if tips.is_empty() {
            return Ok(Vec::new());
        }
        let mut heads: Vec<String> = Vec::new();
        for seen in std::iter::once(self.head()).chain(self.others().iter().map(Self::head)) {
            heads.extend(seen.ok().and_then(|head| head.commit().map(str::to_owned)));
        }
        let mut git = self.walker();
        git.args(limit.map(|limit| format!("--max-count={limit}")));
        // What is read comes first, so that no git takes it for hidden.
        git.args(["--stdin", "--not", "--branches", "--tags", "--remotes"]);
        let input = revisions(tips.iter().copied(), heads.iter());
        Ok(lines(&run(git, QUESTION, input.as_bytes(), self.bounds())?.well(QUESTION)?))
    }

    fn walker(&self) -> std::process::Command {
        let mut git = self.git_as_written();
        git.args(["rev-list", "--ignore-missing"]);
        git
    }
}

/// What `--stdin` reads.
fn revisions<'a>(
    tips: impl IntoIterator<Item = &'a String>,
    hidden: impl IntoIterator<Item = &'a String>,
) -> String {
    let tips = tips.into_iter().map(|sha| format!("{sha}\n"));
    tips.chain(hidden.into_iter().map(|sha| format!("^{sha}\n"))).collect()
}

fn lines(answer: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(answer).lines().map(str::to_owned).collect()
}
