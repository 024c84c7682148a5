//! What only git itself can say: each question costs a process.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use crate::Repo;
use crate::tracked::index_tracks;

/// What `git rev-parse --local-env-vars` lists: variables that tie git to one repository. A child that is asked about
/// a repository of our choice must not inherit them.
const LOCAL_VARIABLES: [&str; 16] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// The folder whose hooks git runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HooksDir {
    /// The folder; it need not be there.
    pub path: PathBuf,
    /// Whether it is the repository's own, `<common>/hooks`, and not one that `core.hooksPath` names.
    pub owned: bool,
    /// Whether it lies inside the work tree or the git directory. One outside belongs to other repositories as well.
    pub inside: bool,
    /// Whether git tracks files in it: what is put there would go to everybody.
    pub tracked: bool,
}

/// Why git gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// There is no `git` in `PATH`.
    #[error("git is not installed, or not in PATH")]
    NoGit,
    /// It could not be started.
    #[error("git could not be started")]
    NotStarted(#[source] std::io::Error),
    /// It ran and failed.
    #[error("git {question} failed ({status}): {message}")]
    Failed {
        /// What it was asked.
        question: &'static str,
        /// How it ended.
        status: ExitStatus,
        /// What it said, on one line.
        message: String,
    },
    /// It answered with what is not a path.
    #[error("git {question} answered `{answer}`")]
    NoPath {
        /// What it was asked.
        question: &'static str,
        /// What it answered.
        answer: String,
    },
    /// It had not ended in time, and was made to.
    #[error("git {question} took longer than {limit:?}")]
    TooLong {
        /// What it was asked.
        question: &'static str,
        /// How long it was given.
        limit: std::time::Duration,
    },
    /// It said more than is taken from it.
    #[error("git {question} answered with too much")]
    TooMuch {
        /// What it was asked.
        question: &'static str,
    },
}

impl Repo {
    /// The folder whose hooks git runs for this worktree, as `core.hooksPath` and git's defaults have it.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn hooks_dir(&self) -> Result<HooksDir, AskError> {
        // Of the folder itself, an empty `core.hooksPath` and `./` have one answer; git looks into `/` for the first.
        const QUESTION: &str = "rev-parse --git-path hooks/post-commit";
        let output = answer_of(self.git(), QUESTION)?;
        let answer = output.strip_suffix(b"\n").unwrap_or(&output);
        let no_path =
            || AskError::NoPath { question: QUESTION, answer: String::from_utf8_lossy(answer).into_owned() };
        let hook = gix::path::from_byte_slice(answer).map_err(|_| no_path())?;
        let path = hook.parent().ok_or_else(no_path)?;
        // Before git 2.31 the answer cannot be had absolute; relative, it starts where git ran.
        let path = gix::path::realpath(self.top().join(path)).map_err(|_| no_path())?;
        Ok(self.describe_hooks_dir(path))
    }

    fn describe_hooks_dir(&self, path: PathBuf) -> HooksDir {
        // Where `<common>/hooks` is a symbolic link, the path is where it leads, and the folder is not the
        // repository's own.
        let owned = path == self.common_dir().join("hooks");
        let places = [self.work_tree(), self.main_work_tree(), Some(self.git_dir()), Some(self.common_dir())];
        let inside = owned || places.into_iter().flatten().any(|place| path.starts_with(place));
        HooksDir { tracked: !owned && self.tracks_below(&path), path, owned, inside }
    }

    /// Whether this worktree or the main one tracks files in that folder. False as well where that cannot be found out:
    /// then nothing is known to be shared.
    fn tracks_below(&self, dir: &Path) -> bool {
        let worktrees = [(self.work_tree(), self.git_dir()), (self.main_work_tree(), self.common_dir())];
        worktrees.into_iter().any(|(top, git_dir)| {
            let Some(below) = top.and_then(|top| dir.strip_prefix(top).ok()) else { return false };
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            index_tracks(git_dir, self.hash(), &parts.join("/")).unwrap_or(false)
        })
    }

    /// git, asked about this repository and no other, with nothing to read from.
    pub(crate) fn git(&self) -> Command {
        let mut git = git_in(self.top());
        git.env("GIT_DIR", self.git_dir());
        if let Some(top) = self.work_tree() {
            git.env("GIT_WORK_TREE", top);
        }
        if self.given_common_dir() {
            git.env("GIT_COMMON_DIR", self.common_dir());
        }
        git
    }

    /// The same, where commits are what they were written as, whatever `git replace` or grafts say.
    pub(crate) fn git_as_written(&self) -> Command {
        let mut git = self.git();
        // git knows this name on Windows, too.
        git.env("GIT_NO_REPLACE_OBJECTS", "1").env("GIT_GRAFT_FILE", "/dev/null");
        git
    }

    /// Where git runs hooks, and where a relative `core.hooksPath` starts.
    fn top(&self) -> &Path {
        self.work_tree().unwrap_or(self.git_dir())
    }
}

/// What git says to the question: its arguments, with spaces between them.
pub(crate) fn answer_of(mut git: Command, question: &'static str) -> Result<Vec<u8>, AskError> {
    let output = git.args(question.split(' ')).output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => AskError::NoGit,
        _ => AskError::NotStarted(error),
    })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
        return Err(AskError::Failed { question, status: output.status, message });
    }
    Ok(output.stdout)
}

/// git in one of our own repositories, where no setting of anybody's counts.
pub(crate) fn git_in_ours(repository: &Path) -> Command {
    let mut git = git_in(repository);
    git.env("GIT_DIR", repository).env("GIT_CONFIG_NOSYSTEM", "1");
    // Since 2.55 it says where references are; packing those of somebody else's would leave ours without objects.
    git.env_remove("GIT_REFERENCE_BACKEND");
    // git knows this name on Windows, too.
    git.env("GIT_CONFIG_GLOBAL", "/dev/null");
    git
}

/// Whether git would work in a repository that somebody else owns: its `safe.directory` decides. False where there is
/// no git to ask.
pub(crate) fn git_accepts(from: &Path, git_dir: Option<&Path>) -> bool {
    // Asked from inside the git directory where that was named: of a repository that is named, git asks no owner.
    let place = git_dir.map_or_else(|| from.to_owned(), |dir| from.join(dir));
    let place = if place.is_dir() { place } else { from.to_owned() };
    let answer = git_in(&place).args(["rev-parse", "--git-dir"]).stdout(Stdio::null()).status();
    answer.is_ok_and(|status| status.success())
}

pub(crate) fn git_in(dir: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(dir).stdin(Stdio::null()).stderr(Stdio::piped());
    for variable in LOCAL_VARIABLES {
        git.env_remove(variable);
    }
    for variable in ["GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"] {
        git.env_remove(variable);
    }
    // What is not here is not fetched for the sake of a question, and no hook of ours answers to one of ours.
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_SESSION_HOOKS", "0");
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    git.args(["-c", "core.fsmonitor=false"]);
    git
}
