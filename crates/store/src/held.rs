//! Which sessions a process holds, and which one a conversation has, found without looking at any session.
//!
//! A folder with an empty file for each: `pid-4242-ID`, `talk-9f3a1c22-ID`. As the notes of a worktree, they are hints:
//! the session's file decides.

use core_model::attribution::Candidate;
use core_model::{Opening, SessionId};
use disk::Access;

use crate::files;
use crate::open::{Store, check};
use crate::problem::Problem;
use crate::repair::Document;

/// What a session can be found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// The process of this number holds it.
    Process(u32),
    /// It is of a conversation whose id has this checksum.
    Conversation(u32),
}

impl Key {
    fn of_conversation(id: &str) -> Self {
        Self::Conversation(crc32fast::hash(id.as_bytes()))
    }

    fn note(self, id: &SessionId) -> String {
        match self {
            Self::Process(pid) => format!("pid-{pid}-{id}"),
            Self::Conversation(sum) => format!("talk-{sum:08x}-{id}"),
        }
    }

    fn parse(note: &str) -> Option<(Self, SessionId)> {
        let (kind, rest) = note.split_once('-')?;
        let (value, id) = rest.split_once('-')?;
        let key = match kind {
            "pid" => Self::Process(value.parse().ok()?),
            "talk" => Self::Conversation(u32::from_str_radix(value, 16).ok()?),
            _ => return None,
        };
        Some((key, id.parse().ok()?))
    }
}

/// What is noted of processes and conversations.
#[derive(Debug, Default)]
pub struct Held(Vec<(Key, SessionId)>);

impl Held {
    /// The sessions that processes may hold.
    pub fn by_any_process(&self) -> impl Iterator<Item = &SessionId> {
        self.0.iter().filter(|(key, _)| matches!(key, Key::Process(_))).map(|(_, id)| id)
    }

    /// The sessions that a process may hold.
    pub fn by_process(&self, pid: u32) -> impl Iterator<Item = &SessionId> {
        self.by(Key::Process(pid))
    }

    /// The sessions that a conversation may have.
    pub fn by_conversation(&self, id: &str) -> impl Iterator<Item = &SessionId> {
        self.by(Key::of_conversation(id))
    }

    fn by(&self, wanted: Key) -> impl Iterator<Item = &SessionId> {
        self.0.iter().filter(move |(key, _)| *key == wanted).map(|(_, id)| id)
    }
}

impl Store {
    /// What is noted of processes and conversations: one listing. Where it cannot be had, nothing is noted.
    #[must_use]
    pub fn held(&self) -> Held {
        let names = self.disk.list(&self.layout.held()).unwrap_or_default();
        let mut notes: Vec<_> = names.iter().filter_map(|name| Key::parse(name.to_str()?)).collect();
        notes.sort_by(|(_, one), (_, other)| one.cmp(other));
        Held(notes)
    }

    /// A session that is noted somewhere, or named, whatever it is now. `None`: there is none, or it cannot be read.
    #[must_use]
    pub fn noted(&self, id: &SessionId) -> Option<Candidate> {
        if let Ok(candidate) = self.candidate(id) {
            return Some(candidate);
        }
        let document = Document::open(&self.disk, &self.layout.archive_file(id), Access::Read).ok()?;
        let head = document.head_of(id).ok()?;
        let last_sign = head.derive_last_sign(None);
        Some(Candidate { head, last_sign })
    }

    /// Notes who holds a session, and its conversation.
    pub(crate) fn make_held_notes(&self, opening: &Opening) -> Result<(), Problem> {
        let notes = notes_of(opening);
        if notes.is_empty() {
            return Ok(());
        }
        let folder = self.layout.held();
        let failed = |error: std::io::Error| Problem::new(&folder, error);
        if !check(&*self.disk, &folder).map_err(|error| failed(std::io::Error::other(error)))? {
            disk::make_folder_in(&*self.disk, self.layout.root(), &folder).map_err(failed)?;
        }
        for note in notes {
            files::touch(&*self.disk, &folder.join(note)).map_err(failed)?;
        }
        self.disk.sync_folder(&folder).map_err(failed)
    }

    /// Removes what is noted of a session that holds for it no more: all but what `now` is noted by.
    pub(crate) fn remove_held_notes(&self, before: &Opening, now: Option<&Opening>) -> Result<(), Problem> {
        let stay = now.map(notes_of).unwrap_or_default();
        for note in notes_of(before).into_iter().filter(|note| !stay.contains(note)) {
            let path = self.layout.held().join(note);
            self.disk.remove(&path).map_err(|error| Problem::new(path, error))?;
        }
        Ok(())
    }
}

/// The notes that an active session has beside that of its worktree.
pub(crate) fn notes_of(opening: &Opening) -> Vec<String> {
    let process = opening.owner.as_ref().map(|owner| Key::Process(owner.pid));
    let conversation = opening.author.conversation.as_ref().map(|it| Key::of_conversation(it.as_str()));
    process.into_iter().chain(conversation).map(|key| key.note(&opening.id)).collect()
}

/// The session of a note. `None`: it is no note.
pub(crate) fn session_of(note: &str) -> Option<SessionId> {
    Key::parse(note).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_says_what_it_was_made_of() {
        let id: SessionId = "20261120-k7q2m9xzpw".parse().unwrap();
        for (key, note) in [
            (Key::Process(4242), "pid-4242-20261120-k7q2m9xzpw"),
            (Key::of_conversation("c-1"), "talk-c424f6be-20261120-k7q2m9xzpw"),
        ] {
            assert_eq!(key.note(&id), note);
            assert_eq!(Key::parse(note), Some((key, id.clone())));
        }
        for stray in ["", "pid", "pid-", "pid-x-20261120-k7q2m9xzpw", "pid-1-k7q2", "20261120-k7q2m9xzpw"] {
            assert_eq!(Key::parse(stray), None, "{stray}");
        }
    }
}
