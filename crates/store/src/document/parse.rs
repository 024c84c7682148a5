//! From text to values.
//!
//! A document is read in two halves, each TOML by itself: the head, and the entries after it.

use core_model::{Head, Record, Session, SessionId, Time};
use serde::de::DeserializeOwned;

use super::stored::{EntriesText, FormatText, HeadText};
use super::{FORMAT, head_end, marks};
use crate::problem::FileError;

/// What was read, and what is to be known before the file is written again.
#[derive(Debug)]
pub(crate) struct Parsed<T> {
    pub(crate) value: T,
    /// What is not as this version writes it. Each but a torn tail is a reason not to write the file.
    pub(crate) remarks: Vec<FileError>,
    /// How many bytes are sound. What follows was cut short.
    pub(crate) sound: usize,
}

impl<T> Parsed<T> {
    /// Whether its last entry is cut short.
    pub(crate) fn is_torn(&self) -> bool {
        self.remarks.iter().any(|remark| matches!(remark, FileError::TornTail { .. }))
    }

    /// What forbids writing it, or the value.
    pub(crate) fn writable(self) -> Result<T, FileError> {
        match self.remarks.into_iter().find(|remark| !matches!(remark, FileError::TornTail { .. })) {
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
    let head_ends = head_end(bytes).unwrap_or(bytes.len());
    let sound = marks::sound_end(bytes, head_ends);
    let mut remarks = Vec::new();
    let head: HeadText = read(bytes, 0..head_ends, &mut remarks)?;
    let entries: EntriesText = read(bytes, head_ends..sound, &mut remarks)?;
    torn(bytes, sound, &mut remarks);
    let session = Session::restore(head.restore()?, entries.restore()?);
    Ok(Parsed { value: session, remarks, sound })
}

/// Reads a head alone: the bytes before the first entry.
pub(crate) fn parse_head(bytes: &[u8]) -> Result<Parsed<Head>, FileError> {
    let mut remarks = Vec::new();
    let head: HeadText = read(bytes, 0..bytes.len(), &mut remarks)?;
    Ok(Parsed { value: head.restore()?, remarks, sound: bytes.len() })
}

/// Reads a document that has a format and entries, and nothing else.
pub(crate) fn parse_record(bytes: &[u8]) -> Result<Parsed<Record>, FileError> {
    let head_ends = head_end(bytes).unwrap_or(bytes.len());
    let sound = marks::sound_end(bytes, head_ends);
    let mut remarks = Vec::new();
    let _: FormatText = read(bytes, 0..head_ends, &mut remarks)?;
    let entries: EntriesText = read(bytes, head_ends..sound, &mut remarks)?;
    torn(bytes, sound, &mut remarks);
    Ok(Parsed { value: entries.restore()?, remarks, sound })
}

/// Reads the time of an entry from its block, where it has a line of its own.
pub(crate) fn parse_tail_time(block: &[u8]) -> Option<Time> {
    let text = std::str::from_utf8(block).ok()?;
    let value = |key| text.lines().find_map(|line| line.strip_prefix(key));
    value("until = ").or_else(|| value("at = "))?.parse().ok()
}

fn torn(bytes: &[u8], sound: usize, remarks: &mut Vec<FileError>) {
    if sound < bytes.len() {
        remarks.push(FileError::TornTail { bytes: (bytes.len() - sound) as u64 });
    }
}

/// Reads one half. The first one says the format, and a newer one is remarked before anything else can fail.
fn read<T: DeserializeOwned>(
    bytes: &[u8],
    part: std::ops::Range<usize>,
    remarks: &mut Vec<FileError>,
) -> Result<T, FileError> {
    let lines_before = bytes[..part.start].iter().filter(|&&b| b == b'\n').count();
    let text = std::str::from_utf8(&bytes[part.clone()]).map_err(|_| FileError::NotText)?;
    let not_toml = |error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        FileError::NotToml(format!("line {}: {}", lines_before + line, error.message()))
    };
    if part.start == 0 {
        // A missing number, or one that is no number, is told by the whole type below.
        let format = toml::from_str::<toml::Table>(text)
            .map_err(not_toml)?
            .get("format")
            .and_then(toml::Value::as_integer);
        if let Some(found) = format.filter(|&format| format > FORMAT) {
            remarks.push(FileError::FormatTooNew { found, known: FORMAT });
        }
    }
    let newer = remarks.iter().any(|remark| matches!(remark, FileError::FormatTooNew { .. }));
    let mut unknown = Vec::new();
    let parser = toml::Deserializer::parse(text).map_err(not_toml)?;
    let value = serde_ignored::deserialize(parser, |path| unknown.push(path.to_string()));
    if !newer && !unknown.is_empty() {
        remarks.push(FileError::UnknownKeys(unknown));
    }
    value.map_err(|error| match remarks.pop() {
        Some(too_new @ FileError::FormatTooNew { .. }) => too_new,
        _ => FileError::NotASession(error.message().to_owned()),
    })
}
