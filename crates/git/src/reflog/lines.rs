//! The file itself, read in bounded pieces from anywhere in it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::hash::Kind;

use super::Cursor;
use super::action::{Deed, derive_deed, is_brought, joins};

/// How much is read at once, in bytes.
pub(super) const ROOM: u64 = 64 << 10;

/// How much is read for the sake of one line, which is usually below 300 bytes.
const ROOM_FOR_ONE: u64 = 512;

/// A line that is longer is not read: it has a subject of that length, or is no line.
const LINE_LIMIT: u64 = 1 << 20;

/// An open reflog.
pub(super) struct Log<R = File> {
    file: R,
    hash: Kind,
    size: u64,
}

/// Whole lines, one after the other.
pub(super) struct Lines {
    hash: Kind,
    start: u64,
    bytes: Vec<u8>,
    /// Whether the file goes on after them.
    pub(super) goes_on: bool,
}

/// One line: HEAD went from one commit to another.
pub(super) struct Line<'a> {
    /// The place after it.
    pub(super) place: Cursor,
    pub(super) old: ObjectId,
    pub(super) message: &'a [u8],
}

impl Log {
    /// `None`: there is none.
    pub(super) fn open(path: &Path, hash: Kind) -> io::Result<Option<Self>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let size = file.metadata()?.len();
        Ok(Some(Self { file, hash, size }))
    }
}

impl<R: Read + Seek> Log<R> {
    /// The log that these bytes are.
    #[cfg(feature = "fuzzing")]
    pub(super) fn of(file: R, size: u64) -> Self {
        Self { file, hash: Kind::Sha1, size }
    }

    /// Where the last whole line ends. `None`: there is no line, or it is too long.
    pub(super) fn end(&mut self) -> io::Result<Option<Cursor>> {
        Ok(self.last_line()?.iter().last().map(|line| line.place))
    }

    /// The last lines that fit into [`ROOM`].
    pub(super) fn last_lines(&mut self) -> io::Result<Lines> {
        self.lines_before(self.size, ROOM)
    }

    /// The last whole line, and perhaps some before it.
    pub(super) fn last_line(&mut self) -> io::Result<Lines> {
        self.lines_before(self.size, ROOM_FOR_ONE)
    }

    /// The place where `cursor` was set: itself, or where its commit is named last in the last [`ROOM`] bytes. `None`:
    /// neither; the reflog was shortened or written anew.
    pub(super) fn find(&mut self, cursor: Cursor) -> io::Result<Option<Cursor>> {
        if cursor.offset <= self.size {
            let lines = self.lines_before(cursor.offset, ROOM_FOR_ONE)?;
            if lines.iter().last().is_some_and(|line| line.place == cursor) {
                return Ok(Some(cursor));
            }
        }
        let lines = self.lines_before(self.size, ROOM)?;
        let places = lines.iter().map(|line| line.place);
        Ok(places.filter(|place| place.id == cursor.id).last())
    }

    /// The lines from there on that fit into [`ROOM`]; one that is longer alone. `None`: what follows is no line.
    pub(super) fn lines_after(&mut self, start: u64) -> io::Result<Option<Lines>> {
        let mut room = ROOM;
        loop {
            let bytes = self.read(start, room)?;
            let goes_on = bytes.len() as u64 == room;
            let lines = Lines { hash: self.hash, start, bytes, goes_on };
            if !goes_on || lines.iter().next().is_some() {
                return Ok(Some(lines));
            }
            if room >= LINE_LIMIT {
                return Ok(None);
            }
            room *= 16;
        }
    }

    /// The lines up to there that fit into `room`; one that is longer alone.
    fn lines_before(&mut self, end: u64, mut room: u64) -> io::Result<Lines> {
        loop {
            let from = end.saturating_sub(room);
            let mut bytes = self.read(from, end - from)?;
            // It may begin in the midst of a line.
            let rest = if from == 0 { 0 } else { bytes.find_byte(b'\n').map_or(bytes.len(), |at| at + 1) };
            bytes.drain(..rest);
            let start = from + rest as u64;
            let lines = Lines { hash: self.hash, start, bytes, goes_on: end < self.size };
            if from == 0 || room >= LINE_LIMIT || lines.iter().next().is_some() {
                return Ok(lines);
            }
            room *= 16;
        }
    }

    fn read(&mut self, from: u64, length: u64) -> io::Result<Vec<u8>> {
        let room = length.min(self.size.saturating_sub(from)).min(ROOM);
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or(0) + 1);
        self.file.seek(SeekFrom::Start(from))?;
        self.file.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Lines {
    /// Each line that has an end. What is none is passed over: after a power cut, zeros may stand there.
    pub(super) fn iter(&self) -> impl Iterator<Item = Line<'_>> {
        let mut offset = self.start;
        self.bytes.split_inclusive(|&byte| byte == b'\n').filter_map(move |line| {
            offset += line.len() as u64;
            Line::parse(self.hash, offset, line.strip_suffix(b"\n")?)
        })
    }
}

impl<'a> Line<'a> {
    /// `OLD NEW NAME <ADDRESS> SECONDS ZONE`, and behind a tab the message, if there is one.
    fn parse(hash: Kind, offset: u64, line: &'a [u8]) -> Option<Self> {
        let (old, rest) = line.split_once_str(" ")?;
        let (new, rest) = rest.split_once_str(" ")?;
        let id = |hex: &[u8]| ObjectId::from_hex(hex).ok().filter(|id| id.kind() == hash);
        // The name may hold a tab, too.
        let rest = rest.find_byte(b'>').map_or(rest, |at| &rest[at..]);
        let message = rest.split_once_str("\t").map_or(b"".as_slice(), |(_, message)| message);
        Some(Self { place: Cursor { offset, nth: 0, id: id(new)? }, old: id(old)?, message })
    }

    /// The commit that was there before. `None`: nothing was.
    pub(super) fn before(&self) -> Option<ObjectId> {
        (!self.old.is_null()).then_some(self.old)
    }

    /// What the line was written for. Renaming the branch says that HEAD went to no commit at all, and came back.
    pub(super) fn deed(&self) -> Deed {
        let id = self.place.id;
        match derive_deed(self.message) {
            deed if deed.makes_commit() && (id == self.old || id.is_null()) => Deed::Move,
            deed => deed,
        }
    }

    /// Whether what was made may be several commits in one.
    pub(super) fn joins(&self) -> bool {
        joins(self.message)
    }

    /// Of a branch's reflog: whether it was set to a commit that came from another repository, or begun at one.
    pub(super) fn sets_what_was_there(&self) -> bool {
        is_brought(self.message) || self.message.starts_with(b"branch: Created from")
    }
}
