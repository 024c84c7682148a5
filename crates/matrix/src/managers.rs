//! Hook managers beside our hooks, in every order of putting them in and taking them out.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use crate::trial::reconcile;
use crate::{Base, Column, Known, MatrixError, Scratch, Workbench, read_record};

/// A hook manager, as data (`managers/managers.toml`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manager {
    /// What it is called, also where it is published.
    pub name: String,
    /// The version that is tried.
    pub version: String,
    files: Vec<(String, String)>,
    install: String,
    /// `None`: it has no such command.
    uninstall: Option<String>,
}

/// Who puts hooks in or takes them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// `git session install`
    Ours,
    /// The manager's own command.
    Theirs,
    /// `git session uninstall`
    OursOut,
    /// The manager's own command for that.
    TheirsOut,
}

/// Every order that is tried.
pub const ORDERS: [(&str, &[Turn]); 7] = [
    ("ours, manager", &[Turn::Ours, Turn::Theirs]),
    ("manager, ours", &[Turn::Theirs, Turn::Ours]),
    ("manager, ours, manager", &[Turn::Theirs, Turn::Ours, Turn::Theirs]),
    ("ours, manager, ours", &[Turn::Ours, Turn::Theirs, Turn::Ours]),
    ("manager, ours, ours out", &[Turn::Theirs, Turn::Ours, Turn::OursOut]),
    ("ours, manager, manager out", &[Turn::Ours, Turn::Theirs, Turn::TheirsOut]),
    ("manager, ours, manager out", &[Turn::Theirs, Turn::Ours, Turn::TheirsOut]),
];

/// What came of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// How often the manager's hook ran.
    pub theirs: usize,
    /// Whether ours recorded the commit by itself.
    pub ours: bool,
    /// Whether it is recorded, once, after `git session reconcile`.
    pub in_the_end: bool,
    /// What `git session doctor` says of hooks.
    pub doctor: String,
    /// What git said, with its exit code, where that was not 0 or not nothing.
    pub git: Option<String>,
    /// Turns that were refused, and how.
    pub refused: Vec<String>,
    /// Who is to have run, after these turns: the manager, and ours.
    pub wanted: (bool, bool),
}

#[derive(Deserialize)]
struct File {
    manager: Vec<Manager>,
}

impl Manager {
    /// All that are tried.
    ///
    /// # Errors
    /// [`MatrixError::Operations`].
    pub fn all() -> Result<Vec<Self>, MatrixError> {
        let file = "managers.toml";
        let read: Result<File, _> = toml::from_str(include_str!("../managers/managers.toml"));
        Ok(read.map_err(|source| MatrixError::Operations { file, source })?.manager)
    }

    /// Whether it can be taken out again.
    #[must_use]
    pub fn can(&self, turns: &[Turn]) -> bool {
        self.uninstall.is_some() || !turns.contains(&Turn::TheirsOut)
    }

    fn command(&self, turn: Turn) -> &str {
        match turn {
            Turn::Ours => "git-session install",
            Turn::OursOut => "git-session uninstall",
            Turn::Theirs => &self.install,
            Turn::TheirsOut => self.uninstall.as_deref().unwrap_or("false"),
        }
    }
}

impl Beside {
    /// Whether all is well: who is to run runs, the commit is recorded, and where our hook was passed by, doctor says so.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let (theirs, ours) = self.wanted;
        self.theirs == usize::from(theirs)
            && self.git.is_none()
            && if ours { self.in_the_end && (self.ours || self.is_told()) } else { !self.ours }
    }

    /// Whether doctor names the setting or the file that passes us by.
    #[must_use]
    pub fn is_told(&self) -> bool {
        ["hooksPath", "post-commit"].iter().any(|name| self.doctor.contains(name))
    }
}

/// Tries an order; `path` is where the managers are.
///
/// # Errors
/// [`MatrixError`] where it could not be tried.
pub fn try_order(
    bench: &Workbench,
    column: &Column,
    manager: &Manager,
    turns: &[Turn],
    path: &[PathBuf],
) -> Result<Beside, MatrixError> {
    let folder = bench.folder()?;
    let scratch = bench.scratch(folder.path().join("walk"), Base::Empty, &column.git)?;
    let mark = folder.path().join("mark");
    let home = folder.path().join("home");
    let scratch = scratch.with("MARK", &mark).with_path(path).with("XDG_CACHE_HOME", &home);
    let dir = scratch.root().join("repo");
    for (name, text) in &manager.files {
        let file = dir.join(name);
        let parent = file.parent().unwrap_or(&dir).to_owned();
        fs::create_dir_all(&parent).map_err(MatrixError::io(&parent))?;
        fs::write(&file, text).map_err(MatrixError::io(&file))?;
    }
    scratch.must(scratch.command(&dir, "git").args(["add", "--all"]))?;
    scratch.must(scratch.command(&dir, "git").args(["commit", "--quiet", "-m", "begin"]))?;

    let mut beside = Beside {
        theirs: 0,
        ours: false,
        in_the_end: false,
        doctor: String::new(),
        git: None,
        refused: Vec::new(),
        wanted: (!turns.contains(&Turn::TheirsOut), !turns.contains(&Turn::OursOut)),
    };
    for turn in turns {
        let said = scratch.sh(&dir, manager.command(*turn))?;
        if said.code != Some(0) {
            beside.refused.push(format!("{}: {}", manager.command(*turn), said.both()));
        }
    }
    scratch.session(&dir, &["start", "beside a manager"])?;
    let known = Known::look(&scratch, &dir)?;
    let said = scratch.sh(&dir, "git commit --quiet --allow-empty -m here")?;
    // Managers talk; what counts is that git goes well.
    beside.git = (said.code != Some(0)).then(|| said.both());
    let ran = fs::read_to_string(&mark).unwrap_or_default();
    beside.theirs = ran.lines().count();
    let expected = known.expect(&scratch)?;
    let by_itself = known.judge(&scratch, &expected, &read_record(scratch.root())?)?;
    beside.ours = by_itself.missed.is_empty();
    let doctor = scratch.run(scratch.command(&dir, "git-session").arg("doctor"))?;
    beside.doctor = doctor.both();
    reconcile(&scratch, &dir)?;
    beside.in_the_end = known.judge(&scratch, &expected, &read_record(scratch.root())?)?.is_sound();
    Ok(beside)
}

impl Scratch {
    /// A line for `sh`, now.
    ///
    /// # Errors
    /// [`MatrixError::Io`]
    pub fn sh(&self, dir: &std::path::Path, line: &str) -> Result<crate::Said, MatrixError> {
        self.step(dir, line, crate::scratch::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_manager_is_pinned_and_installs() {
        let all = Manager::all().unwrap();
        assert_eq!(all.len(), 5);
        assert!(
            all.iter().all(|it| !it.version.is_empty() && !it.install.is_empty() && !it.files.is_empty())
        );
        let cannot = all.iter().filter(|it| !it.can(&[Turn::TheirsOut])).map(|it| it.name.as_str());
        assert_eq!(cannot.collect::<Vec<_>>(), ["husky", "simple-git-hooks"]);
    }
}
