//! Our entries in the repository's configuration: deciding what is to stand there, for all events at once.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::git_lock::{GitConfig, NewConfig, rewrite, sweep_lock};
use crate::receipt::{Entries, Receipt};
use crate::section::{Found, cut_section, find_section, insert_section, render_header, render_section};
use crate::{Event, HookReport, How, Outcome, Why};

/// What became of the entry for each event.
pub(crate) type Outcomes = Vec<(Event, Outcome)>;

/// The configuration that worktrees share, beside the state folder.
pub(crate) fn config_path(state_dir: &Path) -> PathBuf {
    state_dir.with_file_name("config")
}

/// The entries as they are to be, and what the receipt says of those that are there.
pub(crate) struct Wanted<'a> {
    texts: Vec<(Event, String)>,
    known: Option<&'a Entries>,
}

impl<'a> Wanted<'a> {
    pub(crate) fn new(events: &[Event], program: &str, beside_files: bool, receipt: &'a Receipt) -> Self {
        let texts = events.iter().map(|&event| (event, render_section(event, program, beside_files)));
        Self { texts: texts.collect(), known: receipt.config.as_ref() }
    }

    /// What is to become of the configuration, and of each entry.
    pub(crate) fn edit(&self, config: &GitConfig) -> (NewConfig, Outcomes) {
        let mut content = config.bytes().to_vec();
        let mut outcomes = Vec::new();
        // Each comes before all others, so the last one first.
        for (event, text) in self.texts.iter().rev() {
            let known = self.known.iter().flat_map(|known| known.texts.iter().rev()).map(String::as_str);
            let outcome = match find_section(&content, *event, std::iter::once(text.as_str()).chain(known)) {
                Found::Changed => Outcome::LeftAlone { why: Why::ChangedSince },
                Found::Ours { text: found, .. } if found == text => Outcome::Unchanged(How::Entry),
                Found::Ours { at, .. } => {
                    content.splice(at, text.bytes());
                    Outcome::Refreshed(How::Entry)
                }
                Found::Nothing => {
                    insert_section(&mut content, text);
                    Outcome::Installed(How::Entry)
                }
            };
            outcomes.push((*event, outcome));
        }
        outcomes.reverse();
        let is_as_before = config.content.is_none() && content.is_empty();
        ((!is_as_before).then_some(content), outcomes)
    }

    /// What is said of each entry.
    pub(crate) fn report(&self, path: &Path, done: Result<Outcomes, Why>) -> Vec<HookReport> {
        report(path, self.texts.iter().map(|(event, _)| *event), done)
    }

    /// What the receipt must say before anything is written.
    pub(crate) fn announce(&self, config: &GitConfig, outcomes: &Outcomes) -> Entries {
        let mut entries = self.known.cloned().unwrap_or_default();
        if outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::Installed(_))) {
            entries.made_file = config.content.is_none();
        }
        entries.texts.retain(|text| self.texts.iter().all(|(_, wanted)| wanted != text));
        entries.texts.extend(self.texts.iter().map(|(_, text)| text.clone()));
        entries
    }

    /// What the receipt must say when that became of them. `None`: nothing is ours.
    pub(crate) fn settle(&self, announced: Entries, reports: &[HookReport]) -> Option<Entries> {
        let mut texts = Vec::new();
        for (event, wanted) in &self.texts {
            let Some(report) = reports.iter().find(|report| report.event == *event) else { continue };
            let before = self.known.iter().flat_map(|known| &known.texts);
            if report.outcome.is_in_place() {
                texts.push(wanted.clone());
            } else {
                texts.extend(before.filter(|text| text.starts_with(&render_header(*event))).cloned());
            }
        }
        (!texts.is_empty()).then_some(Entries { texts, ..announced })
    }
}

/// The configuration without our entries, and what became of each that the receipt names.
pub(crate) fn edit_out(config: &GitConfig, entries: &Entries) -> (NewConfig, Outcomes) {
    let mut content = config.bytes().to_vec();
    let mut outcomes = Vec::new();
    for event in Event::every().filter(|event| is_known(entries, *event)) {
        let outcome = match find_section(&content, event, entries.texts.iter().rev().map(String::as_str)) {
            Found::Nothing => Outcome::Gone,
            Found::Changed => Outcome::LeftAlone { why: Why::ChangedSince },
            Found::Ours { at, .. } => {
                content = cut_section(&content, &at);
                Outcome::Removed
            }
        };
        outcomes.push((event, outcome));
    }
    let is_gone = content.is_empty() && (entries.made_file || config.content.is_none());
    ((!is_gone).then_some(content), outcomes)
}

fn is_known(entries: &Entries, event: Event) -> bool {
    entries.texts.iter().any(|text| text.starts_with(&render_header(event)))
}

/// Whether our entry for the event stands in the configuration, whole.
pub(crate) fn has(state_dir: &Path, entries: &Entries, event: Event) -> bool {
    let Ok(content) = std::fs::read(config_path(state_dir)) else { return false };
    let texts = entries.texts.iter().map(String::as_str);
    matches!(find_section(&content, event, texts), Found::Ours { .. })
}

/// Removes what a kill left beside the configuration, git's lock on it among that.
pub(crate) fn sweep(state_dir: &Path, receipt: &Receipt) {
    let Some(entries) = &receipt.config else { return };
    state_dir.parent().map(crate::write::sweep).unwrap_or_default();
    sweep_lock(&config_path(state_dir), |content| {
        let (content, _) = edit_out(&GitConfig::of(content), entries);
        content.unwrap_or_default()
    });
}

/// Takes them out.
pub(crate) fn take_out(state_dir: &Path, entries: &Entries, deadline: Duration) -> Vec<HookReport> {
    let path = config_path(state_dir);
    let done = rewrite(&path, deadline, |config| edit_out(config, entries));
    report(&path, Event::every().filter(|event| is_known(entries, *event)), done)
}

/// Puts them in.
pub(crate) fn put_in(state_dir: &Path, wanted: &Wanted<'_>, deadline: Duration) -> Vec<HookReport> {
    let path = config_path(state_dir);
    let done = rewrite(&path, deadline, |config| wanted.edit(config));
    wanted.report(&path, done)
}

/// What is said of each entry, or of all of these where nothing could be done.
fn report(path: &Path, events: impl Iterator<Item = Event>, done: Result<Outcomes, Why>) -> Vec<HookReport> {
    let outcomes = done
        .unwrap_or_else(|why| events.map(|event| (event, Outcome::LeftAlone { why: why.clone() })).collect());
    let report = |(event, outcome)| HookReport { event, path: path.to_owned(), outcome };
    outcomes.into_iter().map(report).collect()
}
