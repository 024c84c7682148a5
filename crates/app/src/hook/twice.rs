//! One event, two hooks: where git runs the entry in its configuration and the file, the file has nothing left to do.
//!
//! It must do nothing, too: a hook takes it that its own commit is among those that it finds. What it finds after the entry
//! has recorded that one is the commit of somebody else, whose hook is still to come.

use std::path::PathBuf;
use std::time::SystemTime;

use chrono::TimeDelta;
use hooks::Event;

use super::Hook;
use crate::workspace::ledger_folder;

/// What git started us as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunBy {
    /// The entry in its configuration, by the git of this process number; files are there as well.
    Entry(u32),
    /// A file, by the git of this process number.
    File(u32),
}

impl RunBy {
    /// Reads what our texts say: `entry:NUMBER` or `file:NUMBER`. `None`: they do not say it. The numbers 0 and 1 are
    /// what some shells on Windows say of every process.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, number) = text.split_once(':')?;
        let number = number.parse().ok().filter(|number| *number > 1)?;
        match kind {
            "entry" => Some(Self::Entry(number)),
            "file" => Some(Self::File(number)),
            _ => None,
        }
    }
}

/// How long after an entry its file may come: hooks of others run in between. Later, the number may be another git's.
const SOON: TimeDelta = TimeDelta::seconds(10);

/// The folder beside the ledger, with a note for each git.
const FOLDER: &str = "entries";

/// How many notes there are at most: where no file ever comes, nobody takes them away. Two gits at the same time whose
/// numbers share one do it twice.
const NOTES: u32 = 256;

impl Hook<'_> {
    /// Whether the entry of the same git has done it just now.
    pub(super) fn is_done_by_entry(&self, event: Event, run_by: Option<RunBy>) -> bool {
        let Some(RunBy::File(number)) = run_by else { return false };
        let path = self.note(number);
        let is_same = std::fs::read_to_string(&path).is_ok_and(|note| note == render(event, number));
        is_same && path.metadata().and_then(|it| it.modified()).is_ok_and(|at| self.is_recent(at))
    }

    fn is_recent(&self, at: SystemTime) -> bool {
        (self.edge.clock.now() - core_model::Time::from(at)).abs() < SOON
    }

    /// The entry has done it. That it could not be noted costs no more than doing it twice.
    pub(super) fn note_entry(&self, event: Event, run_by: Option<RunBy>) {
        if let Some(RunBy::Entry(number)) = run_by {
            let path = self.note(number);
            if std::fs::write(&path, render(event, number)).is_err() {
                let _ = std::fs::create_dir_all(ledger_folder(self.repo).join(FOLDER));
                let _ = std::fs::write(path, render(event, number));
            }
        }
    }

    fn note(&self, number: u32) -> PathBuf {
        ledger_folder(self.repo).join(FOLDER).join((number % NOTES).to_string())
    }
}

fn render(event: Event, number: u32) -> String {
    format!("{event} {number}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_our_texts_say_is_read() {
        for (text, run_by) in [
            ("entry:4711", Some(RunBy::Entry(4711))),
            ("file:2", Some(RunBy::File(2))),
            ("file:1", None),
            ("entry:0", None),
            ("entry:", None),
            ("entry:-3", None),
            ("other:3", None),
            ("4711", None),
            ("", None),
        ] {
            assert_eq!(RunBy::parse(text), run_by, "{text}");
        }
    }
}
