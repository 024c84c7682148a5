//! The mark that stands where a secret was, and how it is known again.

use std::ops::Range;

use crate::rules::is_rule;

const BEGIN: &str = "[REDACTED:";
const END: char = ']';

/// What is written in place of a secret.
pub(crate) fn mark(rule: &str) -> String {
    format!("{BEGIN}{rule}{END}")
}

/// Where the marks of a text are, in bytes. Only what names a rule is a mark, so no secret can hide in one.
pub(crate) fn marks(text: &str) -> Vec<Range<usize>> {
    let begins = text.match_indices(BEGIN);
    begins.filter_map(|(at, _)| mark_at(text, at)).collect()
}

fn mark_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at + BEGIN.len()..)?;
    let name = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next()?;
    let is_mark = rest.get(name.len()..)?.starts_with(END) && is_rule(name);
    is_mark.then(|| at..at + BEGIN.len() + name.len() + END.len_utf8())
}
