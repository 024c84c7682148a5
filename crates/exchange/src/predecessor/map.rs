//! From a session of the predecessor to one of ours.

mod notes;
mod project;
mod times;
mod work;

use core_model::{
    Author, AuthorKind, Completed, Head, MadeBy, Opening, Outcome, OutcomeKind, Parked, Said, SessionId,
    Status, Text, TextKind,
};

pub(super) use self::project::map_project;

use self::notes::Notes;
use self::times::{Times, derive_times, was_stale};
use super::error::FieldError;
use super::fields::Parsed;
use super::import::Ground;
use super::session::{self, Session};

/// The longest name of a branch that has its place. No git takes a longer one for a file.
const MAX_BRANCH: usize = 1024;
/// Why a session was parked, where that was not kept.
const NO_REASON: &str = "no reason was kept";

/// What a session is called here, and with which it belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kin {
    pub(super) id: SessionId,
    /// The session that it goes on with.
    pub(super) parent: Option<SessionId>,
    /// The session that goes on with it.
    pub(super) child: Option<SessionId>,
}

/// A session of ours, and what it took to make it.
#[derive(Debug)]
pub(super) struct Mapped {
    pub(super) session: core_model::Session,
    /// The fields of which something is kept as an event.
    pub(super) kept: Vec<String>,
    pub(super) problems: Vec<FieldError>,
}

/// Makes a session of ours. Nothing is left out: what has no place becomes an event.
pub(super) fn map(parsed: Parsed<Session>, kin: Kin, ground: &Ground<'_>) -> Mapped {
    let Parsed { value: mut old, leftovers, problems } = parsed;
    let mut notes = Notes::new(problems);
    notes.say("session_id", &format!("session_id = {} (schema_version {})", old.id, old.schema));
    let times = derive_times(&mut old, ground.now, &mut notes);
    let tasks = work::map_tasks(&old, times, &mut notes);
    let questions = work::map_questions(&old, times, &mut notes);
    let mut record = work::map_record(&old, times, &mut notes);
    let head = map_head(&old, kin, times, ground, &mut notes);
    keep_the_rest(&old, &mut notes);
    for leftover in leftovers {
        notes.keep(&leftover.path, &leftover.value);
    }
    record.events.extend(notes.events(times.last_sign));
    // In the order in which a document keeps them: so what is imported again is the same as what was written.
    record.events.sort_by_key(|event| event.at);
    let session = core_model::Session::restore(head, tasks, questions, record);
    Mapped { session, kept: notes.fields, problems: notes.problems }
}

fn map_head(old: &Session, kin: Kin, times: Times, ground: &Ground<'_>, notes: &mut Notes) -> Head {
    let said = |text: Text| Said { at: times.last_sign, text };
    let activity = optional(&old.current_activity, TextKind::Activity, "current_activity", notes).map(said);
    let awaiting = optional(&old.awaiting_action, TextKind::AwaitReason, "awaiting_action", notes).map(said);
    let status = map_status(old, kin.child.clone(), times, notes);
    let moved = match &status {
        Status::Active => times.start,
        Status::Parked(parked) => parked.at,
        Status::Completed(over) => over.closed_at,
    };
    Head {
        opening: map_opening(old, kin, times, ground, notes),
        next_steps: work::map_steps(old, notes),
        activity,
        awaiting,
        changed_at: moved,
        status,
    }
}

fn map_opening(old: &Session, kin: Kin, times: Times, ground: &Ground<'_>, notes: &mut Notes) -> Opening {
    let intent = optional(&old.intent, TextKind::Intent, "intent", notes);
    let branch = old.git_branch.clone().filter(|branch| {
        let fits = branch.len() <= MAX_BRANCH;
        if !fits {
            notes.keep("git_branch", branch);
        }
        fits
    });
    Opening {
        id: kin.id,
        project: old.project.clone(),
        intent: intent.unwrap_or_else(|| Text::restored(format!("session {} of the dashboard", old.id))),
        started_at: times.start,
        branch,
        worktree: (ground.worktree_of)(old.worktree_root.as_deref()),
        // The predecessor knew the sessions of one agent alone.
        author: Author {
            kind: AuthorKind::Agent,
            name: Text::restored("claude-code".to_owned()),
            conversation: optional(
                &old.claude_session_id,
                TextKind::Conversation,
                "claude_session_id",
                notes,
            ),
        },
        made_by: MadeBy::Start,
        tags: Vec::new(),
        owner: None,
        roadmap: optional(&old.roadmap_ref, TextKind::RoadmapItem, "roadmap_ref", notes),
        parent: kin.parent,
    }
}

/// What it is now. What the predecessor kept of another status becomes a note.
fn map_status(old: &Session, child: Option<SessionId>, times: Times, notes: &mut Notes) -> Status {
    let reason = optional(&old.parked_reason, TextKind::ParkedReason, "parked_reason", notes);
    let note = optional(&old.outcome, TextKind::Outcome, "outcome", notes);
    let mut astray = |field: &str, text: Option<&Text>| {
        if let Some(text) = text {
            notes.keep(field, text.as_str());
        }
    };
    let ended = times.ended.unwrap_or(times.last_sign);
    match old.status {
        session::Status::Active => {
            astray("parked_reason", reason.as_ref());
            astray("outcome", note.as_ref());
            notes.keep_time("ended_at", old.ended_at);
            Status::Active
        }
        session::Status::Parked => {
            astray("outcome", note.as_ref());
            let reason = reason.unwrap_or_else(|| Text::restored(NO_REASON.to_owned()));
            Status::Parked(Parked { stopped_at: ended, at: ended, by: "park".into(), reason })
        }
        session::Status::Completed => {
            astray("parked_reason", reason.as_ref());
            let (kind, by) = match child {
                Some(child) => (OutcomeKind::ResumedAs(child), "resume"),
                None if was_stale(old) => (OutcomeKind::Stale, "clean"),
                None => (OutcomeKind::Done, "complete"),
            };
            // Only who completes an active session is there when it ends.
            let was_there = kind == OutcomeKind::Done && reason.is_none();
            let ended_at = if was_there { ended } else { ended.min(times.last_sign) };
            let outcome = Outcome { kind, note };
            Status::Completed(Completed { ended_at, closed_at: ended, closed_by: by.into(), outcome })
        }
    }
}

/// What no session of ours has a place for.
fn keep_the_rest(old: &Session, notes: &mut Notes) {
    if let Some(root) = &old.worktree_root {
        notes.keep("worktree_root", root);
    }
    for (index, commit) in old.commits.iter().enumerate() {
        let parts = [commit.sha.as_deref(), commit.message.as_deref()];
        let words: Vec<&str> = parts.into_iter().flatten().collect();
        if !words.is_empty() {
            notes.say(&format!("commits[{index}]"), &format!("commit {}", words.join(" ")));
        }
    }
    if !old.files_changed.is_empty() {
        notes.keep("files_changed", &old.files_changed.join(", "));
    }
}

fn optional(raw: &Option<String>, kind: TextKind, field: &str, notes: &mut Notes) -> Option<Text> {
    raw.as_deref().and_then(|raw| notes.fit(kind, field, raw))
}
