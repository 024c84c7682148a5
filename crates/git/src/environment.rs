//! What the environment says of where the repository is. The edge reads it; git's own variables come through here.

use std::path::PathBuf;
use std::time::Instant;

/// Where git, or whoever set its variables, says that the repository is. Relative paths start at the folder that
/// [`discover`](crate::discover) is given. The default says nothing.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `GIT_DIR`. git sets it for hooks in linked worktrees, submodules and bare repositories. `None`: the repository
    /// is looked for, upwards.
    pub git_dir: Option<PathBuf>,
    /// `GIT_COMMON_DIR`. `None`: the git directory itself says.
    pub common_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`; it counts only beside `git_dir`. `None`: the repository says.
    pub work_tree: Option<PathBuf>,
    /// `GIT_CEILING_DIRECTORIES`, split: no repository is looked for above these. Empty: up to the file system's end.
    pub ceiling_dirs: Vec<PathBuf>,
    /// What to do with a repository that somebody else owns.
    pub foreign: Foreign,
    /// When whoever asks must be done: what a hook asks of git ends by then. `None`: whoever asks can wait, and each question to
    /// git has its own limit.
    pub until: Option<Instant>,
}

/// What to do with a repository that somebody else owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Foreign {
    /// Refuse it, without running anything: for hooks.
    #[default]
    Refuse,
    /// Ask git, whose `safe.directory` may allow it: for commands.
    AskGit,
}
