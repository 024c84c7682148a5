//! A document that is open to be added to, and the mending of one whose last entry was cut short.

use std::fs::File;
use std::path::Path;

use core_model::{Head, SessionId, Time};

use crate::disk::{self, Existing};
use crate::document::{self, MAX_HEAD, marks};
use crate::layout::{Layout, MAX_FILE};
use crate::problem::{FileError, Problem};

/// How much is read at first: more than nearly every head has.
const FIRST_READ: u64 = 8 * 1024;

/// An open document: its head, and where and when it ends. Nothing between is read.
pub(crate) struct Document {
    pub(crate) file: File,
    /// The bytes of the head.
    pub(crate) head: Vec<u8>,
    /// How many bytes the file has.
    pub(crate) length: u64,
    pub(crate) tail: Tail,
}

/// What the end of a document is.
pub(crate) enum Tail {
    /// Whole, and the time of the last entry. `None`: there is no entry.
    Whole(Option<Time>),
    /// Cut short: the part up to `sound` is whole.
    Torn { sound: u64 },
}

impl Document {
    /// Opens the file at `path` with `open`, and reads its ends.
    pub(crate) fn open(path: &Path, open: fn(&Path) -> Result<File, FileError>) -> Result<Self, FileError> {
        let file = open(path)?;
        let length = disk::size_within(&file, MAX_FILE)?;
        let mut head = disk::read_at(&file, 0, FIRST_READ)?;
        let mut ends = document::head_end(&head);
        if ends.is_none() && length > FIRST_READ {
            head = disk::read_at(&file, 0, MAX_HEAD)?;
            ends = document::head_end(&head);
        }
        match ends {
            Some(ends) => head.truncate(ends),
            None if length > MAX_HEAD => {
                return Err(FileError::NotASession(format!("its head has more than {MAX_HEAD} bytes")));
            }
            None => {}
        }
        let tail = read_tail(&file, &head, length)?;
        Ok(Self { file, head, length, tail })
    }

    /// The head of the session that the file's name promises, if it may be written.
    pub(crate) fn head_of(&self, id: &SessionId) -> Result<Head, FileError> {
        let head = document::parse_head(&self.head)?.writable()?;
        document::check_name(id, head.id())?;
        Ok(head)
    }

    /// Adds a block at the end.
    pub(crate) fn append(&self, block: &str) -> Result<(), FileError> {
        let bytes = self.length + block.len() as u64;
        if bytes > MAX_FILE {
            return Err(FileError::TooLarge { bytes, limit: MAX_FILE });
        }
        Ok(disk::append_whole(&self.file, self.length, block)?)
    }

    /// Cuts off an entry that was cut short, after keeping what is left of it. The lock must be held.
    pub(crate) fn mend(&mut self, path: &Path, layout: &Layout, now: Time) -> Result<(), FileError> {
        let Tail::Torn { sound } = self.tail else { return Ok(()) };
        let torn = disk::read_at(&self.file, sound, self.length - sound)?;
        keep_aside(path, layout, &torn, now)?;
        self.file.set_len(sound)?;
        self.length = sound;
        self.tail = read_tail(&self.file, &self.head, sound)?;
        Ok(())
    }
}

/// Keeps what is left of an entry in the quarantine, with the reason beside it. The zeros that a power cut leaves
/// say nothing and are not kept.
pub(crate) fn keep_aside(path: &Path, layout: &Layout, torn: &[u8], now: Time) -> Result<(), FileError> {
    if torn.iter().all(|&byte| byte == 0) {
        return Ok(());
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{name}.{}", now.format("%Y%m%dT%H%M%S%.3f"));
    let folder = layout.quarantine();
    disk::make_folder(&folder)?;
    let reason =
        format!("The last {} bytes of {}: an entry that was cut short.\n", torn.len(), path.display());
    disk::write_whole(&folder.join(format!("{name}.reason.txt")), &reason, Existing::Replace)?;
    let text = String::from_utf8_lossy(torn);
    disk::write_whole(&folder.join(format!("{name}.tail")), &text, Existing::Replace)?;
    Ok(())
}

fn read_tail(file: &File, head: &[u8], length: u64) -> Result<Tail, FileError> {
    let entries = head.len() as u64;
    if length == entries {
        return Ok(Tail::Whole(None));
    }
    let from = length.saturating_sub(marks::LONGEST).max(entries);
    let end = disk::read_at(file, from, length - from)?;
    if let Some((mark, begins)) = marks::Mark::parse_last(&end)
        && let Some(block_from) = (from + begins as u64).checked_sub(mark.length).filter(|&at| at >= entries)
    {
        let block = disk::read_at(file, block_from, mark.length)?;
        if mark.fits(&block) {
            return Ok(Tail::Whole(document::parse_tail_time(&block)));
        }
    }
    let whole = disk::read_at(file, 0, length)?;
    Ok(Tail::Torn { sound: marks::sound_end(&whole, head.len()) as u64 })
}

impl Problem {
    /// What is wrong with the file at `path`.
    pub(crate) fn at(path: &Path) -> impl Fn(FileError) -> Self {
        move |error| Self { path: path.to_owned(), error }
    }
}
