//! Trailers: lines of `Key: value` at the end of a commit's message. git itself writes and reads them.

use std::path::Path;

use gix::bstr::ByteSlice as _;

use crate::ask::git_in;
use crate::child::run;
use crate::{AskError, CommitError, Repo};

impl Repo {
    /// The last value of a trailer in the message of a commit. `None`: it has none of that key.
    ///
    /// # Errors
    /// Each variant of [`CommitError`] says its own.
    pub fn trailer(&self, sha: &str, key: &str) -> Result<Option<String>, CommitError> {
        self.read_commit(sha, |_, commit| {
            let trailers = commit.message_trailers();
            let found = trailers.filter(|trailer| trailer.token.eq_ignore_ascii_case(key.as_bytes())).last();
            found.map(|trailer| trailer.value.to_str_lossy().into_owned())
        })
    }

    /// A message with a trailer, `Key: value`, unless it has one of that key. Nobody's settings have a say in it: they could
    /// run commands and add trailers of their own.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn with_trailer(&self, message: &[u8], trailer: &str) -> Result<Vec<u8>, AskError> {
        const QUESTION: &str = "interpret-trailers";
        let mut git = git_in(Path::new(if cfg!(windows) { "C:\\" } else { "/" }));
        git.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        git.env("GIT_CEILING_DIRECTORIES", "/").env("GIT_SESSION_HOOKS", "0");
        git.args([QUESTION, "--no-divider", "--if-exists", "doNothing", "--trailer", trailer]);
        run(git, QUESTION, message, self.bounds())?.well(QUESTION)
    }

    /// Whether messages that are written in an editor begin as a template (`commit.template`).
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn has_template(&self) -> Result<bool, AskError> {
        const QUESTION: &str = "config --get commit.template";
        let mut git = self.git();
        git.args(QUESTION.split(' '));
        Ok(run(git, QUESTION, b"", self.bounds())?.status.success())
    }

    /// Whether there is something in a message beside comments, and what stands below git's scissors.
    ///
    /// Runs git, which knows how comments begin here.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn says_something(&self, message: &[u8]) -> Result<bool, AskError> {
        const QUESTION: &str = "stripspace --strip-comments";
        let scissors = message.find(b" ------------------------ >8 ------------------------\n");
        let mut git = self.git();
        git.args(QUESTION.split(' '));
        let written = &message[..scissors.unwrap_or(message.len())];
        let left = run(git, QUESTION, written, self.bounds())?.well(QUESTION)?;
        // The beginning of the line with the scissors.
        Ok(!matches!(left.trim_ascii(), [] | [_]))
    }
}
