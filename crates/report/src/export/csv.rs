//! As CSV: a row for each session, and columns that stay. What a spreadsheet would take for a formula is not one here.

use core_model::{Session, SessionId, Status, Text, Time, clean};

/// The names of the columns, in their order. Later ones are added at the end.
const COLUMNS: [&str; 25] = [
    "id",
    "status",
    "project",
    "intent",
    "author_kind",
    "author",
    "branch",
    "worktree",
    "parent",
    "roadmap",
    "tags",
    "started_at",
    "last_heartbeat",
    "parked_at",
    "parked_reason",
    "ended_at",
    "outcome",
    "outcome_note",
    "resumed_as",
    "commits",
    "decisions",
    "events",
    "tasks",
    "open_tasks",
    "open_questions",
];

/// What separates several values in a cell.
const BETWEEN: &str = "; ";

/// The rows, the names of the columns first. Moments are RFC 3339 in UTC; several values are separated by `; `.
#[must_use]
pub fn csv(sessions: &[Session]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory fails only where a row has more or fewer cells than another, and each has as many as there are
    // columns.
    let _ = writer.write_record(COLUMNS);
    for session in sessions {
        let _ = writer.write_record(row(session).map(|cell| harmless(&cell)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn row(session: &Session) -> [String; COLUMNS.len()] {
    let (opening, record) = (session.opening(), session.record());
    let (tasks, questions) = (session.tasks(), session.questions());
    let over = match session.status() {
        Status::Completed(over) => Some(over),
        Status::Active | Status::Parked(_) => None,
    };
    let parked = match session.status() {
        Status::Parked(parked) => Some(parked),
        Status::Active | Status::Completed(_) => None,
    };
    [
        session.id().to_string(),
        session.status().name().as_str().to_owned(),
        opening.project.clone(),
        opening.intent.to_string(),
        opening.author.kind.as_str().to_owned(),
        opening.author.name.to_string(),
        opening.branch.clone().unwrap_or_default(),
        opening.worktree.clone(),
        opening.parent.as_ref().map(SessionId::to_string).unwrap_or_default(),
        opening.roadmap.as_ref().map(Text::to_string).unwrap_or_default(),
        opening.tags.iter().map(Text::as_str).collect::<Vec<_>>().join(BETWEEN),
        time(opening.started_at),
        time(session.derive_last_sign()),
        parked.map(|it| time(it.at)).unwrap_or_default(),
        parked.map(|it| it.reason.to_string()).unwrap_or_default(),
        over.map(|it| time(it.ended_at)).unwrap_or_default(),
        over.map(|it| it.outcome.kind.as_str().to_owned()).unwrap_or_default(),
        over.and_then(|it| it.outcome.note.as_ref()).map(Text::to_string).unwrap_or_default(),
        session.status().resumed_as().map(SessionId::to_string).unwrap_or_default(),
        record.derive_current().count().to_string(),
        record.decisions.len().to_string(),
        record.events.len().to_string(),
        tasks.as_slice().len().to_string(),
        tasks.derive_open().as_slice().len().to_string(),
        questions.derive_open().as_slice().len().to_string(),
    ]
}

/// The cell without control characters, and with an apostrophe before what begins as a formula does.
fn harmless(cell: &str) -> String {
    let cell = clean(cell);
    if cell.trim_start().starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell }
}

fn time(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
