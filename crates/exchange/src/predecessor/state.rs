//! What was kept of a project.

use core_model::Time;

use super::error::ParseError;
use super::fields::{Fields, Gathered, Parsed};
use super::session::{Commit, read_project};
use super::tree::Tree;

/// What was kept of a project. People set the phase and the roadmap; all else was made from the sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The project's name.
    pub project: String,
    /// The phase it is in.
    pub current_phase: Option<String>,
    /// The roadmap.
    pub roadmap: Roadmap,
    /// How many sessions were active.
    pub active_sessions: Option<u64>,
    /// How many were parked.
    pub parked_sessions: Option<u64>,
    /// How many there were, archived ones left out.
    pub total_sessions: Option<u64>,
    /// The last sign of life of the session that began last.
    pub last_activity: Option<Time>,
    /// Ten commits of the last sessions.
    pub recent_commits: Vec<Commit>,
    /// The open questions of its sessions.
    pub open_questions: Vec<String>,
    /// When this was written.
    pub updated_at: Option<Time>,
}

/// How far a project is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roadmap {
    /// What is done.
    pub completed: Vec<String>,
    /// What is being done.
    pub in_progress: Vec<String>,
    /// What comes next. The next steps of the last session that ended took this place.
    pub next_up: Vec<String>,
}

/// Reads what was kept of a project.
///
/// # Errors
/// [`ParseError::Field`] where the project's name is missing; the others where the text is no JSON that is read.
pub fn parse_state(text: &[u8]) -> Result<Parsed<State>, ParseError> {
    let mut gathered = Gathered::default();
    let mut fields =
        Fields::of(Tree::parse(text)?, String::new(), &mut gathered).map_err(|(error, _)| error)?;
    let state = State {
        project: read_project(&mut fields)?,
        current_phase: fields.text("current_phase"),
        roadmap: fields.object("roadmap_summary", read_roadmap).unwrap_or_default(),
        active_sessions: fields.count("active_sessions"),
        parked_sessions: fields.count("parked_sessions"),
        total_sessions: fields.count("total_sessions"),
        last_activity: fields.time("last_activity"),
        recent_commits: fields.objects("recent_commits", Commit::read),
        open_questions: fields.texts("open_questions"),
        updated_at: fields.time("updated_at"),
    };
    fields.finish();
    Ok(gathered.with(state))
}

fn read_roadmap(fields: &mut Fields<'_>) -> Roadmap {
    Roadmap {
        completed: fields.texts("completed"),
        in_progress: fields.texts("in_progress"),
        next_up: fields.texts("next_up"),
    }
}
