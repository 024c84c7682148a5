//! The rules of the protocol, each of which can be left out.

/// A rule of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Whoever changes a session holds its lock.
    Lock,
    /// Whoever cleans up decides anew under the lock.
    SecondLook,
    /// The time is asked for under the lock.
    NowUnderTheLock,
    /// No change carries an earlier time than what the session speaks of.
    NeverBack,
    /// A change of two files is written down before the first of them is written.
    Record,
    /// The record stays until both files are written.
    RecordStays,
    /// Whoever takes a lock finishes what somebody left unfinished.
    FinishFirst,
    /// The note of a session that is to be opened is made before the change has happened.
    NoteFirst,
    /// A reader takes a record for what it will make.
    ReadRecord,
    /// A reader of a child looks at its parent once more.
    LookAgainAtParents,
    /// A reader of a session that was resumed looks for the child that it did not list.
    LookForChildren,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 11] = [
        Self::Lock,
        Self::SecondLook,
        Self::NowUnderTheLock,
        Self::NeverBack,
        Self::Record,
        Self::RecordStays,
        Self::FinishFirst,
        Self::NoteFirst,
        Self::ReadRecord,
        Self::LookAgainAtParents,
        Self::LookForChildren,
    ];

    /// The rule in a few words.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Lock => "the lock",
            Self::SecondLook => "the second look of clean",
            Self::NowUnderTheLock => "the time asked for under the lock",
            Self::NeverBack => "no time earlier than what is recorded",
            Self::Record => "the record before the two writes",
            Self::RecordStays => "the record until the parent is written",
            Self::FinishFirst => "finishing what is unfinished before a change",
            Self::NoteFirst => "the note before the record",
            Self::ReadRecord => "readers heeding the record",
            Self::LookAgainAtParents => "the reader's second look at parents",
            Self::LookForChildren => "the reader's look for children",
        }
    }
}

/// The rules that are kept: all, or all but one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) without: Option<Rule>,
}

impl Rules {
    pub(crate) fn keep(self, rule: Rule) -> bool {
        self.without != Some(rule)
    }
}
