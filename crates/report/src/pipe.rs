//! For a pipe: a record a line, tabs between fields, whole values, no header. The first field says what the line is.
//!
//! - `session`: id, status, start, end (empty while it is active), number of commits, worktree, branch, author, intent
//! - `commit`: id, session (empty: none), recorded at, evidence, subject
//! - `event`, `decision`: session, time, text, and of a decision the reason
//! - `tag`, `next`: session, text
//! - `parked`: session, time, reason
//! - `completed`: session, time, command, outcome, note
//!
//! Times are RFC 3339 in UTC.

use core_model::{Commit, Entry, Session, Status, Time, clean};

/// A line for a session.
#[must_use]
pub fn session(session: &Session) -> String {
    let opening = session.opening();
    let ended = match session.status() {
        Status::Active => String::new(),
        Status::Parked(parked) => time(parked.at),
        Status::Completed(over) => time(over.ended_at),
    };
    row(&[
        "session",
        session.id().as_str(),
        session.status().name().as_str(),
        &time(opening.started_at),
        &ended,
        &session.record().commits.len().to_string(),
        &opening.worktree,
        opening.branch.as_deref().unwrap_or_default(),
        opening.author.name.as_str(),
        opening.intent.as_str(),
    ])
}

/// A line for a commit. `session` is `None` where it belongs to none.
#[must_use]
pub fn commit(session: Option<&Session>, commit: &Commit) -> String {
    row(&[
        "commit",
        &commit.facts.sha,
        session.map(|session| session.id().as_str()).unwrap_or_default(),
        &time(commit.at),
        commit.evidence.as_str(),
        &commit.facts.subject,
    ])
}

/// The lines for a session and what it recorded, without its heartbeats.
#[must_use]
pub fn story(of: &Session) -> Vec<String> {
    let id = of.id().as_str();
    let mut lines = vec![session(of)];
    lines.extend(of.opening().tags.iter().map(|tag| row(&["tag", id, tag.as_str()])));
    for entry in of.record().derive_timeline() {
        match &entry {
            Entry::Heartbeat(_) => {}
            Entry::Commit(it) => lines.push(commit(Some(of), it)),
            Entry::Event(event) => lines.push(row(&["event", id, &time(event.at), event.text.as_str()])),
            Entry::Decision(decision) => lines.push(row(&[
                "decision",
                id,
                &time(decision.at),
                decision.title.as_str(),
                decision.because.as_str(),
            ])),
        }
    }
    match of.status() {
        Status::Active => {}
        Status::Parked(parked) => lines.push(row(&["parked", id, &time(parked.at), parked.reason.as_str()])),
        Status::Completed(over) => {
            let outcome = over.outcome.kind.as_str();
            let note = over.outcome.note.as_ref().map(core_model::Text::as_str).unwrap_or_default();
            lines.push(row(&["completed", id, &time(over.closed_at), &over.closed_by, outcome, note]));
        }
    }
    lines.extend(of.head().next_steps.iter().map(|step| row(&["next", id, step.as_str()])));
    lines
}

pub(crate) fn row(fields: &[&str]) -> String {
    fields.iter().map(|field| clean(field)).collect::<Vec<_>>().join("\t")
}

fn time(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
