//! A folder with repositories, and commands that run in it and know nothing of the machine's settings.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::MatrixError;

/// A folder with repositories, and the environment of whatever runs in it.
#[derive(Debug, Clone)]
pub struct Scratch {
    root: PathBuf,
    variables: Vec<(String, OsString)>,
}

/// What a command said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The exit code. `None`: a signal ended it.
    pub code: Option<i32>,
    /// On standard output.
    pub stdout: String,
    /// On standard error.
    pub stderr: String,
}

/// Seconds since 1970, by the machine's clock.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Scratch {
    pub(crate) fn new(root: PathBuf, variables: Vec<(String, OsString)>) -> Self {
        Self { root, variables }
    }

    /// The folder around the repositories.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The same with one more variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// The same with more folders at the end of its path.
    #[must_use]
    pub fn with_path(self, folders: &[PathBuf]) -> Self {
        let before = self.variables.iter().find(|(name, _)| name == "PATH").map(|(_, path)| path.clone());
        let all: Vec<PathBuf> =
            std::env::split_paths(&before.unwrap_or_default()).chain(folders.iter().cloned()).collect();
        let path = std::env::join_paths(all).unwrap_or_default();
        self.with("PATH", path)
    }

    /// A program, not yet run.
    #[must_use]
    pub fn command(&self, dir: &Path, program: &str) -> Command {
        let file = self.find(program).unwrap_or_else(|| program.into());
        let mut command = Command::new(file);
        command.current_dir(dir).env_clear().stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Where it stands on this scratch's own path.
    fn find(&self, program: &str) -> Option<PathBuf> {
        let (_, path) = self.variables.iter().find(|(name, _)| name == "PATH")?;
        std::env::split_paths(path).map(|folder| folder.join(program)).find(|file| file.exists())
    }

    /// A step of an operation: a line for `sh`, at this moment.
    ///
    /// # Errors
    /// [`MatrixError::Io`]
    pub fn step(&self, dir: &Path, line: &str, seconds: u64) -> Result<Said, MatrixError> {
        let mut sh = self.command(dir, "sh");
        dated(&mut sh, seconds).args(["-c", line]);
        self.run(&mut sh)
    }

    /// Runs it, whatever comes of it.
    ///
    /// # Errors
    /// [`MatrixError::Io`]
    pub fn run(&self, command: &mut Command) -> Result<Said, MatrixError> {
        let dir = command.get_current_dir().unwrap_or(&self.root).to_owned();
        Ok(Said::new(&command.output().map_err(MatrixError::io(&dir))?))
    }

    /// A script with one argument, which must go well.
    pub(crate) fn script(&self, dir: &Path, script: &str, given: &str, at: u64) -> Result<(), MatrixError> {
        let mut sh = self.command(dir, "sh");
        dated(&mut sh, at).args(["-c", script, "sh", given]);
        self.must(&mut sh).map(drop)
    }

    /// git's answer, without the newline at the end; it must go well. For looking: it writes nothing and replaces nothing.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub fn git(&self, dir: &Path, arguments: &[&str]) -> Result<String, MatrixError> {
        let mut git = self.command(dir, "git");
        git.args(["--no-optional-locks", "--no-replace-objects"]).args(arguments);
        self.must(&mut git)
    }

    /// The program's answer; it must go well.
    ///
    /// # Errors
    /// [`MatrixError::Io`], [`MatrixError::Command`].
    pub fn session(&self, dir: &Path, arguments: &[&str]) -> Result<String, MatrixError> {
        self.must(self.command(dir, "git-session").args(arguments))
    }

    /// Runs it; it must go well.
    pub(crate) fn must(&self, command: &mut Command) -> Result<String, MatrixError> {
        let said = self.run(command)?;
        if said.code == Some(0) {
            return Ok(said.stdout.trim_end_matches('\n').to_owned());
        }
        let words = std::iter::once(command.get_program()).chain(command.get_args());
        let command = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
        Err(MatrixError::Command { command, code: said.code, said: said.both() })
    }
}

/// Everything that is made carries this moment.
pub(crate) fn dated(command: &mut Command, seconds: u64) -> &mut Command {
    let date = format!("{seconds} +0000");
    command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", date)
}

impl Said {
    pub(crate) fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Both outputs, for people.
    pub(crate) fn both(&self) -> String {
        format!("{}{}", self.stdout, self.stderr).trim_end().to_owned()
    }

    /// The same with another word for a folder.
    pub(crate) fn without(mut self, folder: &Path) -> Self {
        let folder = folder.to_string_lossy();
        for text in [&mut self.stdout, &mut self.stderr] {
            *text = text.replace(&*folder, "ROOT");
        }
        self
    }
}
