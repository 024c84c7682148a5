//! The forms of what is no text of a person: ids of parts, hashes, names of folders.

use super::error::JsonError;

/// The most bytes of a name that a folder can have.
const LONGEST_NAME: usize = 255;

/// The id of a task or a question: `t1`, or what the dashboard called it.
pub(super) fn part_id(field: &str, text: String) -> Result<String, JsonError> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let is_id = |it: &str| (1..=32).contains(&it.len()) && it.bytes().all(is_plain);
    fit(field, text, "1 to 32 letters, digits, `_`, `-` or `.`", is_id)
}

/// The name of one of git's objects, or the beginning of one.
pub(super) fn hash(field: &str, text: String) -> Result<String, JsonError> {
    let is_hash = |it: &str| (4..=64).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_hexdigit());
    fit(field, text, "4 to 64 hexadecimal digits", is_hash)
}

/// The name of a project or a worktree. A folder may be called almost anything, a line break and all; whoever shows a name
/// cleans it, and the store's files are not called by it.
pub(super) fn name(field: &str, text: String) -> Result<String, JsonError> {
    fit(field, text, "a name of at most 255 bytes", |it| it.len() <= LONGEST_NAME)
}

fn fit(
    field: &str,
    text: String,
    form: &'static str,
    fits: impl Fn(&str) -> bool,
) -> Result<String, JsonError> {
    if fits(&text) { Ok(text) } else { Err(JsonError::Form { field: field.to_owned(), text, form }) }
}
