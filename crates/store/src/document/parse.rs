//! From text to values.
//!
//! A document is read in two halves, each TOML by itself: the head, and the entries after it.

use core_model::{Head, Record, Session, SessionId, Time};
use serde::de::DeserializeOwned;

use super::holes::without_holes;
use super::marks::{self, Ending};
use super::stored::{BodyText, FormatText, HeadText};
use super::{FORMAT, HeadEnd, MAX_HEAD, OUR_FORMAT, head_end};
use crate::problem::FileError;

/// What was read, and what is to be known before the file is written again.
#[derive(Debug)]
pub(crate) struct Parsed<T> {
    pub(crate) value: T,
    /// What is not as this version writes it. Each but an entry that was cut short is a reason not to write the file.
    pub(crate) remarks: Vec<FileError>,
    /// What is left of entries that were cut short.
    pub(crate) torn: Vec<u8>,
}

impl<T> Parsed<T> {
    /// Whether an entry is cut short.
    pub(crate) fn is_torn(&self) -> bool {
        !self.torn.is_empty()
    }

    /// What forbids writing it, or the value. Writing the whole anew mends what was cut short and marks that do not fit.
    pub(crate) fn writable(self) -> Result<T, FileError> {
        let harmless = |remark: &FileError| {
            matches!(remark, FileError::TornTail { .. } | FileError::Holes { .. } | FileError::Edited)
        };
        match self.remarks.into_iter().find(|remark| !harmless(remark)) {
            Some(remark) => Err(remark),
            None => Ok(self.value),
        }
    }
}

/// Reads the whole document of the session that the file's name promises.
pub(crate) fn parse_session_of(id: &SessionId, bytes: &[u8]) -> Result<Parsed<Session>, FileError> {
    let parsed = parse_session(bytes)?;
    check_name(id, parsed.value.id())?;
    Ok(parsed)
}

/// Refuses a document that says it is another session than its name.
pub(crate) fn check_name(promised: &SessionId, found: &SessionId) -> Result<(), FileError> {
    if promised == found { Ok(()) } else { Err(FileError::WrongName(found.to_string())) }
}

/// Reads a whole document. What a newer version wrote is read as far as it is understood.
pub(super) fn parse_session(bytes: &[u8]) -> Result<Parsed<Session>, FileError> {
    parse_whole(bytes, |head: HeadText, body| {
        let (tasks, questions, record) = body.restore()?;
        Ok(Session::restore(head.restore()?, tasks, questions, record))
    })
}

/// Reads a document that has a format and entries, and nothing else.
pub(crate) fn parse_record(bytes: &[u8]) -> Result<Parsed<Record>, FileError> {
    parse_whole(bytes, |_: FormatText, body| body.restore_alone())
}

/// Reads a head alone: the bytes before the first entry.
pub(crate) fn parse_head(bytes: &[u8]) -> Result<Parsed<Head>, FileError> {
    let mut half = Half::first(bytes);
    let head: HeadText = half.read()?;
    let value = half.newer_or(head.restore())?;
    Ok(Parsed { value, remarks: half.remarks, torn: Vec::new() })
}

fn parse_whole<H: DeserializeOwned, T>(
    bytes: &[u8],
    restore: impl FnOnce(H, BodyText) -> Result<T, FileError>,
) -> Result<Parsed<T>, FileError> {
    let (head_ends, marked) = match head_end(bytes) {
        Some(HeadEnd { at, marked }) => (at, marked),
        // It has not even the mark of its head, which we always write.
        None => (bytes.len(), false),
    };
    if head_ends as u64 > MAX_HEAD {
        return Err(FileError::NotASession(format!(
            "its head has {head_ends} bytes; at most {MAX_HEAD} are read"
        )));
    }
    let mut half = Half::first(&bytes[..head_ends]);
    let head: H = half.read()?;
    let ending = if marked { marks::examine(&bytes[head_ends..]) } else { Ending::Edited };
    let sound = match ending {
        Ending::Torn(at) => head_ends + at,
        Ending::Whole | Ending::Edited => bytes.len(),
    };
    half.lines_before = half.bytes.iter().filter(|&&b| b == b'\n').count();
    let (entries, holes) = without_holes(&bytes[head_ends..sound]);
    half.bytes = &entries;
    let body: BodyText = half.read()?;
    let value = half.newer_or(restore(head, body))?;
    let mut remarks = half.remarks;
    let mut torn: Vec<u8> = holes.into_iter().flat_map(|hole| &bytes[head_ends..][hole]).copied().collect();
    if !torn.is_empty() {
        remarks.push(FileError::Holes { bytes: torn.len() as u64 });
    }
    torn.extend_from_slice(&bytes[sound..]);
    match ending {
        Ending::Whole => {}
        Ending::Torn(_) => remarks.push(FileError::TornTail { bytes: (bytes.len() - sound) as u64 }),
        Ending::Edited => remarks.push(FileError::Edited),
    }
    Ok(Parsed { value, remarks, torn })
}

/// Reads the time of an entry from its block, where it has a line of its own.
pub(crate) fn parse_tail_time(block: &[u8]) -> Option<Time> {
    let text = std::str::from_utf8(block).ok()?;
    let value = |key| text.lines().find_map(|line| line.strip_prefix(key));
    core_model::parse_time(value("until = ").or_else(|| value("at = "))?)
}

/// One half of a document, and what was remarked so far.
pub(super) struct Half<'a> {
    bytes: &'a [u8],
    lines_before: usize,
    pub(super) remarks: Vec<FileError>,
}

impl<'a> Half<'a> {
    /// The first half, which says the format.
    pub(super) fn first(bytes: &'a [u8]) -> Self {
        Self { bytes, lines_before: 0, remarks: Vec::new() }
    }

    /// Reads it. The first half says the format, and a newer one is remarked before anything else can fail.
    pub(super) fn read<T: DeserializeOwned>(&mut self) -> Result<T, FileError> {
        let text = std::str::from_utf8(self.bytes).map_err(|_| FileError::NotText)?;
        let not_toml = |error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            FileError::NotToml(format!("line {}: {}", self.lines_before + line, error.message()))
        };
        if self.lines_before == 0 && !text.starts_with(OUR_FORMAT) {
            // A missing number, or one that is no number, is told by the whole type below.
            let table = toml::from_str::<toml::Table>(text).map_err(not_toml)?;
            let format = table.get("format").and_then(toml::Value::as_integer);
            if let Some(found) = format.filter(|&format| format > FORMAT) {
                self.remarks.push(FileError::FormatTooNew { found, known: FORMAT });
            }
        }
        let mut unknown = Vec::new();
        let parser = toml::Deserializer::parse(text).map_err(not_toml)?;
        let value = serde_ignored::deserialize(parser, |path| unknown.push(path.to_string()));
        let value =
            self.newer_or(value.map_err(|error| FileError::NotASession(error.message().to_owned())))?;
        if !unknown.is_empty() && !self.is_newer() {
            self.remarks.push(FileError::UnknownKeys(unknown));
        }
        Ok(value)
    }

    fn is_newer(&self) -> bool {
        self.remarks.iter().any(|remark| matches!(remark, FileError::FormatTooNew { .. }))
    }

    /// Of a newer format, whatever is not understood is only that.
    pub(super) fn newer_or<T>(&mut self, value: Result<T, FileError>) -> Result<T, FileError> {
        match value {
            Err(_) if self.is_newer() => Err(self.remarks.swap_remove(0)),
            value => value,
        }
    }
}
