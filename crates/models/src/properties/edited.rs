//! What lies at the end of a file and was not written by the store.

use super::believed::{It, Millis};

/// A piece of it.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Remark,
    Event(Millis, String),
    CutShort(Vec<u8>),
    Zeros(usize),
}

/// What a reader makes of all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// There is nothing.
    Whole,
    /// It is left out, and the next writer keeps it aside.
    Torn,
    /// It is read as it stands, and the next writer writes the whole anew.
    Edited,
}

impl Piece {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Remark => b"# mine\n".to_vec(),
            Self::Event(at, text) => event(*at, text).into_bytes(),
            Self::CutShort(bytes) => bytes.clone(),
            Self::Zeros(count) => vec![0; *count],
        }
    }
}

pub(crate) fn ending(pieces: &[Piece]) -> Ending {
    let events = pieces.iter().filter(|piece| matches!(piece, Piece::Event(..))).count();
    match pieces.first() {
        None => Ending::Whole,
        Some(Piece::CutShort(_) | Piece::Zeros(_)) => Ending::Torn,
        // One event without its mark could be one that was cut short.
        Some(Piece::Event(..)) if events == 1 => Ending::Torn,
        Some(Piece::Event(..) | Piece::Remark) => Ending::Edited,
    }
}

/// The session with what a reader takes from the end of its file.
pub(crate) fn with(it: &It, pieces: &[Piece]) -> It {
    let mut it = it.clone();
    if ending(pieces) == Ending::Edited {
        for piece in pieces {
            if let Piece::Event(at, text) = piece {
                let after = it.events.iter().rposition(|event| event.0 <= *at).map_or(0, |last| last + 1);
                it.events.insert(after, (*at, text.clone()));
            }
        }
    }
    it
}

/// An event as a person writes it: without a mark.
pub(crate) fn event(at: Millis, text: &str) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
    let escape = |c: char| match c {
        '"' | '\\' | '\u{0}'..='\u{1f}' | '\u{7f}' => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    let text: String = text.chars().map(escape).collect();
    format!("\n[[event]]\nat = {}\ntext = \"{text}\"\n", at.format("%Y-%m-%dT%H:%M:%S%.3fZ"))
}
