//! Whether commits are recorded.

use std::io;
use std::path::Path;

use crate::Event;
use crate::ours::{Ours, derive_legacy, recognise};
use crate::path::resolve;
use crate::receipt::{Entry, Receipt};
use crate::standing::{HookFile, Standing, look};

/// Whether our hook for commits is where the receipt of this state folder says, or where pre-commit and prek move what
/// they find: whole, as we wrote it, and executable. False as well where that cannot be found out.
///
/// Runs no process, and so does not know whether git looks into another folder by now (`core.hooksPath`).
#[must_use]
pub fn record_commits(state_dir: &Path) -> bool {
    let Ok(receipt) = Receipt::read(state_dir) else { return false };
    let mut entries = receipt.hooks.iter().filter(|entry| entry.event == Event::PostCommit);
    entries.any(|entry| is_run(&resolve(state_dir, &entry.path), entry).unwrap_or(false))
}

/// Whether somebody has put our hooks in, by the receipt of this state folder; whatever became of them since.
#[must_use]
pub fn are_installed(state_dir: &Path) -> bool {
    Receipt::read(state_dir).is_ok_and(|receipt| !receipt.hooks.is_empty())
}

fn is_run(path: &Path, entry: &Entry) -> io::Result<bool> {
    let Standing::File(file) = look(path)? else { return Ok(false) };
    if is_ours(path, &file, entry)? {
        return Ok(true);
    }
    let Some(legacy) = derive_legacy(path, file.script.as_deref().unwrap_or_default()) else {
        return Ok(false);
    };
    match look(&legacy)? {
        Standing::File(moved) => Ok(file.is_executable() && is_ours(&legacy, &moved, entry)?),
        Standing::Nothing | Standing::Odd(_) => Ok(false),
    }
}

fn is_ours(path: &Path, file: &HookFile, entry: &Entry) -> io::Result<bool> {
    let blocks = entry.blocks.iter().map(String::as_str);
    let ours = recognise(path, file, &entry.copies, blocks)?;
    Ok(file.is_executable() && matches!(ours, Some(Ours::Copy(_) | Ours::Block { .. })))
}
