//! The program, run as a user runs it, in a cleared environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::TestRepo;

/// The program under test, in a repository.
#[derive(Debug)]
pub struct Program<'a> {
    path: PathBuf,
    repo: &'a TestRepo,
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The exit code. `None`: a signal ended it.
    pub code: Option<i32>,
    /// What stands on standard output.
    pub stdout: String,
    /// What stands on standard error.
    pub stderr: String,
}

impl<'a> Program<'a> {
    /// The program at `path`, for this repository.
    #[must_use]
    pub fn new(path: &Path, repo: &'a TestRepo) -> Self {
        Self { path: path.to_owned(), repo }
    }

    /// The program's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The program, not yet run, in the environment that git is given, too.
    #[must_use]
    pub fn command(&self, dir: &Path) -> Command {
        let git = self.repo.command(dir);
        let mut program = Command::new(&self.path);
        program.current_dir(dir).env_clear().env("TZ", "UTC");
        for (name, value) in git.get_envs() {
            if let Some(value) = value {
                program.env(name, value);
            }
        }
        program
    }

    /// Runs it in the repository.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_in(self.repo.path(), arguments)
    }

    /// Runs it in another folder.
    ///
    /// # Panics
    /// When it cannot be started.
    #[must_use]
    pub fn run_in(&self, dir: &Path, arguments: &[&str]) -> Run {
        Run::new(&self.command(dir).args(arguments).output().unwrap())
    }

    /// Runs it and answers with its standard output, without the newline at the end.
    ///
    /// # Panics
    /// When it does not end with 0.
    #[must_use]
    pub fn ok(&self, arguments: &[&str]) -> String {
        self.ok_in(self.repo.path(), arguments)
    }

    /// Like [`Program::ok`], in another folder.
    ///
    /// # Panics
    /// When it does not end with 0.
    #[must_use]
    pub fn ok_in(&self, dir: &Path, arguments: &[&str]) -> String {
        let run = self.run_in(dir, arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
        run.stdout.trim_end_matches('\n').to_owned()
    }
}

impl Run {
    /// What came of a process that has ended.
    #[must_use]
    pub fn new(output: &Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
