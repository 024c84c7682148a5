//! One of the two who work: a worktree, its branch, and the sessions that are at work there.

use std::path::PathBuf;

/// What is at work in a worktree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AtWork {
    Nobody,
    /// Somebody began it.
    One(String),
    /// The tool opened it.
    Auto(String),
    /// No commit can be told apart.
    Two([String; 2]),
}

pub(crate) struct Hand {
    pub(crate) dir: PathBuf,
    pub(crate) branch: String,
    pub(crate) at_work: AtWork,
    /// How many commits are made until other sessions are begun.
    pub(crate) left: usize,
    /// Whether the other branch has the last commit, too: then it is not amended with other files.
    pub(crate) is_shared: bool,
    /// Commits that the other hand may pick.
    pub(crate) notes: Vec<String>,
}

impl Hand {
    pub(crate) fn new(dir: PathBuf, branch: &str) -> Self {
        let branch = branch.to_owned();
        Self { dir, branch, at_work: AtWork::Nobody, left: 0, is_shared: true, notes: Vec::new() }
    }

    /// Where the next commit belongs, and on what evidence. `None`: to a session that is opened for it.
    pub(crate) fn derive_place(&self) -> Option<Place> {
        match &self.at_work {
            AtWork::Nobody => None,
            AtWork::One(id) | AtWork::Auto(id) => Some(Place::of(id, "worktree")),
            AtWork::Two(_) => Some(Place { session: None, evidence: "none" }),
        }
    }
}

/// Where a commit belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// `None`: unassigned.
    pub(crate) session: Option<String>,
    pub(crate) evidence: &'static str,
}

impl Place {
    pub(crate) fn of(session: &str, evidence: &'static str) -> Self {
        Self { session: Some(session.to_owned()), evidence }
    }
}

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) sha: String,
    pub(crate) kind: Kind,
    pub(crate) branch: String,
    pub(crate) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Ordinary,
    Amended,
    Merged,
    Picked,
}
