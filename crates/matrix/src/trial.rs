//! One operation with one git: in twins, a repository with our hooks and one without.

use std::path::Path;

use crate::operations::Step;
use crate::oracle::Expected;
use crate::record::was_hurried;
use crate::scratch::now;
use crate::{Column, Form, Judgement, Known, MatrixError, Operation, Scratch, Seen, Workbench, read_record};

/// What came of an operation with a git.
#[derive(Debug, Clone)]
pub enum Trial {
    /// It cannot be tried here, and why.
    Skipped(String),
    /// What came of it.
    Tried(Box<Outcome>),
    /// It went wrong before anything could be said of the record.
    Broken(String),
}

/// What came of an operation.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Right after it, when nobody but the hooks has written.
    pub by_hooks: Judgement,
    /// After `git session reconcile`.
    pub in_the_end: Judgement,
    /// Those that the hooks had to see, and did not.
    pub late: Vec<String>,
    /// Steps that said another thing with our hooks than without them.
    pub differing: Vec<String>,
    /// For people: each commit that something is wrong with.
    pub told: Vec<String>,
}

impl Outcome {
    /// Whether nothing is wrong but that the hooks did not see it all.
    fn is_only_late(&self) -> bool {
        !self.late.is_empty() && Self { late: Vec::new(), ..self.clone() }.is_sound()
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.late.is_empty() && self.differing.is_empty() && self.in_the_end.is_sound() && {
            let Judgement { doubled, foreign, uncalled, .. } = &self.by_hooks;
            doubled.is_empty() && foreign.is_empty() && uncalled.is_empty()
        }
    }
}

/// How often an operation is tried where a hook said that it had no time.
const TRIES: usize = 3;

/// Tries an operation. A folder that shows something wrong is kept where `keep` says so, and told.
#[must_use]
pub fn try_operation(bench: &Workbench, operation: &Operation, column: &Column, keep: bool) -> Trial {
    if let Some(why) = operation.beyond(&column.git) {
        return Trial::Skipped(why);
    }
    if let Some(need) = operation.needs.as_deref().filter(|need| !bench.has(need)) {
        return Trial::Skipped(format!("no {need} here"));
    }
    let mut tries = TRIES;
    let (folder, trial) = loop {
        let folder = match bench.folder() {
            Ok(folder) => folder,
            Err(error) => return Trial::Broken(error.in_one_line()),
        };
        tries -= 1;
        match run(bench, operation, column, folder.path()) {
            Ok(outcome)
                if outcome.is_only_late() && tries > 0 && was_hurried(folder.path()).unwrap_or(false) => {}
            Ok(outcome) => break (folder, Trial::Tried(Box::new(outcome))),
            Err(error) => {
                let what = error.in_one_line().replace(&*folder.path().to_string_lossy(), "ROOT");
                break (folder, Trial::Broken(what));
            }
        }
    };
    let is_sound = matches!(&trial, Trial::Tried(outcome) if outcome.is_sound());
    if !keep || is_sound {
        return trial;
    }
    let kept = format!("kept in {}", folder.keep().display());
    match trial {
        Trial::Tried(mut outcome) => {
            outcome.told.push(kept);
            Trial::Tried(outcome)
        }
        Trial::Broken(what) => Trial::Broken(format!("{what}; {kept}")),
        Trial::Skipped(why) => Trial::Skipped(why),
    }
}

fn run(
    bench: &Workbench,
    operation: &Operation,
    column: &Column,
    folder: &Path,
) -> Result<Outcome, MatrixError> {
    // Names of the same length, since git fits its columns to what they hold.
    let ours = bench.scratch(folder.join("ours"), operation.base, &column.git)?;
    let none = bench.scratch(folder.join("none"), operation.base, &column.git)?;
    let dir = ours.root().join(&operation.folder);
    install(bench, &ours, &dir, column)?;
    ours.session(&dir, &["start", "Try what git does"])?;

    let mut known = Known::look(&ours, &dir)?;
    let mut outcome = Outcome::default();
    for step in operation.steps() {
        let difference = twice(&ours, &none, operation, step)?;
        outcome.differing.extend(difference);
        known.pause(&ours)?;
    }
    let expected = known.expect(&ours)?;
    check_count(operation, &expected)?;
    outcome.by_hooks = known.judge(&ours, &expected, &read_record(ours.root())?)?;
    if operation.seen == Seen::Hooks {
        outcome.late.clone_from(&outcome.by_hooks.missed);
    }
    reconcile(&ours, &dir)?;
    outcome.in_the_end = known.judge(&ours, &expected, &read_record(ours.root())?)?;
    outcome.told = tell(&known, &ours, &outcome);
    Ok(outcome)
}

