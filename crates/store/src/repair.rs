//! A document that is open to be added to, and the mending of one whose last entry was cut short.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use core_model::{Head, SessionId, Time};
use disk::{Access, Disk, DiskFile};

use crate::aside::{Aside, put_aside};
use crate::document::marks::{self, Ending, MAX_BLOCK, Mark};
use crate::document::{self, HeadEnd, MAX_HEAD};
use crate::files;
use crate::layout::{Layout, MAX_APPENDED, MAX_FILE};
use crate::problem::FileError;

/// How much is read at first: more than nearly every head has.
const FIRST_READ: u64 = 8 * 1024;

/// How much of the end is read where the last entry is not whole: more than an append that was cut short can leave,
/// and the block before it.
const LAST_READ: u64 = 4 * MAX_BLOCK;

/// An open document: its head, and how it ends. Nothing between is read.
pub(crate) struct Document {
    disk: Arc<dyn Disk>,
    pub(crate) file: Box<dyn DiskFile>,
    /// The bytes of the head.
    head: Vec<u8>,
    /// How many bytes the file has.
    length: u64,
    pub(crate) tail: Tail,
}

/// How a document ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tail {
    /// Whole. `last` is the time of the last entry; `None`: there is no entry.
    Whole { last: Option<Time> },
    /// Cut short: the part up to `sound` is whole, and `last` is the time of its last entry.
    Torn { sound: u64, last: Option<Time> },
    /// Not as we wrote it.
    Edited,
}

impl Tail {
    /// The time of the last entry that is whole. `None`: there is none, or it is not known.
    pub(crate) fn last(self) -> Option<Time> {
        match self {
            Self::Whole { last } | Self::Torn { last, .. } => last,
            Self::Edited => None,
        }
    }
}

impl Document {
    /// Opens the file at `path` with `open`, and reads its ends.
    pub(crate) fn open(disk: &Arc<dyn Disk>, path: &Path, access: Access) -> Result<Self, FileError> {
        let file = files::open(&**disk, path, access)?;
        let length = files::size_within(&*file, MAX_FILE)?;
        let mut head = file.read_at(0, FIRST_READ)?;
        let mut ends = document::head_end(&head);
        if ends.is_none() && length > FIRST_READ {
            head = file.read_at(0, MAX_HEAD)?;
            ends = document::head_end(&head);
        }
        let tail = match ends {
            Some(HeadEnd { at, marked }) => {
                head.truncate(at);
                if marked { read_tail(&*file, at as u64, length)? } else { Tail::Edited }
            }
            None if length > MAX_HEAD => {
                return Err(FileError::NotASession(format!("its head has more than {MAX_HEAD} bytes")));
            }
            None => Tail::Edited,
        };
        Ok(Self { disk: Arc::clone(disk), file, head, length, tail })
    }

    /// The head of the session that the file's name promises, if it may be written.
    pub(crate) fn head_of(&self, id: &SessionId) -> Result<Head, FileError> {
        let head = document::parse_head(&self.head)?.writable()?;
        document::check_name(id, head.id())?;
        Ok(head)
    }

    /// Whether a file that has a format and entries, and nothing else, may be written.
    pub(crate) fn check_format(&self) -> Result<(), FileError> {
        document::parse_record(&self.head)?.writable().map(drop)
    }

    /// Adds a block at the end.
    pub(crate) fn append(&self, block: &str) -> Result<(), FileError> {
        self.append_all([block])
    }

    /// Adds blocks at the end, with one write.
    pub(crate) fn append_all(
        &self,
        blocks: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<(), FileError> {
        let mut text = String::new();
        for block in blocks {
            let bytes = block.as_ref().len() as u64;
            if bytes > MAX_BLOCK {
                return Err(FileError::Full { bytes, limit: MAX_BLOCK });
            }
            text.push_str(block.as_ref());
        }
        let bytes = self.length + text.len() as u64;
        if bytes > MAX_APPENDED {
            return Err(FileError::Full { bytes, limit: MAX_APPENDED });
        }
        Ok(files::append_whole(&*self.file, self.length, &text)?)
    }

    /// Cuts off an entry that was cut short, after keeping what is left of it: where, is the answer. `None`: there was
    /// nothing worth keeping. The lock must be held.
    pub(crate) fn mend(
        &mut self,
        path: &Path,
        layout: &Layout,
        now: Time,
    ) -> Result<Option<PathBuf>, FileError> {
        let Tail::Torn { sound, last } = self.tail else { return Ok(None) };
        let torn = self.file.read_at(sound, self.length - sound)?;
        let kept = keep_aside(&*self.disk, path, layout, &torn, now)?;
        self.file.set_length(sound)?;
        self.length = sound;
        self.tail = Tail::Whole { last };
        Ok(kept)
    }
}

/// Keeps what is left of an entry in the quarantine, with the reason beside it. The zeros that a power cut leaves
/// say nothing and are not kept.
pub(crate) fn keep_aside(
    disk: &dyn Disk,
    path: &Path,
    layout: &Layout,
    torn: &[u8],
    now: Time,
) -> Result<Option<PathBuf>, FileError> {
    if torn.iter().all(|&byte| byte == 0) {
        return Ok(None);
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let reason =
        format!("{} bytes of {}: what was left of entries that were cut short.", torn.len(), path.display());
    let kept = put_aside(disk, layout, (&name, ".tail"), Aside::Copy(torn), &reason, now)?;
    Ok(Some(kept))
}

fn read_tail(file: &dyn DiskFile, head: u64, length: u64) -> Result<Tail, FileError> {
    if length == head {
        return Ok(Tail::Whole { last: None });
    }
    let from = length.saturating_sub(marks::LONGEST).max(head);
    let end = file.read_at(from, length - from)?;
    if let Some((mark, begins)) = Mark::parse_last(&end)
        && mark.length <= MAX_BLOCK
        && let Some(block_from) = (from + begins as u64).checked_sub(mark.length).filter(|&at| at >= head)
    {
        let block = file.read_at(block_from, mark.length)?;
        if mark.fits(&block) {
            return Ok(Tail::Whole { last: document::parse_tail_time(&block) });
        }
    }
    let from = length.saturating_sub(LAST_READ).max(head);
    let entries = file.read_at(from, length - from)?;
    Ok(match marks::examine(&entries) {
        Ending::Torn(at) => Tail::Torn { sound: from + at as u64, last: marks::last_time(&entries[..at]) },
        // Whole by now: an entry was being added when the end was read first.
        Ending::Whole => Tail::Whole { last: marks::last_time(&entries) },
        Ending::Edited => Tail::Edited,
    })
}
