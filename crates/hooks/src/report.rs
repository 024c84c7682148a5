//! What became of each hook.

use std::fmt;
use std::path::PathBuf;

use crate::Event;

/// What became of one hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookReport {
    /// The event that it is for.
    pub event: Event,
    /// Its file, or the configuration that its entry is in.
    pub path: PathBuf,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a hook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was put there.
    Installed(How),
    /// An older one of ours was replaced.
    Refreshed(How),
    /// It was there already, as it should be.
    Unchanged(How),
    /// Nothing was done.
    LeftAlone {
        /// Why.
        why: Why,
    },
    /// Nothing was done, and nothing is lost by it: the entry in the configuration runs.
    NotNeeded {
        /// Why nothing was done.
        why: Why,
    },
    /// It was taken out.
    Removed,
    /// It was no longer there when it should have been taken out.
    Gone,
}

impl Outcome {
    /// Whether the hook is there now, as it should be.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        self.how().is_some()
    }

    /// In what form the hook is there now. `None`: it is not, or not as it should be.
    #[must_use]
    pub fn how(&self) -> Option<How> {
        match self {
            Self::Installed(how) | Self::Refreshed(how) | Self::Unchanged(how) => Some(*how),
            Self::LeftAlone { .. } | Self::NotNeeded { .. } | Self::Removed | Self::Gone => None,
        }
    }
}

/// In what form a hook is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A copy of the hook's program, which git starts without a shell.
    Copy,
    /// A script of our own.
    Script,
    /// A block in a script of somebody else.
    Block,
    /// An entry in the repository's configuration.
    Entry,
    /// A call that somebody wrote into a hook of their own.
    ByHand,
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The hooks folder lies outside of the repository; others use it as well.
    OutsideRepository,
    /// git tracks files in the hooks folder: a change would go to everybody.
    TrackedFolder,
    /// The hooks folder that the configuration names is not there.
    NoFolder,
    /// The hook is a symbolic link.
    SymbolicLink,
    /// The hook is a folder, a pipe or the like.
    NotAFile,
    /// git does not run the hook, since it is not executable.
    NotExecutable,
    /// The hook is read-only.
    ReadOnly,
    /// The hook has lines that end as on Windows.
    WindowsLines,
    /// Another interpreter than a shell runs the hook.
    Interpreter(String),
    /// The hook does not begin with `#!`, or is empty. git has a shell run it all the same; which one, and what in it
    /// is a first line, is not said.
    NoScript,
    /// The hook is a first line and nothing else.
    Empty,
    /// The hook is too large to be a script that somebody wrote.
    TooLarge,
    /// What we had put there was changed since.
    ChangedSince,
    /// Somebody wrote the call into a hook of their own.
    ByHand,
    /// Somebody else holds git's lock on its configuration, or left it there.
    ConfigLocked(PathBuf),
    /// The hook could not be read or written.
    Failed(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutsideRepository => "the hooks folder lies outside of the repository",
            Self::TrackedFolder => "git tracks the hooks folder, so a change would go to everybody",
            Self::NoFolder => "the hooks folder that core.hooksPath names is not there",
            Self::SymbolicLink => "it is a symbolic link",
            Self::NotAFile => "it is not a file",
            Self::NotExecutable => "it is not executable, so git does not run it",
            Self::ReadOnly => "it is read-only",
            Self::WindowsLines => "its lines end as on Windows",
            Self::Interpreter(name) => return write!(f, "it is run by {name}, not by a shell"),
            Self::NoScript => "it does not begin with #!, so it does not say which program runs it",
            Self::Empty => "it has nothing after its first line",
            Self::TooLarge => "it is too large for a script",
            Self::ChangedSince => "what was installed there was changed since",
            Self::ByHand => "somebody wrote the call of git session into it, and can take it out",
            Self::ConfigLocked(path) => {
                return write!(f, "somebody holds git's lock on it, or left it there: {}", path.display());
            }
            Self::Failed(reason) => return f.write_str(reason),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_without_a_first_line_that_names_a_program_is_not_called_no_script() {
        // git has sh run it, so it is one.
        assert_eq!(
            Why::NoScript.to_string(),
            "it does not begin with #!, so it does not say which program runs it"
        );
    }
}
