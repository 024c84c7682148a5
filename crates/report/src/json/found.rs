//! A passage in which something was found, for programs.

use core_model::Passage;
use serde::Serialize;

use super::render_time;

/// A passage in which something was found.
#[derive(Debug, Serialize)]
pub struct FoundJson {
    kind: &'static str,
    at: Option<String>,
    text: String,
    /// From which character to which it is what was looked for, the last one not among them.
    found: Vec<[usize; 2]>,
}

impl FoundJson {
    /// `pieces`: its text in pieces, and of each whether it is what was looked for.
    #[must_use]
    pub fn new(passage: &Passage, pieces: &[(bool, String)]) -> Self {
        let (mut text, mut found, mut at) = (String::new(), Vec::new(), 0);
        for (is_found, piece) in pieces {
            let from = at;
            at += piece.chars().count();
            text.push_str(piece);
            if *is_found {
                found.push([from, at]);
            }
        }
        Self { kind: passage.kind.as_str(), at: passage.at.map(render_time), text, found }
    }
}