/// Puts our hooks in where these gits are found, and sees that they are there in this form. Where the machine has other gits,
/// too, there is more than is wanted, which is taken out.
pub(crate) fn install(
    bench: &Workbench,
    scratch: &Scratch,
    dir: &Path,
    column: &Column,
) -> Result<(), MatrixError> {
    let gits: Vec<_> = column.installed_with.iter().collect();
    bench.at(scratch.root().to_owned(), &gits)?.session(dir, &["install"])?;
    let folder = dir.join(scratch.git(dir, &["rev-parse", "--git-path", "hooks"])?);
    let listed = scratch
        .git(dir, &["config", "--name-only", "--get-regexp", r"^hook\..*\.event$"])
        .unwrap_or_default();
    let entries: Vec<&str> = listed.lines().filter_map(|name| name.strip_suffix(".event")).collect();
    let file = folder.join("post-commit");
    let found = match (file.is_file(), entries.is_empty()) {
        (true, true) => "files",
        (false, false) => "config",
        (true, false) => "both",
        (false, true) => "none",
    };
    match column.form {
        Form::Config if found == "both" => std::fs::remove_dir_all(&folder).map_err(MatrixError::io(&folder)),
        Form::Files if found == "both" => entries
            .iter()
            .try_for_each(|entry| scratch.git(dir, &["config", "--remove-section", entry]).map(drop)),
        form if form.as_str() == found => Ok(()),
        form => {
            let said = format!("put hooks in as {found}, not as {}", form.as_str());
            Err(MatrixError::Command { command: "git session install".into(), code: Some(0), said })
        }
    }
}

/// A step in both repositories, and what they say differently.
fn twice(
    ours: &Scratch,
    none: &Scratch,
    operation: &Operation,
    step: Step<'_>,
) -> Result<Option<String>, MatrixError> {
    let at = now();
    let said = |scratch: &Scratch| -> Result<_, MatrixError> {
        let dir = scratch.root().join(&operation.folder);
        Ok(scratch.step(&dir, step.line, at)?.without(scratch.root()))
    };
    let (with, without) = (said(ours)?, said(none)?);
    if without.code != Some(step.code) {
        let said = without.both();
        return Err(MatrixError::Command { command: step.line.to_owned(), code: without.code, said });
    }
    Ok((with != without).then(|| format!("`{}` says {with:?}, without our hooks {without:?}", step.line)))
}

/// An operation that makes nothing shows nothing.
fn check_count(operation: &Operation, expected: &Expected) -> Result<(), MatrixError> {
    if expected.must.len() == operation.commits {
        return Ok(());
    }
    let said = format!("made {} commits instead of {}", expected.must.len(), operation.commits);
    Err(MatrixError::Command { command: operation.name.clone(), code: None, said })
}

/// Everything that can be found is to be found: by the command for that, or as far as a command does it by itself.
pub(crate) fn reconcile(scratch: &Scratch, dir: &Path) -> Result<(), MatrixError> {
    const USAGE: i32 = 2;
    let said = scratch.run(scratch.command(dir, "git-session").arg("reconcile"))?;
    match said.code {
        Some(0) => Ok(()),
        Some(USAGE) => scratch.session(dir, &["status"]).map(drop),
        code => {
            let said = said.both();
            Err(MatrixError::Command { command: "git session reconcile".into(), code, said })
        }
    }
}

fn tell(known: &Known, scratch: &Scratch, outcome: &Outcome) -> Vec<String> {
    let lists = [
        ("late", &outcome.late),
        ("missed", &outcome.in_the_end.missed),
        ("doubled", &outcome.in_the_end.doubled),
        ("foreign", &outcome.in_the_end.foreign),
        ("not to be recorded", &outcome.in_the_end.uncalled),
        ("not to be recorded, by hooks", &outcome.by_hooks.uncalled),
        ("doubled by hooks", &outcome.by_hooks.doubled),
        ("foreign, by hooks", &outcome.by_hooks.foreign),
    ];
    let mut told = outcome.differing.clone();
    for (what, shas) in lists {
        told.extend(shas.iter().map(|sha| format!("{what}: {}", known.describe(scratch, sha))));
    }
    told
}
