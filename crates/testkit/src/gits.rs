//! The gits that tests are tried with.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A git of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Git {
    /// The program.
    pub path: PathBuf,
    /// The first two numbers of its version.
    pub version: (u32, u32),
}

impl Git {
    /// The gits of `GIT_SESSION_TEST_GITS` (paths of programs, with colons between them) and of `PATH`, one of each
    /// version, the newest last.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the edge of the tests: what they are tried with is read here"
    )]
    pub fn all() -> Vec<Self> {
        let named = std::env::var_os("GIT_SESSION_TEST_GITS").unwrap_or_default();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let in_path = std::env::split_paths(&path).map(|folder| folder.join("git"));
        let mut gits: Vec<Self> =
            std::env::split_paths(&named).chain(in_path).filter_map(|path| Self::at(&path)).collect();
        gits.sort_by_key(|git| git.version);
        gits.dedup_by_key(|git| git.version);
        gits
    }

    /// The one that is run by its name.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn in_path() -> Self {
        Self::at(Path::new("git")).unwrap()
    }

    /// The newest of them that runs hooks which its configuration names. `None`: there is none, and that is said.
    #[must_use]
    #[allow(clippy::print_stderr, reason = "a test that did not run says so")]
    pub fn with_entries() -> Option<Self> {
        let found = Self::all().pop().filter(Self::runs_entries);
        if found.is_none() {
            eprintln!("skipped: no git of 2.54 or later; name one in GIT_SESSION_TEST_GITS");
        }
        found
    }

    /// Whether it runs hooks which its configuration names.
    #[must_use]
    pub fn runs_entries(&self) -> bool {
        self.version >= (2, 54)
    }

    fn at(path: &Path) -> Option<Self> {
        let output = Command::new(path).arg("--version").output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let mut numbers = text.trim().strip_prefix("git version ")?.split('.').map(str::parse);
        let version = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        Some(Self { path: path.to_owned(), version })
    }
}
