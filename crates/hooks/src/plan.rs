//! What is to be done with one hook: decided from what stands there, before anything is written.

use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};

use crate::block::{insert_block, render_block, render_script};
use crate::install::HooksFolder;
use crate::ours::{Ours, derive_legacy, recognise};
use crate::receipt::{Entry, Print};
use crate::standing::{HookFile, Standing, look};
use disk::Existing;

use crate::write::executable;
use crate::{Event, How, Outcome, Why};

/// The program that hooks are to run.
pub(crate) struct Program {
    /// Its path, with `/` between folders on Windows as well: a shell reads it.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) print: Print,
}

/// What is to be done with one hook.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The file that it is done to.
    pub(crate) path: PathBuf,
    /// What is said of it when it is done.
    pub(crate) outcome: Outcome,
    /// What the receipt must say, before and after.
    pub(crate) claim: Option<Claim>,
    /// `None`: nothing is written.
    pub(crate) write: Option<NewFile>,
}

/// What of a file is ours.
#[derive(Debug)]
pub(crate) enum Claim {
    /// All of it, a copy of the hook's program.
    Copy(Print),
    /// Nothing, and somebody calls us there all the same.
    ByHand,
    /// This block, and where `made_script` is true the file around it.
    Block { block: String, made_script: bool },
}

/// A file that is to be written.
#[derive(Debug)]
pub(crate) struct NewFile {
    pub(crate) content: Vec<u8>,
    pub(crate) permissions: Option<Permissions>,
    pub(crate) if_there: Existing,
}

/// Decides about the hook of one event. `entry`: what the receipt says of it.
pub(crate) fn plan(folder: &HooksFolder, program: &Program, event: Event, entry: Option<&Entry>) -> Plan {
    let path = folder.path.join(event.file_name());
    let planned = plan_at(folder, program, event, entry, path.clone());
    planned.unwrap_or_else(|error| leave_alone(path, Why::Failed(error.to_string())))
}

fn plan_at(
    folder: &HooksFolder,
    program: &Program,
    event: Event,
    entry: Option<&Entry>,
    path: PathBuf,
) -> io::Result<Plan> {
    let block = render_block(event, &program.path);
    let file = match look(&path)? {
        Standing::Nothing => return Ok(create(folder, program, event, &block, path)),
        Standing::Odd(why) => return Ok(leave_alone(path, why)),
        Standing::File(file) => file,
    };
    if let Some(plan) = keep(&path, &file, program, &block, entry)? {
        return Ok(plan);
    }
    let script = file.script.as_deref().unwrap_or_default();
    if let Some(legacy) = derive_legacy(&path, script)
        && let Standing::File(file) = look(&legacy)?
        && let Some(plan) = keep(&legacy, &file, program, &block, entry)?
    {
        return Ok(plan);
    }
    if file.is_executable() && file.calls_by_hand(&path, event)? {
        let outcome = Outcome::Unchanged(How::ByHand);
        return Ok(Plan { path, outcome, claim: Some(Claim::ByHand), write: None });
    }
    if let Some(why) = file.derive_obstacle() {
        return Ok(leave_alone(path, why));
    }
    let Some(content) = insert_block(script, &block) else { return Ok(leave_alone(path, Why::Empty)) };
    Ok(Plan {
        path,
        outcome: Outcome::Installed(How::Block),
        claim: Some(Claim::Block { block, made_script: false }),
        write: Some(replacing(&file, content)),
    })
}

/// What to put where nothing stands.
fn create(folder: &HooksFolder, program: &Program, event: Event, block: &str, path: PathBuf) -> Plan {
    // A copy, and no link: managers that write in place would write through a link into the user's program. Only
    // where nobody else looks: a folder that the configuration names may be read by people. And only where it is run for
    // each of many commits, so that a shell's half millisecond is felt.
    let is_run_for_each = matches!(event, Event::PostCommit | Event::PostApplypatch);
    let as_copy = cfg!(unix) && folder.owned && !folder.is_read && is_run_for_each;
    let (how, claim, content) = if as_copy {
        (How::Copy, Claim::Copy(program.print), program.bytes.clone())
    } else {
        let claim = Claim::Block { block: block.to_owned(), made_script: true };
        (How::Script, claim, render_script(block).into_bytes())
    };
    let write = NewFile { content, permissions: executable(), if_there: Existing::Keep };
    Plan { path, outcome: Outcome::Installed(how), claim: Some(claim), write: Some(write) }
}

/// What to do with a file that holds something of ours. `None`: it holds nothing of ours.
fn keep(
    path: &Path,
    file: &HookFile,
    program: &Program,
    block: &str,
    entry: Option<&Entry>,
) -> io::Result<Option<Plan>> {
    // What we would write counts as ours where the receipt is lost, too. Of what the receipt names, the latest first:
    // after a kill, it names what was there and what should have come.
    let mut copies = vec![program.print];
    copies.extend(entry.iter().flat_map(|entry| &entry.copies));
    let blocks = entry.iter().flat_map(|entry| entry.blocks.iter().rev()).map(String::as_str);
    let Some(ours) = recognise(path, file, &copies, std::iter::once(block).chain(blocks))? else {
        return Ok(None);
    };
    if let Some(why) = file.derive_lock() {
        return Ok(Some(leave_alone(path.to_owned(), why)));
    }
    let (how, claim, renewed) = match ours {
        Ours::Changed => return Ok(Some(leave_alone(path.to_owned(), Why::ChangedSince))),
        Ours::Copy(print) => {
            let renewed = (print != program.print).then(|| program.bytes.clone());
            (How::Copy, Claim::Copy(program.print), renewed)
        }
        Ours::Block { block: found, at } => {
            let script = file.script.as_deref().unwrap_or_default();
            let known = entry.filter(|entry| entry.blocks.iter().any(|block| block == found));
            let made_script =
                known.map_or_else(|| script == render_script(found).as_bytes(), |entry| entry.made_script);
            let how = if made_script { How::Script } else { How::Block };
            let renewed =
                (found != block).then(|| [&script[..at.start], block.as_bytes(), &script[at.end..]].concat());
            (how, Claim::Block { block: block.to_owned(), made_script }, renewed)
        }
    };
    let outcome = if renewed.is_some() { Outcome::Refreshed(how) } else { Outcome::Unchanged(how) };
    let write = renewed.map(|content| replacing(file, content));
    Ok(Some(Plan { path: path.to_owned(), outcome, claim: Some(claim), write }))
}

/// The same file with other content.
fn replacing(file: &HookFile, content: Vec<u8>) -> NewFile {
    NewFile { content, permissions: Some(file.permissions()), if_there: Existing::Replace }
}

fn leave_alone(path: PathBuf, why: Why) -> Plan {
    Plan { path, outcome: Outcome::LeftAlone { why }, claim: None, write: None }
}
