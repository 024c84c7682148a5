//! Which gits are about, and so in which forms hooks are put in.

/// The version of a git, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GitVersion {
    /// The first number.
    pub major: u32,
    /// The second one.
    pub minor: u32,
}

impl GitVersion {
    /// The first that runs hooks which its configuration names.
    const RUNS_ENTRIES: Self = Self { major: 2, minor: 54 };

    /// Reads what `git --version` says. `None`: it says no version.
    #[must_use]
    pub fn parse(answer: &str) -> Option<Self> {
        let mut numbers = answer.trim().strip_prefix("git version ")?.split(['.', ' ', '-']);
        let mut number = || numbers.next()?.parse().ok();
        Some(Self { major: number()?, minor: number()? })
    }

    /// Whether it runs hooks which its configuration names.
    #[must_use]
    pub fn runs_entries(self) -> bool {
        self >= Self::RUNS_ENTRIES
    }
}

/// In which forms hooks are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forms {
    /// As entries in the repository's configuration: git runs them wherever `core.hooksPath` leads.
    pub entries: bool,
    /// As files in the hooks folder.
    pub files: bool,
    /// Whether the git that people run here takes the entries, so that a file which cannot be put there is no loss.
    pub entries_suffice: bool,
}

impl Forms {
    /// Entries where any git takes them, files unless every git does. `gits`: what is about, the one that people run
    /// first; `None` for one that does not tell its version, which counts as old.
    #[must_use]
    pub fn choose(gits: &[Option<GitVersion>]) -> Self {
        let is_new = |git: &Option<GitVersion>| git.is_some_and(GitVersion::runs_entries);
        Self {
            entries: gits.iter().any(is_new),
            files: gits.is_empty() || !gits.iter().all(is_new),
            entries_suffice: gits.first().is_some_and(is_new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_however_it_was_built() {
        for (answer, version) in [
            ("git version 2.47.3\n", Some((2, 47))),
            ("git version 2.50.1 (Apple Git-155)\n", Some((2, 50))),
            ("git version 2.54.0.windows.1", Some((2, 54))),
            ("git version 2.55.GIT", Some((2, 55))),
            ("git version 2.54-rc1", Some((2, 54))),
            ("git version 3.0.0", Some((3, 0))),
            ("hub version 2.14.2", None),
            ("git version unknown", None),
            ("", None),
        ] {
            let parsed = GitVersion::parse(answer).map(|version| (version.major, version.minor));
            assert_eq!(parsed, version, "{answer}");
        }
    }

    #[test]
    fn entries_where_any_git_takes_them_and_files_unless_every_one_does() {
        let git = |minor| Some(GitVersion { major: 2, minor });
        let old = [Some(GitVersion { major: 1, minor: 99 }), git(39), git(53), None];
        let new = [git(54), git(55), Some(GitVersion { major: 3, minor: 0 })];
        let forms = |entries, files, entries_suffice| Forms { entries, files, entries_suffice };
        assert_eq!(Forms::choose(&[]), forms(false, true, false));
        assert_eq!(Forms::choose(&old), forms(false, true, false));
        assert_eq!(Forms::choose(&new), forms(true, false, true));
        for old in old {
            for new in new {
                assert_eq!(Forms::choose(&[old, new]), forms(true, true, false));
                assert_eq!(Forms::choose(&[new, old]), forms(true, true, true));
            }
        }
    }
}
