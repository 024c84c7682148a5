//! What git-session itself has written out: a JSON document, or lines of JSON.
//!
//! Where to enter: [`read`]. Each session is read by itself, so that one that is broken hides no other.
//!
//! Invariants: what is read is as a store would keep it, so that what is written, read and written again is the same.

use std::collections::BTreeMap;

use core_model::project::Project;
use core_model::{Commit, Session, Time};
use report::json::{self, CommitJson, JsonError, ProjectJson, SessionJson};
use serde_json::value::RawValue;

use crate::limits;

pub use crate::limits::LimitError;

/// The longest text that is read, in bytes: 256 MiB.
pub const MAX_TEXT: usize = 256 * 1024 * 1024;

/// What stood in a text.
#[derive(Debug, Default)]
pub struct Export {
    /// The sessions, in the text's order.
    pub sessions: Vec<Item<Session>>,
    /// The commits that belong to none.
    pub unassigned: Vec<Item<Commit>>,
    /// What people said of projects.
    pub projects: Vec<Item<Project>>,
    /// The keys that are not known, by their place. What stands there is not taken over.
    pub unknown: Vec<String>,
}

/// One of several, and where it stood: `sessions.3`, or `line 7`.
#[derive(Debug)]
pub struct Item<T> {
    /// Where.
    pub place: String,
    /// What it is, or why it is none.
    pub value: Result<T, PartError>,
}

/// Why one of several is not taken over.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// It is none.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// No store would have written it.
    #[error(transparent)]
    Limit(#[from] LimitError),
}

/// Why nothing is read from a text.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is longer than what is read.
    #[error("the text has {0} bytes; at most {MAX_TEXT} are read")]
    TooLong(usize),
    /// It is not UTF-8.
    #[error("it is not UTF-8 text: byte {0} begins no character")]
    NotText(usize),
    /// It is not JSON.
    #[error("it is not JSON: {0}")]
    NotJson(String),
    /// It is JSON, and not what was written out.
    #[error(transparent)]
    Form(JsonError),
    /// It is neither a document nor a line that is known.
    #[error("it has neither `sessions` nor `session`")]
    NoSessions,
    /// A list is another kind of value.
    #[error("`{0}` is not a list")]
    NoList(&'static str),
}

type Top<'t> = BTreeMap<String, &'t RawValue>;

