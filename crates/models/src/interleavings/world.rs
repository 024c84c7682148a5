//! What lies on the disk: a session that may be resumed, the children that would go on with it, the records of such
//! changes, and the locks.

use super::actor::Actor;

/// How many children may be tried for.
pub(crate) const MOST: usize = 4;

/// A child, by its number.
pub(crate) type Child = usize;

/// Whose file or lock it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    Parent,
    Child(Child),
}

/// A session's status, with how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    Active,
    Parked,
    Done,
    Stale,
    ResumedAs(Child),
}

impl Status {
    pub(crate) fn is_over(self) -> bool {
        match self {
            Self::Active | Self::Parked => false,
            Self::Done | Self::Stale | Self::ResumedAs(_) => true,
        }
    }
}

/// What is in a session's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Content {
    pub(crate) status: Status,
    /// The actors whose entries are in it, a bit each.
    pub(crate) entries: u8,
    /// The latest time that it speaks of.
    pub(crate) latest: u8,
    /// Whether an entry at its end is not whole.
    pub(crate) torn: bool,
}

impl Content {
    pub(crate) fn new(status: Status, latest: u8) -> Self {
        Self { status, entries: 0, latest, torn: false }
    }
}

/// A session's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct File {
    pub(crate) content: Content,
    /// Which file it is: one that was replaced is another, and who has the old one open writes into nothing.
    pub(crate) number: u8,
    pub(crate) archived: bool,
}

/// What becomes of the two sessions: the parent's content before and after it, and the child's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    pub(crate) child: Child,
    pub(crate) opened: Content,
    pub(crate) before: Content,
    pub(crate) after: Content,
}

/// What must never be true, noted when it becomes true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Faults {
    /// A time was written that is earlier than what the file spoke of.
    pub(crate) time_went_back: bool,
    /// A time was written that is earlier than the moment at which its lock was had.
    pub(crate) stamped_early: bool,
    /// A session that was over has become something else.
    pub(crate) ended_twice: bool,
}

/// Everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) parent: File,
    pub(crate) children: [Option<File>; MOST],
    /// The notes of the children: by them a hook finds who is at work.
    pub(crate) notes: [bool; MOST],
    pub(crate) records: [Option<Change>; MOST],
    pub(crate) parent_lock: Option<u8>,
    pub(crate) child_locks: [Option<u8>; MOST],
    pub(crate) clock: u8,
    /// Whether the clock goes on whenever a lock is had.
    pub(crate) time_passes: bool,
    pub(crate) clock_was_set_back: bool,
    pub(crate) kills_left: u8,
    pub(crate) actors: Vec<Actor>,
    pub(crate) faults: Faults,
}

impl World {
    pub(crate) fn file(&self, whose: Whose) -> Option<File> {
        match whose {
            Whose::Parent => Some(self.parent),
            Whose::Child(child) => self.children[child],
        }
    }

    pub(crate) fn holder(&self, whose: Whose) -> Option<u8> {
        match whose {
            Whose::Parent => self.parent_lock,
            Whose::Child(child) => self.child_locks[child],
        }
    }

    pub(crate) fn set_holder(&mut self, whose: Whose, holder: Option<u8>) {
        match whose {
            Whose::Parent => self.parent_lock = holder,
            Whose::Child(child) => self.child_locks[child] = holder,
        }
    }

    /// Puts a whole file in place.
    pub(crate) fn write(&mut self, whose: Whose, content: Content) {
        match whose {
            Whose::Parent => {
                let before = self.parent.content;
                self.faults.ended_twice |= before.status.is_over() && content.status != before.status;
                self.faults.time_went_back |= content.latest < before.latest;
                self.parent.number += 1;
                self.parent.content = content;
            }
            Whose::Child(child) => {
                let number = self.children[child].map_or(0, |file| file.number + 1);
                self.children[child] = Some(File { content, number, archived: false });
            }
        }
    }

    /// What the parent is for whoever looks at everything at once.
    pub(crate) fn parent_seen(&self) -> Status {
        let made = self.records.iter().flatten().find(|change| change.before == self.parent.content);
        made.map_or(self.parent.content.status, |change| change.after.status)
    }

    /// Whether a child is there for whoever looks at everything at once.
    pub(crate) fn is_child_seen(&self, child: Child) -> bool {
        self.children[child].is_some() || self.records[child].is_some()
    }
}
