//! The record as a document to take away: JSON and JSON lines that come back the same, Markdown to read, CSV to
//! count. What each form holds is described in `docs/exchange.md`.

mod csv;
pub(crate) mod escape;
mod json;
mod markdown;
#[cfg(test)]
mod tests;

use core_model::project::{Project, ProjectState};
use core_model::{Commit, Session};

pub use self::csv::csv;
pub use json::{json, json_lines};
pub use markdown::markdown;

/// What is taken away. Each form but CSV holds all of it.
#[derive(Debug, Clone, Copy)]
pub struct Export<'a> {
    /// The sessions, in the order in which they are to stand.
    pub sessions: &'a [Session],
    /// The commits that belong to none.
    pub unassigned: &'a [Commit],
    /// How projects stand.
    pub projects: &'a [(Project, ProjectState)],
}
