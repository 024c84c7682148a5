//! Whether commits are recorded.

use std::io;
use std::path::{Path, PathBuf};

use crate::Event;
use crate::entries;
use crate::ours::{Ours, derive_legacy, recognise};
use crate::path::resolve;
use crate::receipt::{Entry, Receipt};
use crate::standing::{HookFile, Standing, look};

/// What records commits, as far as files tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordedBy {
    /// Nothing.
    Nothing,
    /// An entry in the configuration, which no other folder of hooks takes away.
    Entry,
    /// Files in these folders.
    Files(Vec<PathBuf>),
}

/// Whether our hook for commits is where the receipt of this state folder says, in the configuration or as a file, or
/// where pre-commit and prek move what they find: whole, as we wrote it, and executable. A hook in the repository's own
/// folder that calls us counts as well. False where that cannot be found out.
///
/// Runs no process, and so does not know whether git looks into another folder by now (`core.hooksPath`), or takes no
/// entries.
#[must_use]
pub fn record_commits(state_dir: &Path) -> bool {
    recorded_by(state_dir) != RecordedBy::Nothing
}

/// What records commits: see [`record_commits`].
#[must_use]
pub fn recorded_by(state_dir: &Path) -> RecordedBy {
    let Ok(receipt) = Receipt::read(state_dir) else { return RecordedBy::Nothing };
    if let Some(entries) = &receipt.config
        && entries::has(state_dir, entries, Event::PostCommit)
    {
        return RecordedBy::Entry;
    }
    let own = state_dir.with_file_name("hooks").join(Event::PostCommit.file_name());
    let own = is_called(&own).unwrap_or(false).then_some(own);
    let entries = receipt.hooks.iter().filter(|entry| entry.event == Event::PostCommit);
    let noted = entries.filter_map(|entry| {
        let path = resolve(state_dir, &entry.path);
        is_run(&path, entry).unwrap_or(false).then_some(path)
    });
    let files = own.into_iter().chain(noted);
    let mut folders: Vec<PathBuf> = files.filter_map(|path| path.parent().map(Path::to_owned)).collect();
    folders.dedup();
    if folders.is_empty() { RecordedBy::Nothing } else { RecordedBy::Files(folders) }
}

/// Whether somebody has put our hooks in, by the receipt of this state folder; whatever became of them since.
#[must_use]
pub fn are_installed(state_dir: &Path) -> bool {
    Receipt::read(state_dir).is_ok_and(|receipt| !receipt.hooks.is_empty() || receipt.config.is_some())
}

fn is_called(path: &Path) -> io::Result<bool> {
    let Standing::File(file) = look(path)? else { return Ok(false) };
    Ok(file.is_executable() && file.calls_by_hand(path, Event::PostCommit)?)
}

fn is_run(path: &Path, entry: &Entry) -> io::Result<bool> {
    let Standing::File(file) = look(path)? else { return Ok(false) };
    let calls_us = || Ok::<_, io::Error>(entry.by_hand && is_called(path)?);
    if is_ours(path, &file, entry)? || calls_us()? {
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
