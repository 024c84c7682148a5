//! A folder with repositories that knows nothing of the user's settings, and is gone afterwards.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use tempfile::TempDir;

use crate::workspace;

pub(super) struct Lab {
    dir: TempDir,
    program: PathBuf,
    path: OsString,
}

/// How much there is for git to look at.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum RepoSize {
    /// 20 files.
    Small,
    /// 1,000 files.
    Medium,
    /// 20,000 files.
    Large,
}

impl Lab {
    pub(super) fn new(dir: &Path, program: &Path) -> Result<Self> {
        let dir =
            TempDir::with_prefix_in("git-session-bench-", dir).context("cannot make a folder to work in")?;
        fs::create_dir(dir.path().join("home"))?;
        // First on the path, so that a hook that asks for `git-session` gets the one that is measured.
        let ours = program.parent().unwrap_or(program).to_owned();
        let users = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(std::iter::once(ours).chain(env::split_paths(&users)))?;
        Ok(Self { dir, program: program.to_owned(), path })
    }

    pub(super) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn git(&self, repo: &Path, args: &[&str]) -> Command {
        let mut git = self.clean(Command::new("git"), repo);
        git.args(args);
        git
    }

    /// The program under measurement.
    pub(super) fn program(&self, repo: &Path, args: &[&str]) -> Command {
        let mut program = self.clean(Command::new(&self.program), repo);
        program.args(args);
        program
    }

    fn clean(&self, mut command: Command, repo: &Path) -> Command {
        command.env_clear().current_dir(repo).stdin(Stdio::null());
        command.env("PATH", &self.path).env("HOME", self.dir().join("home")).env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "Bench")
                .env(format!("GIT_{who}_EMAIL"), "bench@example.org");
        }
        command
    }

    /// A repository with a few commits, and no hooks.
    pub(super) fn repository(&self, name: &str, size: RepoSize) -> Result<PathBuf> {
        const COMMITS: usize = 4;
        let repo = self.dir().join(name);
        fs::create_dir(&repo)?;
        workspace::read(&mut self.git(&repo, &["init", "--quiet", "--initial-branch", "main"]))?;
        let files = match size {
            RepoSize::Small => 20,
            RepoSize::Medium => 1_000,
            RepoSize::Large => 20_000,
        };
        for commit in 0..COMMITS {
            let dir = repo.join(format!("part-{commit}"));
            fs::create_dir(&dir)?;
            for file in 0..files / COMMITS {
                fs::write(dir.join(format!("{file}.txt")), format!("{commit} {file}\n").repeat(50))?;
            }
            workspace::read(&mut self.git(&repo, &["add", "--all"]))?;
            let message = format!("Add part {commit}");
            workspace::read(&mut self.git(&repo, &["commit", "--quiet", "--message", &message]))?;
        }
        Ok(repo)
    }
}
