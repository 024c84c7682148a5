//! Letting go: of a session, of a text wherever it stands, of all that is known of a person.
//!
//! First a plan, which changes nothing; whoever means it hands it back. A text goes from the sessions, from the commits
//! that belong to none, from what is said of projects, from what was kept aside, from the hooks' log, from what a kill has
//! left and from what is derived; and since the snapshots hold all of it, they are begun anew. What is not ours to reach
//! is named.

mod left;
mod needles;
mod perform;
mod plan;

use std::collections::BTreeMap;

use core_model::{SessionId, StatusName};
use store::Problem;

use needles::Needles;

/// The fewest characters of a text that is forgotten. A shorter one stands in every second word.
const LEAST: usize = 3;

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// Sessions, as they were typed.
    Sessions(Vec<String>),
    /// A text, exactly as it is.
    Text(String),
    /// A person, by name or by address.
    Person(String),
}

/// What would be forgotten.
#[derive(Debug, Default)]
pub struct ForgetPlan {
    /// The sessions that are removed.
    pub removed: Vec<PlannedSession>,
    /// The sessions that a text is taken out of, and how often it stands in them.
    pub changed: Vec<(SessionId, usize)>,
    /// How often it stands in commits that belong to no session.
    pub unassigned: usize,
    /// The projects of which people said it, and how often.
    pub projects: Vec<(String, usize)>,
    /// The files that were kept aside, and are removed.
    pub quarantine: Vec<String>,
    /// How many lines of the hooks' log it stands in.
    pub log_lines: usize,
    /// The names and addresses of the person.
    pub names: Vec<String>,
    /// The sessions that go on with one that is removed, or are gone on with by it. They name it, and its name says nothing.
    pub relatives: Vec<SessionId>,
    /// Whether there are snapshots, which are removed.
    pub has_history: bool,
    /// What could not be read, so that it is not known whether it is in there.
    pub problems: Vec<Problem>,
    needles: Needles,
    /// Whom it was asked for. `None`: it was no person.
    person: Option<String>,
}

/// A session that is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSession {
    /// The session.
    pub id: SessionId,
    /// What it was for. `None`: it cannot be read.
    pub intent: Option<String>,
    /// What it is. `None`: it cannot be read.
    pub status: Option<StatusName>,
}

/// What was forgotten.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// The sessions that were removed.
    pub removed: Vec<SessionId>,
    /// The sessions that a text was taken out of.
    pub changed: Vec<SessionId>,
    /// Whether it was taken out of commits that belong to no session.
    pub unassigned: bool,
    /// The projects that it was taken out of.
    pub projects: Vec<String>,
    /// How many files that were kept aside, or left by a kill, were removed.
    pub files: usize,
    /// How many lines of the hooks' log are others.
    pub log_lines: usize,
    /// Whether the snapshots were begun anew.
    pub history: bool,
    /// What it was not taken out of, though it is ours: where, and why.
    pub left: Vec<(String, String)>,
    /// The sessions that could not be written, and why.
    failed: BTreeMap<SessionId, String>,
}

impl ForgetPlan {
    /// Whether nothing of it is known here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty()
            && self.changed.is_empty()
            && self.projects.is_empty()
            && self.quarantine.is_empty()
            && self.unassigned + self.log_lines == 0
    }
}

/// Why a text is not forgotten.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForgetError {
    /// It has too few characters, or none that can be seen.
    #[error("what is to be forgotten has at least {LEAST} characters")]
    TooShort,
    /// It stands in the mark that would take its place.
    #[error("it is a part of `{}`, which stands where something was forgotten", core_model::FORGOTTEN)]
    IsTheMark,
    /// It is in nothing that is ours.
    #[error("there is nothing to forget: it stands nowhere in what is kept here")]
    Nowhere,
}

/// Refuses what cannot be taken out, or would take out too much.
fn check(text: &str) -> Result<(), ForgetError> {
    if text.trim().chars().count() < LEAST {
        return Err(ForgetError::TooShort);
    }
    if core_model::FORGOTTEN.contains(text) || text.contains(core_model::FORGOTTEN) {
        return Err(ForgetError::IsTheMark);
    }
    Ok(())
}
