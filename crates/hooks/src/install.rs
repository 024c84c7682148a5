//! Putting the hooks there.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::lock::lock;
use crate::path::relative;
use crate::plan::{Claim, Plan, Program, plan};
use crate::receipt::{Print, Receipt, ReceiptError};
use crate::write::{sweep, write_whole};
use crate::{Event, HookReport, LockError, Outcome, Why};

/// Where hooks are to be put, and what they are to run. All paths are absolute and without symbolic links.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The folder that git takes its hooks from.
    pub hooks_dir: &'a Path,
    /// Whether it is the repository's own and not one that `core.hooksPath` names.
    pub owned: bool,
    /// Whether it lies inside the repository.
    pub inside: bool,
    /// Whether git tracks files in it.
    pub tracked: bool,
    /// Where the receipt is kept: below the repository's common git directory.
    pub state_dir: &'a Path,
    /// The program that hooks run.
    pub program: &'a Path,
    /// How long it is waited for whoever installs or uninstalls at the same time.
    pub deadline: Duration,
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
    let mut keys = Vec::new();
    for event in Event::ALL {
        let path = place.hooks_dir.join(event.file_name());
        let key = relative(place.state_dir, &path).filter(|_| path.is_absolute());
        keys.push((event, key.ok_or(InstallError::Path { path })?));
    }
    if let Some(why) = derive_obstacle(place) {
        return Ok(Event::ALL.map(|event| report_left_alone(place, event, &why)).into());
    }
    let _alone = lock(place.state_dir, place.deadline)?;
    let before = Receipt::read(place.state_dir)?;
    sweep(place.state_dir);
    sweep(place.hooks_dir);
    let plans: Vec<Plan> =
        keys.iter().map(|(event, key)| plan(place, &program, *event, before.entry(key))).collect();

    // First what is about to happen.
    let mut receipt = before.clone();
    for ((event, key), plan) in keys.iter().zip(&plans) {
        announce(&mut receipt, *event, key, plan);
    }
    if plans.iter().any(|plan| plan.write.is_some()) && !place.hooks_dir.exists() {
        receipt.made_folder = relative(place.state_dir, place.hooks_dir);
    }
    if receipt != before {
        receipt.write(place.state_dir)?;
    }

    // Then it happens; and what it is now, without what it was, is written down last.
    let mut settled = receipt.clone();
    let mut reports = Vec::new();
    for ((event, key), plan) in keys.iter().zip(plans) {
        let written = write(place.hooks_dir, &plan);
        settle(&mut settled, &before, key, &plan, written.is_ok());
        let outcome = match written {
            Ok(()) => plan.outcome,
            Err(error) => Outcome::LeftAlone { why: Why::Failed(error.to_string()) },
        };
        reports.push(HookReport { event: *event, path: plan.path, outcome });
    }
    if !place.hooks_dir.exists() {
        settled.made_folder.clone_from(&before.made_folder);
    }
    if settled != receipt {
        settled.write(place.state_dir)?;
    }
    Ok(reports)
}

fn read_program(path: &Path) -> Result<Program, InstallError> {
    let text = path.to_str().filter(|_| path.is_absolute());
    let text = text.ok_or_else(|| InstallError::Path { path: path.to_owned() })?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    let bytes =
        std::fs::read(path).map_err(|source| InstallError::Program { path: path.to_owned(), source })?;
    Ok(Program { path: text, print: Print::of(&bytes), bytes })
}

/// Why no hook can be put into the folder. `None`: they can.
fn derive_obstacle(place: &Place<'_>) -> Option<Why> {
    if !place.inside {
        return Some(Why::OutsideRepository);
    }
    if place.tracked {
        return Some(Why::TrackedFolder);
    }
    // Its manager makes it, and says in the same breath that git ignores it.
    (!place.owned && !place.hooks_dir.is_dir()).then_some(Why::NoFolder)
}

fn report_left_alone(place: &Place<'_>, event: Event, why: &Why) -> HookReport {
    let path = place.hooks_dir.join(event.file_name());
    HookReport { event, path, outcome: Outcome::LeftAlone { why: why.clone() } }
}

fn announce(receipt: &mut Receipt, event: Event, key: &str, plan: &Plan) {
    match &plan.claim {
        None => {}
        Some(Claim::Copy(print)) => {
            let copies = &mut receipt.entry_mut(event, key).copies;
            if !copies.contains(print) {
                copies.push(*print);
            }
        }
        Some(Claim::Block { block, made_script }) => {
            let entry = receipt.entry_mut(event, key);
            entry.made_script = *made_script;
            if !entry.blocks.contains(block) {
                entry.blocks.push(block.clone());
            }
        }
    }
}

fn settle(receipt: &mut Receipt, before: &Receipt, key: &str, plan: &Plan, done: bool) {
    let Some(at) = receipt.hooks.iter().position(|entry| entry.path == key) else { return };
    if !done {
        receipt.hooks.remove(at);
        receipt.hooks.extend(before.entry(key).cloned());
        return;
    }
    match &plan.claim {
        None => {}
        Some(Claim::Copy(print)) => receipt.hooks[at].copies = vec![*print],
        Some(Claim::Block { block, .. }) => receipt.hooks[at].blocks = vec![block.clone()],
    }
}

fn write(hooks_dir: &Path, plan: &Plan) -> io::Result<()> {
    let Some(file) = &plan.write else { return Ok(()) };
    std::fs::create_dir_all(hooks_dir)?;
    write_whole(&plan.path, &file.content, file.permissions.clone(), file.if_there)
}
