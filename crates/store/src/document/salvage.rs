//! What is sound of a document that cannot be read as a whole: its head, and every entry whose mark fits.

use core_model::{Session, SessionId, Time};

use super::holes::sound_blocks;
use super::{HeadEnd, head_end, parse_session_of};

/// A session made of what is sound.
#[derive(Debug)]
pub(crate) struct Salvaged {
    pub(crate) session: Session,
    /// How many bytes are in no sound entry.
    pub(crate) left_out: usize,
}

/// The session that the head and the sound entries are. `None`: they are none.
pub(crate) fn salvage_session(id: &SessionId, bytes: &[u8]) -> Option<Salvaged> {
    let HeadEnd { at, .. } = head_end(bytes)?;
    let (head, entries) = bytes.split_at(at);
    // A session without entries is sound, too.
    let (blocks, left_out) = sound_blocks(entries).unwrap_or((Vec::new(), entries.len()));
    let session = parse_session_of(id, &[head, &blocks].concat()).ok()?.writable().ok()?;
    session.check().ok()?;
    Some(Salvaged { session, left_out })
}

/// The latest time that stands in a document on a line of its own, whatever else does. `None`: there is none.
pub(crate) fn latest_time(bytes: &[u8]) -> Option<Time> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().filter_map(|line| core_model::parse_time(line.split_once(" = ")?.1)).max()
}
