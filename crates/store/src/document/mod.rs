//! A session as a TOML document: the head, then an entry a block, each followed by its mark.
//!
//! TOML lets `[[…]]` tables follow in any order, so an entry is added at the end of the file with one write. Every
//! string stands on one line, so no text can look like a table or like a mark.

pub(crate) mod marks;
mod parse;
mod render;
mod stored;
mod words;

pub(crate) use parse::{check_name, parse_head, parse_record, parse_session_of, parse_tail_time};
pub(crate) use render::{render_entry, render_format, render_session};

/// The format that is written. Readers take every number up to it; writers refuse one above it.
pub const FORMAT: i64 = 1;

/// The most bytes that a head may have: all before the first entry.
pub(crate) const MAX_HEAD: u64 = 256 * 1024;

/// Where the head ends: after its mark, or before the first entry where a person took the mark out. `None`: these
/// bytes have neither.
pub(crate) fn head_end(bytes: &[u8]) -> Option<usize> {
    let mut end = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if line.starts_with(b"[[") {
            return Some(end);
        }
        end += line.len();
        if line.strip_suffix(b"\n").is_some_and(|line| marks::Mark::parse(line).is_some()) {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests;
