//! Gathering what [`crate::diagnose`] decides from, as far as files tell it. Nothing is changed.

use std::io;
use std::path::{Path, PathBuf};

use crate::Event;
use crate::block::{MARK_OF_BEGIN, is_marked};
use crate::diagnose::{EntryFacts, EventFacts, Failing, FileFacts};
use crate::entries::config_path;
use crate::manager::{find_end, manager_of};
use crate::ours::{Ours, derive_legacy, recognise};
use crate::path::{relative, resolve};
use crate::receipt::{Entry, Receipt, ReceiptError};
use crate::section::{Found, find_section, unquote_value};
use crate::standing::{HookFile, Standing, is_executable, look};

/// What files say of our hooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Whether anything was ever put in, and not taken out.
    pub was_installed: bool,
    /// What there is for each event.
    pub events: Vec<EventFacts>,
}

/// Looks at the hooks of the receipt in this state folder, with git taking its files from `folder`. `off_by`: the
/// setting that switches an event's entry off. `search_path`: where programs are found by name. `works`: whether a program
/// that is there can be run as a hook.
///
/// # Errors
/// [`ReceiptError`] says for each variant.
pub fn look_at_hooks(
    state_dir: &Path,
    folder: &Path,
    off_by: impl Fn(Event) -> Option<String>,
    search_path: &[PathBuf],
    works: impl Fn(&Path) -> bool,
) -> Result<Seen, ReceiptError> {
    let receipt = Receipt::read(state_dir)?;
    let config = std::fs::read(config_path(state_dir)).unwrap_or_default();
    let eye = Eye { state_dir, folder, receipt: &receipt, config: &config, search_path, works: &works };
    let events = Event::ALL.map(|event| EventFacts {
        event,
        entry: eye.entry(event, &off_by),
        file: eye.file(event).unwrap_or(FileFacts::Missing),
        elsewhere: eye.elsewhere(event),
    });
    Ok(Seen { was_installed: receipt != Receipt::new(), events: events.into() })
}

struct Eye<'a> {
    state_dir: &'a Path,
    folder: &'a Path,
    receipt: &'a Receipt,
    config: &'a [u8],
    search_path: &'a [PathBuf],
    works: &'a dyn Fn(&Path) -> bool,
}

impl Eye<'_> {
    fn entry(&self, event: Event, off_by: impl Fn(Event) -> Option<String>) -> EntryFacts {
        let texts = self.receipt.config.iter().flat_map(|config| &config.texts).map(String::as_str);
        match find_section(self.config, event, texts) {
            Found::Nothing => EntryFacts::Missing,
            Found::Changed => EntryFacts::Changed,
            Found::Ours { text, .. } => {
                let failing = self.failing(&unquote_value(text));
                EntryFacts::There { off_by: off_by(event), failing }
            }
        }
    }

    fn file(&self, event: Event) -> io::Result<FileFacts> {
        let path = self.folder.join(event.file_name());
        let Standing::File(file) = look(&path)? else { return Ok(FileFacts::Missing) };
        let key = relative(self.state_dir, &path).unwrap_or_default();
        let entry = self.receipt.entry(&key);
        if let Some(ours) = self.ours(event, &path, &file, entry)? {
            return Ok(ours);
        }
        let script = file.script.as_deref().unwrap_or_default();
        if let Some(legacy) = derive_legacy(&path, script)
            && let Standing::File(moved) = look(&legacy)?
            && let Some(ours) = self.ours(event, &legacy, &moved, entry)?
        {
            return Ok(ours);
        }
        let was_ours = entry.is_some_and(|entry| !entry.by_hand);
        Ok(FileFacts::Theirs { manager: manager_of(&path, script), path, was_ours })
    }

    fn ours(
        &self,
        event: Event,
        path: &Path,
        file: &HookFile,
        entry: Option<&Entry>,
    ) -> io::Result<Option<FileFacts>> {
        let (copies, blocks) =
            entry.map_or((&[][..], &[][..]), |entry| (&entry.copies[..], &entry.blocks[..]));
        let script = file.script.as_deref().unwrap_or_default();
        let is_executable = file.is_executable();
        let (ended_by, failing) = match recognise(path, file, copies, blocks.iter().map(String::as_str))? {
            Some(Ours::Copy(_)) => (None, self.broken(path).filter(|_| is_executable)),
            Some(Ours::Block { block, at }) => (find_end(&script[..at.start]), self.failing(block)),
            // Somebody changed it, and it may well be run.
            Some(Ours::Changed) if is_marked(script) => (find_end(before_mark(script)), None),
            _ if file.calls_by_hand(path, event)? => (None, None),
            _ => return Ok(None),
        };
        Ok(Some(FileFacts::Ours { path: path.to_owned(), is_executable, ended_by, failing }))
    }

    /// Where another of our files stands than git looks for one.
    fn elsewhere(&self, event: Event) -> Option<PathBuf> {
        let entries = self.receipt.hooks.iter().filter(|entry| entry.event == event && !entry.by_hand);
        entries.into_iter().find_map(|entry| {
            let path = resolve(self.state_dir, &entry.path);
            let folder = path.parent()?;
            let Ok(Standing::File(file)) = look(&path) else { return None };
            let is_ours = self.ours(event, &path, &file, Some(entry)).ok()?.is_some();
            (folder != self.folder && is_ours).then(|| folder.to_owned())
        })
    }

    /// Why the program that a text of ours runs does not: neither it nor one of its name is to be found, or it is broken.
    /// What is not executable is not there, as for the text.
    fn failing(&self, text: &str) -> Option<Failing> {
        let program = PathBuf::from(program_of(text)?);
        let is_there = |path: &Path| path.metadata().is_ok_and(|it| it.is_file() && is_executable(&it));
        if is_there(&program) {
            return self.broken(&program);
        }
        let mut by_name = self.search_path.iter().map(|folder| folder.join("git-session"));
        match by_name.find(|path| is_there(path)) {
            Some(program) => self.broken(&program),
            None => Some(Failing::Gone(program)),
        }
    }

    fn broken(&self, program: &Path) -> Option<Failing> {
        (!(self.works)(program)).then(|| Failing::Broken(program.to_owned()))
    }
}

fn before_mark(script: &[u8]) -> &[u8] {
    let at = script.windows(MARK_OF_BEGIN.len()).position(|window| window == MARK_OF_BEGIN);
    &script[..at.unwrap_or(0)]
}

/// The program in one of our texts: the first word in quotes, which has four characters for each quote in it.
fn program_of(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("='")?;
    let (program, _) = rest.split_once("'; [ -x ")?;
    Some(program.replace(r"'\''", "'"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::render_block;
    use crate::section::render_section;

    #[test]
    fn the_program_is_read_back_from_each_text() {
        for program in ["/usr/bin/git-session", "/it's/a \"path\"/\\new\\\"\n/git-session"] {
            for event in Event::ALL {
                assert_eq!(program_of(&render_block(event, program)).as_deref(), Some(program));
                let section = unquote_value(&render_section(event, program, true));
                assert_eq!(program_of(&section).as_deref(), Some(program));
            }
        }
    }
}
