//! Who works, and what holds a session open.

use crate::{Text, Time};

/// What kind of worker an author is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorKind {
    /// A human being.
    Person,
    /// A program that works on its own.
    Agent,
}

impl AuthorKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Person, Self::Agent];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Agent => "agent",
        }
    }
}

/// Who works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Person or agent.
    pub kind: AuthorKind,
    /// The name: git's `user.name`, or the agent's.
    pub name: Text,
    /// The agent's own id of its conversation. `None`: a person, or not known.
    pub conversation: Option<Text>,
}

/// Who opened a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// Somebody asked for it.
    Start,
    /// The tool, for a commit that had none. It ends by itself.
    AutoStart,
}

impl MadeBy {
    /// Every maker.
    pub const ALL: [Self; 2] = [Self::Start, Self::AutoStart];

    /// The word that stands in files and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::AutoStart => "auto-start",
        }
    }
}

/// The process that holds a session: while it runs, somebody is there; when it is gone, nobody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The name of the machine.
    pub host: String,
    /// What tells one run of the machine from the next. `None`: the machine does not say.
    pub boot: Option<String>,
    /// The process's number, which another process may have later.
    pub pid: u32,
    /// When it started, in whole seconds: so it is told from a later one of the same number.
    pub started_at: Time,
}

impl Owner {
    /// Whether both are the same process. Its start may differ by two seconds, since it is counted from a boot time
    /// that the clock's corrections move.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let apart = (self.started_at - other.started_at).abs();
        self.is_of_the_run_of(other) && self.pid == other.pid && apart <= chrono::TimeDelta::seconds(2)
    }

    /// Whether both belong to one run of one machine: then the one can say whether the other is alive.
    #[must_use]
    pub fn is_of_the_run_of(&self, other: &Self) -> bool {
        self.host == other.host && self.boot == other.boot
    }
}
