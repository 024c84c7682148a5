//! Putting the hooks there.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::entries;
use crate::lock::lock;
use crate::plan::Program;
use crate::receipt::{Print, Receipt, ReceiptError};
use crate::steps::{Foreseen, Steps, derive_obstacle, report_obstacle};
use crate::write::sweep;
use crate::{Forms, HookReport, LockError};

/// Where hooks are to be put, and what they are to run. All paths are absolute and without symbolic links.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The folders that git takes its hooks from, each once: more than one where worktrees have their own.
    pub folders: Vec<HooksFolder>,
    /// Where the receipt is kept: right below the repository's common git directory, beside its configuration.
    pub state_dir: &'a Path,
    /// In which forms hooks are put in.
    pub forms: Forms,
    /// Whether the session is to be written into the message of each commit, too. Where it is done already, it stays.
    pub trailer: bool,
    /// The program that hooks run.
    pub program: &'a Path,
    /// How long it is waited for whoever installs or uninstalls at the same time.
    pub deadline: Duration,
}

/// A folder that git takes its hooks from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HooksFolder {
    /// The folder; it need not be there.
    pub path: PathBuf,
    /// Whether it is the repository's own and not one that `core.hooksPath` names.
    pub owned: bool,
    /// Whether it lies inside the repository.
    pub inside: bool,
    /// Whether git tracks files in it.
    pub tracked: bool,
    /// Whether something reads the hooks that it finds there as text, as prek does: then no program is put there.
    pub is_read: bool,
}

/// Why nothing was installed at all. What goes wrong with one hook is in its report.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The program could not be read.
    #[error("the program {} cannot be read", .path.display())]
    Program {
        /// The program.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A path cannot be written down in a script or in the receipt.
    #[error("the path {} is not absolute UTF-8", .path.display())]
    Path {
        /// The path.
        path: PathBuf,
    },
    /// Somebody else was installing or uninstalling all the time.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The receipt.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
}

/// Puts a hook for each event there, beside what is there already. Where all is as it should be, nothing is written.
///
/// One at a time: it takes the lock of the state folder, which it makes where it is missing.
///
/// # Errors
/// [`InstallError`] says for each variant. No hook was touched then, unless the receipt failed at the very end.
pub fn install(place: &Place<'_>) -> Result<Vec<HookReport>, InstallError> {
    let program = read_program(place.program)?;
    if !place.forms.entries && place.folders.iter().all(|folder| derive_obstacle(folder).is_some()) {
        // Nothing is remembered of what was not done.
        let has_no_receipt = Receipt::read(place.state_dir)? == Receipt::new();
        if has_no_receipt {
            return Ok(place.folders.iter().flat_map(report_obstacle).collect());
        }
    }
    let _alone = lock(place.state_dir, place.deadline)?;
    let before = Receipt::read(place.state_dir)?;
    sweep(place.state_dir);
    place.folders.iter().for_each(|folder| sweep(&folder.path));
    entries::sweep(place.state_dir, &before);
    let steps = Steps::plan(place, &program, &before)?;

    // First what is about to happen.
    let receipt = steps.announce(&before, place);
    if receipt != before {
        receipt.write(place.state_dir)?;
    }

    // Then it happens; and what it is now, without what it was, is written down last.
    let (settled, reports) = steps.take(&receipt, &before, place);
    if settled != receipt {
        settled.write(place.state_dir)?;
    }
    Ok(reports)
}

/// Says what [`install`] would do. Nothing at all is written, no lock is taken and no folder made; so somebody else may be
/// quicker.
///
/// # Errors
/// As [`install`], but for the lock.
pub fn foresee(place: &Place<'_>) -> Result<Foreseen, InstallError> {
    let program = read_program(place.program)?;
    let before = Receipt::read(place.state_dir)?;
    Ok(Steps::plan(place, &program, &before)?.foresee(place))
}

fn read_program(path: &Path) -> Result<Program, InstallError> {
    let text = path.to_str().filter(|_| path.is_absolute());
    let text = text.ok_or_else(|| InstallError::Path { path: path.to_owned() })?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    let bytes =
        std::fs::read(path).map_err(|source| InstallError::Program { path: path.to_owned(), source })?;
    Ok(Program { path: text, print: Print::of(&bytes), bytes })
}
