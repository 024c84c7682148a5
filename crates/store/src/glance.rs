//! The live sessions at a glance: what a prompt shows of them, without reading more than the beginning of a file.

use core_model::{SessionId, StatusName};
use disk::Access;

use crate::document::marks::Mark;
use crate::document::{self, HeadEnd, head_end};
use crate::files;
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};

/// How much of a file is read for its head: more than nearly every head has.
const HEAD: u64 = 8 * 1024;

/// How much of a file is read for its tasks and questions, which stand before whatever was added.
const OPEN: u64 = 64 * 1024;

/// What was not kept as a whole but added comes after this.
const ADDED: [&[u8]; 4] = [b"[[heartbeat]]", b"[[commit]]", b"[[event]]", b"[[decision]]"];

/// How many live sessions there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glance {
    /// The parked ones.
    pub parked: usize,
    /// The active ones that wait for a person.
    pub waiting: usize,
    /// Whether there are more than were looked at.
    pub more: bool,
}

/// How much of a session is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    /// The tasks.
    pub tasks: usize,
    /// The questions.
    pub questions: usize,
}

impl Store {
    /// Counts the live sessions, but looks at `most` of them at most, the newest first. What cannot be read is not counted.
    #[must_use]
    pub fn glance(&self, most: usize) -> Glance {
        let mut ids = self.live_ids();
        let mut glance = Glance { more: ids.len() > most, ..Glance::default() };
        ids.reverse();
        for id in ids.iter().take(most) {
            match self.seen_in_head(id) {
                Ok((StatusName::Parked, _)) => glance.parked += 1,
                Ok((StatusName::Active, true)) => glance.waiting += 1,
                Ok((StatusName::Active | StatusName::Completed, _)) | Err(_) => {}
            }
        }
        glance
    }

    /// How much of a live session is open.
    ///
    /// # Errors
    /// [`Problem`] where its file cannot be read.
    pub fn open_of(&self, id: &SessionId) -> Result<Open, Problem> {
        let path = self.layout.live_file(id);
        let begin = || {
            let file = files::open(&*self.disk, &path, Access::Read)?;
            let length = files::size_within(&*file, MAX_FILE)?;
            let bytes = file.read_at(0, OPEN)?;
            let sound = matches!(head_end(&bytes), Some(HeadEnd { marked: true, .. }));
            let end = added_at(&bytes).or((length <= OPEN).then_some(bytes.len()));
            Ok::<_, FileError>(end.filter(|_| sound).map(|end| bytes[..end].to_vec()))
        };
        let session = match begin().map_err(Problem::at(&path))? {
            Some(bytes) => document::parse_session_of(id, &bytes).map_err(Problem::at(&path))?.value,
            // Only the whole can say.
            None => match self.read(id)? {
                Some(loaded) => loaded.session,
                None => return Ok(Open::default()),
            },
        };
        Ok(Open {
            tasks: session.tasks().as_slice().iter().filter(|task| task.status.is_open()).count(),
            questions: session.questions().as_slice().iter().filter(|it| it.answer.is_none()).count(),
        })
    }

    /// What a head says of the status, and whether the session waits for a person. As we wrote it, it is read by its lines;
    /// changed by hand, as TOML.
    fn seen_in_head(&self, id: &SessionId) -> Result<(StatusName, bool), FileError> {
        let file = files::open(&*self.disk, &self.layout.live_file(id), Access::Read)?;
        let bytes = file.read_at(0, HEAD)?;
        if let Some(seen) = whole_head(&bytes).and_then(seen_in_lines) {
            return Ok(seen);
        }
        let head = self.candidate(id)?.head;
        Ok((head.status().name(), head.awaiting.is_some()))
    }
}

/// The head, where it is as its mark says.
fn whole_head(bytes: &[u8]) -> Option<&[u8]> {
    let head = head_end(bytes).filter(|end| end.marked).map(|end| &bytes[..end.at])?;
    let (mark, begins) = Mark::parse_last(head)?;
    mark.fits(&head[..begins]).then_some(&head[..begins])
}

fn seen_in_lines(head: &[u8]) -> Option<(StatusName, bool)> {
    // What follows is of the author and the owner.
    let lines = || head.split(|&b| b == b'\n').take_while(|line| !line.starts_with(b"["));
    let status = lines().find_map(|line| line.strip_prefix(b"status = \"")?.strip_suffix(b"\""))?;
    let status = StatusName::ALL.into_iter().find(|name| name.as_str().as_bytes() == status)?;
    Some((status, lines().any(|line| line.starts_with(b"awaiting = "))))
}

/// Where what was added begins, with the empty line before it.
fn added_at(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut empty) = (0, None);
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if ADDED.iter().any(|table| line.starts_with(table)) {
            return Some(empty.unwrap_or(at));
        }
        empty = (line == b"\n").then_some(at);
        at += line.len();
    }
    None
}
