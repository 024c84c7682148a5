//! Which commit wrote each line of a file. For commands: git knows it.

use std::collections::HashMap;
use std::time::Duration;

use core_model::Time;

use crate::child::{Bounds, Said, run};
use crate::commit::parse_id;
use crate::{AskError, Repo, ResolveError};

/// A long history of a large file takes git a while.
const BOUNDS: Bounds = Bounds { time: Duration::from_secs(120), bytes: 64 << 20 };

const QUESTION: &str = "blame";

/// What of a file is asked about, and how far git looks.
#[derive(Debug, Clone, Default)]
pub struct BlameOptions<'a> {
    /// The file, from the top of the worktree, as git writes paths.
    pub path: &'a str,
    /// The commit whose file it is, as git understands it. `None`: the file as it lies in the worktree.
    pub rev: Option<&'a str>,
    /// Parts of it, as `git blame -L` takes them. None: all of it.
    pub ranges: &'a [String],
    /// Whether white space does not count (`-w`).
    pub ignores_space: bool,
    /// Whether lines are followed that moved within the file (`-M`).
    pub moves: bool,
    /// Whether lines are followed that came from other files: each step looks at more of them (`-C`, at most three).
    pub copies: u8,
}

/// Who wrote the lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blame {
    /// The lines, in order.
    pub lines: Vec<BlamedLine>,
    /// The commits that wrote them, by their ids.
    pub commits: HashMap<String, BlamedCommit>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlamedLine {
    /// Its number; the first is 1.
    pub number: usize,
    /// The commit that wrote it, in full. `None`: it is not committed yet.
    pub sha: Option<String>,
    /// What stands there, without its end.
    pub text: String,
}

/// What git says of a commit that wrote a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlamedCommit {
    /// Who wrote it.
    pub author: String,
    /// When it was written, by the author's clock.
    pub authored_at: Time,
    /// Its subject.
    pub subject: String,
}

/// Why it is not known who wrote a file.
#[derive(Debug, thiserror::Error)]
pub enum BlameError {
    /// The commit is not known.
    #[error(transparent)]
    Commit(#[from] ResolveError),
    /// Nothing is committed in this worktree.
    #[error("there is no commit yet")]
    NoCommit,
    /// git has no such file there.
    #[error("git has no file {path} in {rev}")]
    NoSuchFile {
        /// The file.
        path: String,
        /// Where.
        rev: String,
    },
    /// It is a folder.
    #[error("{0} is a folder")]
    Folder(String),
    /// It is there in git, and not in the worktree.
    #[error("{0} is not in this worktree any more")]
    Gone(String),
    /// It holds no lines.
    #[error("{0} is no text")]
    NoText(String),
    /// The part is none of it.
    #[error("`{range}` is no part of {path}: {why}")]
    Range {
        /// What was typed.
        range: String,
        /// The file.
        path: String,
        /// What git says.
        why: String,
    },
    /// git gave no answer.
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Repo {
    /// Which commit wrote each line of a file, as they were written: neither `git replace` nor grafts are followed.
    /// Renames are followed, as git does.
    ///
    /// Runs git, for as long as two minutes.
    ///
    /// # Errors
    /// [`BlameError`] says for each variant.
    pub fn blame(&self, asked: &BlameOptions<'_>) -> Result<Blame, BlameError> {
        let path = asked.path;
        if path.is_empty() {
            return Err(BlameError::Folder(".".to_owned()));
        }
        let rev = asked.rev.map(|rev| self.resolve_commit(rev)).transpose()?;
        let mut git = self.git_as_written();
        git.args(["blame", "--porcelain"]);
        git.args(asked.ranges.iter().map(|range| format!("-L{range}")));
        git.args(asked.ignores_space.then_some("-w")).args(asked.moves.then_some("-M"));
        git.args(std::iter::repeat_n("-C", usize::from(asked.copies.min(3))));
        git.args(&rev).arg("--").arg(path);
        let said = run(git, QUESTION, b"", BOUNDS)?;
        if !said.status.success() {
            return Err(self.why_not(asked, said));
        }
        if said.answer.contains(&0) {
            return Err(BlameError::NoText(path.to_owned()));
        }
        Ok(parse(&String::from_utf8_lossy(&said.answer)))
    }

    fn why_not(&self, asked: &BlameOptions<'_>, said: Said) -> BlameError {
        let path = asked.path.to_owned();
        let error = said.error.as_str();
        if error.contains("no such path") {
            if self.work_tree().is_some_and(|top| top.join(&path).is_dir()) {
                return BlameError::Folder(path);
            }
            return BlameError::NoSuchFile { path, rev: asked.rev.unwrap_or("HEAD").to_owned() };
        }
        if error.contains("no such ref: HEAD") {
            return BlameError::NoCommit;
        }
        if error.contains("lstat") {
            return BlameError::Gone(path);
        }
        // Where it cannot read a part at all, it says how it is used.
        let is_usage = error.contains("usage: git");
        if !asked.ranges.is_empty() && (is_usage || error.contains("-L") || error.contains(" lines")) {
            let why =
                if is_usage { "it takes START,END" } else { error.rsplit("fatal: ").next().unwrap_or(error) };
            return BlameError::Range { range: asked.ranges.join(" "), path, why: why.to_owned() };
        }
        match said.well(QUESTION) {
            Err(error) => error.into(),
            Ok(_) => BlameError::NoSuchFile { path, rev: asked.rev.unwrap_or("HEAD").to_owned() },
        }
    }
}

/// Reads what `--porcelain` says: of each line the commit and its number, of each commit once what it is, and each line
/// itself after a tab.
fn parse(answer: &str) -> Blame {
    let mut blame = Blame::default();
    let (mut sha, mut number) = (String::new(), 0);
    // Not by `lines`: a file may end its lines in another way.
    for line in answer.split('\n') {
        if let Some(text) = line.strip_prefix('\t') {
            let is_nobody = sha.bytes().all(|b| b == b'0');
            let text = text.strip_suffix('\r').unwrap_or(text).to_owned();
            blame.lines.push(BlamedLine { number, sha: (!is_nobody).then(|| sha.clone()), text });
            continue;
        }
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        if parse_id(key).is_ok() {
            key.clone_into(&mut sha);
            number = value.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
            blame.commits.entry(sha.clone()).or_insert_with(|| BlamedCommit {
                author: String::new(),
                authored_at: Time::UNIX_EPOCH,
                subject: String::new(),
            });
            continue;
        }
        let Some(commit) = blame.commits.get_mut(&sha) else { continue };
        match key {
            "author" => value.clone_into(&mut commit.author),
            "summary" => value.clone_into(&mut commit.subject),
            "author-time" => {
                let at = value.parse().ok().and_then(|seconds| Time::from_timestamp(seconds, 0));
                commit.authored_at = at.unwrap_or(Time::UNIX_EPOCH);
            }
            _ => {}
        }
    }
    blame.commits.retain(|sha, _| sha.bytes().any(|b| b != b'0'));
    blame
}
