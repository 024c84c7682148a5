//! What is tried, as data: `operations/*.toml`.

use serde::Deserialize;

use crate::{Git, MatrixError, Version};

/// A way to make commits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// What it is called in tables.
    pub name: String,
    /// The repository that it begins with.
    #[serde(default)]
    pub base: Base,
    /// The folder in which its steps run, beside which the others lie.
    #[serde(rename = "in", default = "repo")]
    pub folder: String,
    /// The first git that can do it. `None`: all can.
    since: Option<String>,
    /// What it needs beside git. `None`: nothing.
    pub needs: Option<String>,
    /// Who must have seen its commits.
    #[serde(default)]
    pub seen: Seen,
    /// How many commits of ours are new and to be found from a branch, a tag or a HEAD when it has ended.
    pub commits: usize,
    /// The steps, one in a line.
    run: String,
}

/// Who must have seen the commits of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seen {
    /// The hooks, by themselves.
    #[default]
    Hooks,
    /// `git session reconcile`, at the latest.
    Reconcile,
}

/// The repository that an operation begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Base {
    /// Some branches, and a remote repository that is ahead (`bases/usual.sh`).
    #[default]
    Usual,
    /// Nothing committed.
    Empty,
    /// The usual one as a submodule.
    Submodule,
    /// The usual one, bare, with a linked worktree.
    Bare,
    /// The usual one with ids of 256 bits.
    Sha256,
    /// The usual one with its references in tables.
    Reftable,
}

/// The script that a base begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct First {
    /// What it is called.
    pub(crate) name: &'static str,
    /// What `sh` is given.
    pub(crate) script: &'static str,
    /// Its one argument.
    pub(crate) given: &'static str,
}

/// A line of `run`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step<'o> {
    /// What it is to end with.
    pub(crate) code: i32,
    /// What `sh` is given.
    pub(crate) line: &'o str,
}

fn repo() -> String {
    "repo".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    operation: Vec<Operation>,
}

macro_rules! files {
    ($($name:literal),*) => { [$(($name, include_str!(concat!("../operations/", $name)))),*] };
}

/// In the order of the table.
const FILES: [(&str, &str); 7] = files![
    "commit.toml",
    "merge.toml",
    "rebase.toml",
    "pick.toml",
    "beside.toml",
    "arrive.toml",
    "places.toml"
];

impl Operation {
    /// All of them, in the order of the table.
    ///
    /// # Errors
    /// [`MatrixError::Operations`].
    pub fn all() -> Result<Vec<Self>, MatrixError> {
        let mut all = Vec::new();
        for (file, text) in FILES {
            let read: File =
                toml::from_str(text).map_err(|source| MatrixError::Operations { file, source })?;
            all.extend(read.operation);
        }
        Ok(all)
    }

    /// Why this git cannot do it. `None`: it can.
    #[must_use]
    pub fn beyond(&self, git: &Git) -> Option<String> {
        let since = self.since.as_deref().and_then(Version::parse).max(self.base.since());
        since.filter(|since| git.version < *since).map(|since| format!("from git {since}"))
    }

    pub(crate) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.run.lines().filter(|line| !line.trim().is_empty()).map(Step::parse)
    }
}

impl<'o> Step<'o> {
    fn parse(line: &'o str) -> Self {
        let code = line.strip_prefix('[').and_then(|rest| rest.split_once("] "));
        let code = code.and_then(|(code, line)| Some(Self { code: code.parse().ok()?, line }));
        code.unwrap_or(Self { code: 0, line })
    }
}

impl Base {
    /// What makes it: a script that is run once for each git, and one that is run for each copy of that.
    pub(crate) fn scripts(self) -> (First, Option<&'static str>) {
        let usual = |given| First { name: "usual", script: include_str!("../bases/usual.sh"), given };
        match self {
            Self::Usual => (usual(""), None),
            Self::Empty => {
                (First { name: "empty", script: include_str!("../bases/empty.sh"), given: "" }, None)
            }
            Self::Submodule => (usual(""), Some(include_str!("../bases/submodule.sh"))),
            Self::Bare => (usual(""), Some(include_str!("../bases/bare.sh"))),
            Self::Sha256 => (usual("--object-format=sha256"), None),
            Self::Reftable => (usual("--ref-format=reftable"), None),
        }
    }

    /// The first git that can make it.
    fn since(self) -> Option<Version> {
        matches!(self, Self::Reftable).then_some(Version(2, 45, 0))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_operation_has_a_name_of_its_own_and_steps() {
        let all = Operation::all().unwrap();
        let names: BTreeSet<&str> = all.iter().map(|operation| operation.name.as_str()).collect();
        assert_eq!(names.len(), all.len());
        assert!(all.len() >= 110, "{}", all.len());
        assert!(all.iter().all(|operation| operation.steps().count() > 0));
    }

    #[test]
    fn a_step_says_what_it_is_to_end_with() {
        assert_eq!(Step::parse("[128] git am x"), Step { code: 128, line: "git am x" });
        assert_eq!(Step::parse("git commit"), Step { code: 0, line: "git commit" });
        assert_eq!(Step::parse("[ -e x ]"), Step { code: 0, line: "[ -e x ]" });
    }
}
