//! The events that we have hooks for.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// An event of git that runs a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// A commit was made.
    PostCommit,
    /// A merge was made, or a branch was moved forward to another.
    PostMerge,
    /// A patch from a mail was applied and committed.
    PostApplypatch,
    /// Commits were put in the place of others: by an amend, or by a whole rebase at its end.
    PostRewrite,
    /// A branch was switched to, or a worktree was made.
    PostCheckout,
    /// A commit is about to be made, and its message is there.
    PrepareCommitMsg,
    /// The message of a commit that is about to be made was written in an editor.
    CommitMsg,
}

impl Event {
    /// The events that record something: what is installed.
    pub const ALL: [Self; 5] =
        [Self::PostCommit, Self::PostMerge, Self::PostApplypatch, Self::PostRewrite, Self::PostCheckout];

    /// The events that write the session into the message: installed where somebody asks for it.
    pub const TRAILER: [Self; 2] = [Self::PrepareCommitMsg, Self::CommitMsg];

    /// Every event that may be installed.
    pub fn every() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain(Self::TRAILER)
    }

    /// git's name for it, which is the name of the hook's file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::PostCommit => "post-commit",
            Self::PostMerge => "post-merge",
            Self::PostApplypatch => "post-applypatch",
            Self::PostRewrite => "post-rewrite",
            Self::PostCheckout => "post-checkout",
            Self::PrepareCommitMsg => "prepare-commit-msg",
            Self::CommitMsg => "commit-msg",
        }
    }

    /// The event of that name. `None`: it is none of ours; a newer installation may know it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::every().find(|event| event.file_name() == name)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file_name())
    }
}

/// The event that the program is run for, when git runs a copy of it as a hook: told by the name it was started
/// under. `None`: it was started as a program.
///
/// pre-commit and prek rename a hook that they find to `….legacy`, and go on running it.
#[must_use]
pub fn event_of_program_name(argv0: &OsStr) -> Option<Event> {
    let name = Path::new(argv0).file_name()?.to_str()?;
    let name = name.strip_suffix(".exe").unwrap_or(name);
    Event::parse(name.strip_suffix(".legacy").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_git_starts_a_hook_under_tells_its_event() {
        for (name, event) in [
            (".git/hooks/post-commit", Some(Event::PostCommit)),
            ("/a b/.git/hooks/post-checkout", Some(Event::PostCheckout)),
            ("post-commit.legacy", Some(Event::PostCommit)),
            ("post-commit.exe", Some(Event::PostCommit)),
            ("/usr/bin/git-session", None),
            ("post-commit.sample", None),
            ("post-rewrite.legacy", Some(Event::PostRewrite)),
            ("pre-commit", None),
            ("", None),
            ("..", None),
        ] {
            assert_eq!(event_of_program_name(OsStr::new(name)), event, "{name}");
        }
    }

    #[test]
    fn each_name_parses_to_its_event() {
        for event in Event::every() {
            assert_eq!(Event::parse(event.file_name()), Some(event));
        }
        assert_eq!(Event::parse("post-Commit"), None);
    }
}
