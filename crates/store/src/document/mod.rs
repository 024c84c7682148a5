//! A session as a TOML document: the head, then an entry a block, each followed by its mark.
//!
//! TOML lets `[[…]]` tables follow in any order, so an entry is added at the end of the file with one write. Every
//! string stands on one line, so no text can look like a table or like a mark.

mod holes;
pub(crate) mod marks;
mod parse;
mod project;
mod render;
mod salvage;
mod stored;
mod words;

pub(crate) use parse::{Parsed, check_name, parse_head, parse_record, parse_session_of, parse_tail_time};
pub(crate) use project::{parse_project, render_project};
pub(crate) use render::{one_line, render_alone, render_entry, render_format, render_session};
pub(crate) use salvage::{Salvaged, latest_time, salvage_session};

use crate::layout::MAX_FILE;
use crate::problem::FileError;

/// The format that is written. Readers take every number up to it; writers refuse one above it.
pub(crate) const FORMAT: i64 = 1;

/// How a document begins that says so as it is written here.
const OUR_FORMAT: &str = "format = 1\n";

/// The most bytes that a head may have: all before the first entry.
pub(crate) const MAX_HEAD: u64 = 512 * 1024;

/// Refuses a document that could not be read again.
pub(crate) fn check_size(text: &str) -> Result<(), FileError> {
    let head = head_end(text.as_bytes()).map_or(text.len(), |end| end.at) as u64;
    if head > MAX_HEAD {
        return Err(FileError::Full { bytes: head, limit: MAX_HEAD });
    }
    if text.len() as u64 > MAX_FILE {
        return Err(FileError::Full { bytes: text.len() as u64, limit: MAX_FILE });
    }
    Ok(())
}

/// Where a head ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeadEnd {
    /// The number of its bytes, its mark included.
    pub(crate) at: usize,
    /// Whether it has a mark. We always write one.
    pub(crate) marked: bool,
}

/// Where the head ends: after its mark, or before the first entry where its mark is gone. `None`: these bytes have
/// neither.
pub(crate) fn head_end(bytes: &[u8]) -> Option<HeadEnd> {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if line.starts_with(b"[[") {
            return Some(HeadEnd { at, marked: false });
        }
        at += line.len();
        if line.strip_suffix(b"\n").is_some_and(|line| marks::Mark::parse(line).is_some()) {
            return Some(HeadEnd { at, marked: true });
        }
    }
    None
}

#[cfg(test)]
mod tests;