/// Reads a document, or lines. A session that speaks of a moment after `now` is told and not taken.
///
/// # Errors
/// [`ReadError`]; what is wrong with one session, commit or project stands in its place.
pub fn read(bytes: &[u8], now: Time) -> Result<Export, ReadError> {
    if bytes.len() > MAX_TEXT {
        return Err(ReadError::TooLong(bytes.len()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotText(error.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut export = Export::default();
    match serde_json::from_str::<Top<'_>>(text) {
        Ok(top) => {
            json::check_schema(schema_of(&top)).map_err(ReadError::Form)?;
            export.take_document(&top, now)?;
        }
        Err(error) => export.take_lines(text, now).map_err(|no_line| match no_line {
            ReadError::NotJson(_) if !text.trim().is_empty() => ReadError::NotJson(error.to_string()),
            other => other,
        })?,
    }
    Ok(export)
}

/// The keys at the top of a document, or of the first line. `None`: it has no such thing.
pub(crate) fn top_keys(bytes: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let whole = serde_json::from_str::<Top<'_>>(text).ok();
    let top = whole.or_else(|| serde_json::from_str(text.lines().find(|it| !it.trim().is_empty())?).ok())?;
    Some(top.into_keys().collect())
}

impl Export {
    fn take_document(&mut self, top: &Top<'_>, now: Time) -> Result<(), ReadError> {
        if !["sessions", "session", "unassigned", "projects"].iter().any(|key| top.contains_key(*key)) {
            return Err(ReadError::NoSessions);
        }
        for (key, value) in top {
            match key.as_str() {
                "schema" => {}
                "session" => self.take_session(key.clone(), value, now),
                "sessions" => {
                    list("sessions", value)?.for_each(|(place, it)| self.take_session(place, it, now));
                }
                "unassigned" => {
                    list("unassigned", value)?.for_each(|(place, it)| self.take_commit(place, it))
                }
                "projects" => list("projects", value)?.for_each(|(place, it)| self.take_project(place, it)),
                other => self.unknown.push(other.to_owned()),
            }
        }
        Ok(())
    }

    /// The first line must be one of ours: what comes after it is told, whatever it is.
    fn take_lines(&mut self, text: &str, now: Time) -> Result<(), ReadError> {
        let lines = text.lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty());
        if text.trim().is_empty() {
            return Err(ReadError::NotJson("there is nothing in it".into()));
        }
        for (at, (line, number)) in lines.enumerate() {
            let place = format!("line {number}");
            let top = match serde_json::from_str::<Top<'_>>(line) {
                Ok(top) => top,
                Err(error) if at == 0 => return Err(ReadError::NotJson(error.to_string())),
                Err(error) => {
                    self.sessions.push(Item { place, value: Err(JsonError::NotJson(error).into()) });
                    continue;
                }
            };
            match json::check_schema(schema_of(&top)) {
                Err(error) if at == 0 => return Err(ReadError::Form(error)),
                Err(error) => self.sessions.push(Item { place, value: Err(error.into()) }),
                Ok(()) => self.take_line(&place, &top, now),
            }
        }
        Ok(())
    }

    fn take_line(&mut self, place: &str, top: &Top<'_>, now: Time) {
        for (key, value) in top {
            match key.as_str() {
                "schema" => {}
                "session" => self.take_session(place.to_owned(), value, now),
                "commit" => self.take_commit(place.to_owned(), value),
                "project" => self.take_project(place.to_owned(), value),
                other => self.unknown.push(format!("{place}: {other}")),
            }
        }
    }

    fn take_session(&mut self, place: String, value: &RawValue, now: Time) {
        let read = self.part::<SessionJson>(&place, value).and_then(SessionJson::restore).map(in_order);
        let value = read.map_err(PartError::from).and_then(|session| {
            limits::check(&session, now)?;
            Ok(session)
        });
        self.sessions.push(Item { place, value });
    }

    fn take_commit(&mut self, place: String, value: &RawValue) {
        let value = self.part::<CommitJson>(&place, value).and_then(|commit| commit.restore("commit"));
        self.unassigned.push(Item { place, value: value.map_err(PartError::from) });
    }

    fn take_project(&mut self, place: String, value: &RawValue) {
        let value = self.part::<ProjectJson>(&place, value).and_then(ProjectJson::restore);
        self.projects.push(Item { place, value: value.map_err(PartError::from) });
    }

    fn part<T: serde::de::DeserializeOwned>(
        &mut self,
        place: &str,
        value: &RawValue,
    ) -> Result<T, JsonError> {
        let parsed = json::parse_part(value.get())?;
        self.unknown.extend(parsed.unknown.into_iter().map(|key| format!("{place}.{key}")));
        Ok(parsed.value)
    }
}

/// The number of the form. `None`: there is none, or something else stands there.
fn schema_of(top: &Top<'_>) -> Option<u64> {
    top.get("schema").and_then(|number| number.get().parse().ok())
}

fn list<'t>(
    key: &'static str,
    value: &'t RawValue,
) -> Result<impl Iterator<Item = (String, &'t RawValue)>, ReadError> {
    let items: Vec<&RawValue> = serde_json::from_str(value.get()).map_err(|_| ReadError::NoList(key))?;
    Ok(items.into_iter().enumerate().map(move |(at, item)| (format!("{key}.{at}"), item)))
}

/// The session with its entries in the order in which a store keeps them.
fn in_order(session: Session) -> Session {
    let mut record = session.record().clone();
    record.heartbeats.sort_by_key(|beat| beat.until.unwrap_or(beat.at));
    record.commits.sort_by_key(|commit| commit.at);
    record.events.sort_by_key(|event| event.at);
    record.decisions.sort_by_key(|decision| decision.at);
    Session::restore(session.head().clone(), session.tasks().clone(), session.questions().clone(), record)
}
