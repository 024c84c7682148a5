//! The answer, and what else was considered.

use std::fmt::Write as _;

use crate::{Evidence, SessionId};

/// How many others are named beside the answer.
const MOST: usize = 4;

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// This session, on this ground.
    Session(SessionId, Evidence),
    /// More than one could be meant, or one that cannot be read. No guess is made.
    Ambiguous(Vec<SessionId>, Doubt),
    /// None.
    None,
}

/// Between what no choice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// What the environment names, and what the processes above hold.
    Claims,
    /// Several sessions that one process holds.
    Process,
    /// Several sessions at work in the worktree.
    Worktree,
}

/// A session that was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// The session.
    pub id: SessionId,
    /// Why it is meant, or why not.
    pub standing: Standing,
}

/// Why a session is meant, or why not; the nearest to being meant first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is meant, on this ground.
    Meant(Evidence),
    /// It could be meant as well as another.
    Rival,
    /// The environment names it, and a nearer process holds another: the name was inherited.
    Inherited,
    /// A process above holds it, and a nearer one another.
    FurtherUp,
    /// This ground speaks for it, and a stronger one for another.
    Weaker(Evidence),
    /// It is at work in the worktree, on another branch.
    OtherBranch,
    /// The process that held it is gone.
    Gone,
    /// The tool made it, and somebody asked for another.
    MadeByTool,
    /// It is at work in another worktree, and nothing speaks for it.
    Elsewhere,
    /// It is not at work.
    NotAtWork,
}

impl Standing {
    /// What a person reads.
    #[must_use]
    pub fn told(self) -> String {
        match self {
            Self::Meant(evidence) => format!("meant ({evidence})"),
            Self::Rival => "could be meant as well".into(),
            Self::Inherited => "named in the environment, but a nearer process holds another".into(),
            Self::FurtherUp => "held by a process above, but a nearer one holds another".into(),
            Self::Weaker(evidence) => format!("a weaker ground ({evidence})"),
            Self::OtherBranch => "on another branch".into(),
            Self::Gone => "its process is gone".into(),
            Self::MadeByTool => "made by the tool, and another was asked for".into(),
            Self::Elsewhere => "at work in another worktree".into(),
            Self::NotAtWork => "not at work".into(),
        }
    }
}

/// What came of a walk up the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The answer.
    pub resolution: Resolution,
    /// Each session that was looked at, the nearest to being meant first.
    pub considered: Vec<Considered>,
}

impl Found {
    /// The others that were at work and could have been meant; at most four.
    #[must_use]
    pub fn others(&self) -> Vec<SessionId> {
        let could = |it: &&Considered| !matches!(it.standing, Standing::Meant(_) | Standing::NotAtWork);
        self.considered.iter().filter(could).take(MOST).map(|it| it.id.clone()).collect()
    }

    /// Why no choice was made. `None`: one was, or what stands in the way cannot be read.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        let Resolution::Ambiguous(ids, doubt) = &self.resolution else { return None };
        let count = ids.len();
        if count == 0 {
            return None;
        }
        let mut said = match doubt {
            Doubt::Claims => "the environment and the processes above speak for different sessions".into(),
            Doubt::Process => format!("one process holds {count} sessions"),
            Doubt::Worktree => format!("{count} sessions are at work here"),
        };
        let names: Vec<&str> = ids.iter().take(MOST).map(SessionId::random_part).collect();
        let _ = write!(said, ": {}", names.join(", "));
        if count > MOST {
            let _ = write!(said, " and {} more", count - MOST);
        }
        Some(said)
    }
}
