//! The gits of this machine, told apart by their versions, and how our hooks are put in for each.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Of a git.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The first that takes hooks from its configuration.
    pub const CONFIG_HOOKS: Self = Self(2, 54, 0);

    /// `2.47.3`, `2.54`, or what `git version` says. `None`: there is no number in it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let mut parts = number.split('.').map_while(|part| part.parse().ok());
        Some(Self(parts.next()?, parts.next()?, parts.next().unwrap_or(0)))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// A git of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Git {
    /// What it says of itself.
    pub version: Version,
    /// Its file.
    pub path: PathBuf,
}

impl Git {
    /// The git at this path. `None`: it cannot be run.
    #[must_use]
    pub fn at(path: &Path) -> Option<Self> {
        let output = Command::new(path).arg("version").output().ok()?;
        let version = Version::parse(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { version, path: path.to_owned() })
    }

    /// Those in `PATH`, in the usual places, and those that were built in `built` (a folder `<version>/bin/git` each); one of
    /// each version, the oldest first.
    #[must_use]
    pub fn find(built: &Path) -> Vec<Self> {
        let on_path = env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = env::split_paths(&on_path).collect();
        folders
            .extend(["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"].map(PathBuf::from));
        if let Ok(entries) = built.read_dir() {
            folders.extend(entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))));
        }
        let mut found = BTreeMap::new();
        for file in folders.iter().map(|folder| folder.join("git")).filter(|file| file.is_file()) {
            if let Some(git) = Self::at(&file) {
                found.entry(git.version).or_insert(git);
            }
        }
        found.into_values().collect()
    }
}

/// How our hooks are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As files in the folder of hooks.
    Files,
    /// As entries in the repository's configuration.
    Config,
    /// Both, for two gits.
    Both,
}

impl Form {
    /// A word for tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Config => "config",
            Self::Both => "both",
        }
    }
}

/// A column of the table: the git that works, and the gits that were there when the hooks were put in.
#[derive(Debug, Clone)]
pub struct Column {
    /// The git that works.
    pub git: Git,
    /// What stood on the path at the installation, the first found first.
    pub installed_with: Vec<Git>,
    /// What comes of that.
    pub form: Form,
}

impl Column {
    /// Every way for these gits, the oldest first.
    #[must_use]
    pub fn all(gits: &[Git]) -> Vec<Self> {
        let older = gits.iter().rev().find(|git| git.version < Version::CONFIG_HOOKS);
        let mut columns = Vec::new();
        for git in gits {
            let mut add = |form, installed_with: Vec<Git>| {
                columns.push(Self { git: git.clone(), installed_with, form });
            };
            if git.version < Version::CONFIG_HOOKS {
                add(Form::Files, vec![git.clone()]);
                continue;
            }
            if let Some(older) = older {
                add(Form::Files, vec![older.clone()]);
            }
            add(Form::Config, vec![git.clone()]);
            if let Some(older) = older {
                add(Form::Both, vec![git.clone(), older.clone()]);
            }
        }
        columns
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.git.version, self.form.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(version: &str) -> Git {
        Git { version: Version::parse(version).unwrap(), path: PathBuf::from(version) }
    }

    #[test]
    fn a_version_is_what_git_says_of_itself() {
        let parse = |text| Version::parse(text).map(|version| version.to_string());
        assert_eq!(parse("git version 2.47.3\n").as_deref(), Some("2.47.3"));
        assert_eq!(parse("git version 2.50.1 (Apple Git-155)").as_deref(), Some("2.50.1"));
        assert_eq!(parse("git version 2.55.0.windows.1").as_deref(), Some("2.55.0"));
        assert_eq!(parse("2.54").as_deref(), Some("2.54.0"));
        assert_eq!(parse("no number"), None);
    }

    #[test]
    fn a_git_with_hooks_in_its_configuration_is_tried_in_every_form() {
        let columns = |gits: &[Git]| Column::all(gits).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            columns(&[git("2.39.5"), git("2.47.3"), git("2.55.0")]),
            ["2.39.5 files", "2.47.3 files", "2.55.0 files", "2.55.0 config", "2.55.0 both"]
        );
        assert_eq!(columns(&[git("2.55.0")]), ["2.55.0 config"]);
    }
}
