//! What has no place in a session of ours: it becomes events, so that it is kept and can be searched.

use chrono::SecondsFormat;
use core_model::{Event, Text, TextError, TextKind, Time};

use crate::predecessor::error::FieldError;

const MARK: &str = "imported: ";
const GOES_ON: &str = "imported, going on: ";

/// What is kept as events, and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Notes {
    lines: Vec<String>,
    /// The fields of which something is kept as an event.
    pub(super) fields: Vec<String>,
    /// What is wrong with fields.
    pub(super) problems: Vec<FieldError>,
}

impl Notes {
    pub(super) fn new(problems: Vec<FieldError>) -> Self {
        Self { problems, ..Self::default() }
    }

    /// Keeps a value.
    pub(super) fn keep(&mut self, field: &str, value: &str) {
        self.say(field, &format!("{field} = {value}"));
    }

    /// Keeps a value in words of ours.
    pub(super) fn say(&mut self, field: &str, words: &str) {
        self.lines.push(words.to_owned());
        self.fields.push(field.to_owned());
    }

    /// Keeps a time. `None`: there is none.
    pub(super) fn keep_time(&mut self, field: &str, time: Option<Time>) {
        if let Some(time) = time {
            self.keep(field, &written(time));
        }
    }

    /// Keeps a time that cannot be what it should be.
    pub(super) fn refuse(&mut self, field: &str, time: Time, allowed: &'static str) {
        self.problems.push(FieldError::said(field.to_owned(), &written(time), allowed));
        self.keep(field, &written(time));
    }

    /// The text as one of ours: where it is too long its beginning, and all of it is kept as well. `None`: there is
    /// nothing to be seen in it.
    pub(super) fn fit(&mut self, kind: TextKind, field: &str, raw: &str) -> Option<Text> {
        match Text::parse(kind, raw) {
            Ok(text) => Some(text),
            Err(TextError::TooLong { .. }) => {
                self.keep(field, raw);
                Some(Text::shortened(kind, raw, raw))
            }
            Err(TextError::Empty(_)) => {
                if !raw.trim().is_empty() {
                    self.keep(field, raw);
                }
                None
            }
        }
    }

    /// What is kept, as events; what is too long for one goes on in the next.
    pub(super) fn events(&self, at: Time) -> Vec<Event> {
        let mut events = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let (mut rest, mut mark) = (line.as_str(), MARK);
            loop {
                let piece = piece(rest, TextKind::Event.limit() - mark.len());
                events.push(Event { at, text: Text::restored(format!("{mark}{piece}")) });
                (rest, mark) = (&rest[piece.len()..], GOES_ON);
                if rest.is_empty() {
                    break;
                }
            }
        }
        events
    }
}

/// A time in full, as it stands in a note.
pub(super) fn written(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The longest beginning that has at most `limit` bytes.
fn piece(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_goes_on_and_loses_nothing() {
        let mut notes = Notes::default();
        let value = "é".repeat(40_000);
        notes.keep("mood", &value);
        let events = notes.events(Time::default());
        assert_eq!(events.len(), 3);
        let joined: String = events
            .iter()
            .map(|event| event.text.as_str())
            .map(|text| text.strip_prefix(GOES_ON).or_else(|| text.strip_prefix(MARK)).unwrap())
            .collect();
        assert_eq!(joined, format!("mood = {value}"));
        assert!(events.iter().all(|event| event.text.as_str().len() <= TextKind::Event.limit()));
    }

    #[test]
    fn a_text_that_does_not_fit_is_kept_whole_beside_its_beginning() {
        let mut notes = Notes::default();
        assert_eq!(notes.fit(TextKind::Tag, "a", " short ").unwrap().as_str(), "short");
        assert_eq!(notes.fields, [""; 0]);
        let long = "x".repeat(65);
        assert!(notes.fit(TextKind::Tag, "b", &long).unwrap().as_str().ends_with('…'));
        assert_eq!(notes.fit(TextKind::Tag, "c", "\u{200b}"), None);
        assert_eq!(notes.fit(TextKind::Tag, "d", " \n"), None);
        assert_eq!(notes.lines, [format!("b = {long}"), "c = \u{200b}".to_owned()]);
    }
}
