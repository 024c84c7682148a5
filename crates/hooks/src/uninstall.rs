//! Taking the hooks out.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::block::render_script;
use crate::entries;
use crate::lock::lock;
use crate::ours::{Ours, recognise};
use crate::path::resolve;
use crate::receipt::{Entry, Receipt, ReceiptError};
use crate::standing::{Standing, look};
use disk::Existing;

use crate::write::{remove, sweep, write_whole};
use crate::{HookReport, LockError, Outcome, Why};

/// Why nothing was taken out at all. What goes wrong with one hook is in its report.
#[derive(Debug, thiserror::Error)]
pub enum UninstallError {
    /// Somebody else was installing or uninstalling all the time.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The receipt.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
}

/// Where managers move a hook that they find: to `.legacy` (pre-commit, prek) or `.old` (lefthook). Some give it back
/// when they are taken out themselves, so ours is taken out there as well.
const MOVED_TO: [&str; 2] = ["legacy", "old"];

/// Takes out every hook that the receipt of this state folder names, and nothing else. What was changed since is left
/// alone, and stays in the receipt.
///
/// One at a time: it takes the lock of the state folder, and waits for it for at most `deadline`. Where that folder is
/// not there, nothing was installed and nothing is made.
///
/// # Errors
/// [`UninstallError::Lock`] and [`UninstallError::Receipt`].
pub fn uninstall(state_dir: &Path, deadline: Duration) -> Result<Vec<HookReport>, UninstallError> {
    if matches!(state_dir.try_exists(), Ok(false)) {
        return Ok(Vec::new());
    }
    let _alone = lock(state_dir, deadline)?;
    let before = Receipt::read(state_dir)?;
    let mut receipt = before.clone();
    let mut reports = Vec::new();
    sweep(state_dir);
    entries::sweep(state_dir, &before);
    if let Some(config) = &before.config {
        reports = entries::take_out(state_dir, config, deadline);
        let is_left = |report: &HookReport| matches!(report.outcome, Outcome::LeftAlone { .. });
        receipt.config.take_if(|_| !reports.iter().any(is_left));
    }
    for entry in std::mem::take(&mut receipt.hooks) {
        let path = resolve(state_dir, &entry.path);
        if let Some(folder) = path.parent() {
            sweep(folder);
        }
        let outcome = take_out(&path, &entry);
        let event = entry.event;
        let is_theirs = matches!(outcome, Outcome::LeftAlone { why: Why::ByHand });
        if matches!(outcome, Outcome::LeftAlone { .. }) && !is_theirs {
            receipt.hooks.push(entry);
        }
        reports.push(HookReport { event, path, outcome });
    }
    if let Some(folder) = receipt.made_folder.take_if(|_| receipt.hooks.is_empty()) {
        // It goes only where it is empty; what others put there since is theirs.
        let _ = std::fs::remove_dir(resolve(state_dir, &folder));
    }
    if receipt != before {
        receipt.write(state_dir)?;
    }
    Ok(reports)
}

/// What became of one hook, wherever it stands by now.
fn take_out(path: &Path, entry: &Entry) -> Outcome {
    let places = MOVED_TO.iter().map(|extension| path.with_extension(extension));
    let mut outcome = Outcome::Gone;
    for place in std::iter::once(path.to_owned()).chain(places) {
        match take_out_of(&place, entry) {
            Ok(Found::Nothing) => {}
            Ok(Found::TakenOut) if outcome == Outcome::Gone => outcome = Outcome::Removed,
            Ok(Found::TakenOut) => {}
            Ok(Found::Call) => outcome = Outcome::LeftAlone { why: Why::ByHand },
            Ok(Found::Changed) => outcome = Outcome::LeftAlone { why: Why::ChangedSince },
            Err(error) => outcome = Outcome::LeftAlone { why: Why::Failed(error.to_string()) },
        }
    }
    outcome
}

enum Found {
    /// Nothing of ours.
    Nothing,
    /// It was ours, and is no longer there.
    TakenOut,
    /// It was ours, and is no longer as it was.
    Changed,
    /// It is somebody else's, and calls us.
    Call,
}

fn take_out_of(path: &Path, entry: &Entry) -> io::Result<Found> {
    let Standing::File(file) = look(path)? else { return Ok(Found::Nothing) };
    let blocks = entry.blocks.iter().rev().map(String::as_str);
    match recognise(path, &file, &entry.copies, blocks)? {
        None if entry.by_hand && file.calls_by_hand(path, entry.event)? => Ok(Found::Call),
        // A program, where we put one, and not the one that we put.
        None if file.script.is_none() && !entry.copies.is_empty() => Ok(Found::Changed),
        None => Ok(Found::Nothing),
        Some(Ours::Changed) => Ok(Found::Changed),
        Some(Ours::Copy(_)) => {
            remove(path)?;
            Ok(Found::TakenOut)
        }
        Some(Ours::Block { at, .. }) => {
            let script = file.script.as_deref().unwrap_or_default();
            let rest = [&script[..at.start], &script[at.end..]].concat();
            if entry.made_script && rest == render_script("").as_bytes() {
                remove(path)?;
            } else {
                write_whole(path, &rest, Some(file.permissions()), Existing::Replace)?;
            }
            Ok(Found::TakenOut)
        }
    }
}
