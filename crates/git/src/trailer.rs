//! Trailers: lines of `Key: value` at the end of a commit's message. git itself writes and reads them.

use std::path::Path;

use gix::bstr::ByteSlice as _;

use crate::child::{Bounds, run};
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

    /// Adds a trailer, `Key: value`, to the message in a file, unless there is one of that key. The file is replaced as a
    /// whole, or not at all.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn add_trailer(&self, file: &Path, trailer: &str) -> Result<(), AskError> {
        const QUESTION: &str = "interpret-trailers";
        let mut git = self.git();
        git.args([
            QUESTION,
            "--in-place",
            "--no-divider",
            "--if-exists",
            "doNothing",
            "--trailer",
            trailer,
            "--",
        ]);
        git.arg(file);
        run(git, QUESTION, b"", Bounds::COMMAND)?.well(QUESTION).map(drop)
    }

    /// Whether a message says anything beside comments.
    ///
    /// Runs git, which knows how comments begin here.
    ///
    /// # Errors
    /// [`AskError`] says for each variant.
    pub fn says_something(&self, message: &[u8]) -> Result<bool, AskError> {
        const QUESTION: &str = "stripspace --strip-comments";
        let mut git = self.git();
        git.args(QUESTION.split(' '));
        let left = run(git, QUESTION, message, Bounds::COMMAND)?.well(QUESTION)?;
        Ok(!left.trim_ascii().is_empty())
    }
}
