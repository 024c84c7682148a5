//! Who is at work, and how far.

use super::making::Making;
use super::reader::Reading;
use super::world::{Change, Child, Content, Status, Whose};

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Wish {
    /// To go on with the parent in this child.
    Resume(Child),
    /// To close the parent if it gives no sign of life.
    Clean,
    /// To add an entry.
    Append(Whose),
    Park,
    Complete,
    /// To read both, without a lock.
    Read,
    /// Not one of ours: the machine's clock is set back.
    SetClockBack,
}

/// How far somebody is: what is done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Begin,
    /// Takes this one of the locks.
    Lock(u8),
    /// Looks for a record of a change that is not finished.
    LookForRecord,
    /// Takes this one of the locks of a change that is to be finished.
    LockToFinish {
        record: Child,
        number: u8,
    },
    /// Reads the record that is to be finished.
    ReadRecord(Child),
    /// Reads the session.
    Look,
    /// Adds the first part of an entry.
    AppendBeginning,
    /// Adds the rest.
    AppendRest,
    /// Writes the whole.
    Write,
    /// Makes the child's note.
    MakeNote,
    /// Gives the record its name: the change has happened.
    NameRecord,
    /// Makes a change that has happened.
    Make(Making),
    /// Moves what is over to the archive.
    Settle,
    /// Reads on.
    Read(Reading),
    /// Has done what it could.
    Over(Outcome),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    Done,
    /// The status does not allow it.
    Refused(Status),
    NotFound,
    /// There was nothing to do.
    Spared,
    Killed,
}

/// Somebody at work.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Actor {
    pub(crate) wish: Wish,
    pub(crate) at: At,
    /// What was read, to be written changed.
    pub(crate) seen: Option<Content>,
    /// Which file was opened.
    pub(crate) opened: u8,
    pub(crate) now: u8,
    /// When the last lock was had.
    pub(crate) locked_at: u8,
    /// The change that is being made.
    pub(crate) change: Option<Change>,
    pub(crate) view: Option<Box<super::reader::View>>,
}

impl Actor {
    pub(crate) fn new(wish: Wish) -> Self {
        Self {
            wish,
            at: At::Begin,
            seen: None,
            opened: 0,
            now: 0,
            locked_at: 0,
            change: None,
            view: matches!(wish, Wish::Read).then(Box::default),
        }
    }

    /// The locks that it needs, in the order in which they are taken.
    pub(crate) fn locks(&self) -> [Option<Whose>; 2] {
        match self.wish {
            Wish::Resume(child) => [Some(Whose::Parent), Some(Whose::Child(child))],
            Wish::Clean | Wish::Park | Wish::Complete => [Some(Whose::Parent), None],
            Wish::Append(whose) => [Some(whose), None],
            Wish::Read | Wish::SetClockBack => [None, None],
        }
    }

    /// The session that it is about.
    pub(crate) fn about(&self) -> Whose {
        match self.wish {
            Wish::Append(whose) => whose,
            _ => Whose::Parent,
        }
    }

    pub(crate) fn outcome(&self) -> Option<Outcome> {
        match self.at {
            At::Over(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Whether a kill changes anything: who has not begun, or only reads, leaves nothing.
    pub(crate) fn can_be_killed(&self) -> bool {
        !matches!(self.at, At::Begin | At::Over(_) | At::Read(_))
    }

    /// Ends, and forgets what later states need not tell apart.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        let view = self.view.take();
        *self = Self { at: At::Over(outcome), view, ..Self::new(self.wish) };
    }
}
