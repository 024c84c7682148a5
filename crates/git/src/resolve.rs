//! Which commit somebody means. For commands.

use crate::child::run;
use crate::commit::parse_id;
use crate::{AskError, Repo};

/// Why it is not known which commit is meant.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// There is none of that name.
    #[error("`{text}` names no commit")]
    NoSuchCommit {
        /// What was typed, or its beginning.
        text: String,
    },
    /// Several commits' ids begin so.
    #[error("several commits begin with `{text}`")]
    Ambiguous {
        /// What was typed, or its beginning.
        text: String,
    },
    /// git gave no answer.
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Repo {
    /// The full id of the commit that `text` names in this worktree, as git understands it: `HEAD~2`, the beginning of
    /// an id, a branch, a tag.
    ///
    /// Runs git.
    ///
    /// # Errors
    /// Each variant of [`ResolveError`] says its own.
    pub fn resolve_commit(&self, text: &str) -> Result<String, ResolveError> {
        const QUESTION: &str = "rev-parse --verify";
        let shown = || core_model::shorten(text, 80);
        let none = || ResolveError::NoSuchCommit { text: shown() };
        // What begins with a dash is an option to git, and no name of anything.
        if text.is_empty() || text.starts_with('-') || text.contains('\0') {
            return Err(none());
        }
        // After `:/` comes what the message has in it, up to the end.
        let name = if text.starts_with(":/") { text.to_owned() } else { format!("{text}^{{commit}}") };
        let mut git = self.git();
        git.args(["rev-parse", "--verify", &name]);
        let said = run(git, QUESTION, b"", self.bounds())?;
        if said.status.success() {
            let answer = String::from_utf8_lossy(&said.answer);
            return parse_id(answer.trim_end()).map(|id| id.to_string()).map_err(|_| none());
        }
        let error = &said.error;
        if error.contains("short object ID") || error.contains("short SHA1") {
            return Err(ResolveError::Ambiguous { text: shown() });
        }
        if error.contains("dubious ownership") || error.contains("not a git repository") {
            said.well(QUESTION)?;
        }
        Err(none())
    }
}
