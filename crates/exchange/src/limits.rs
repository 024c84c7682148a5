//! What holds of every session that a store has written, and is looked at before one is taken over from a text.

use core_model::{MOST_STEPS, MOST_TAGS, Session, Status, Text, TextKind, Time};

/// How far another machine's clock may be ahead.
const AHEAD: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// Why a session is not taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// It speaks of a moment that has not come.
    #[error("`{field}` is {}, which has not come yet", .at.to_rfc3339())]
    Later {
        /// Where it stands.
        field: String,
        /// What stands there.
        at: Time,
    },
    /// There are more than are taken.
    #[error("`{field}` has {count}; at most {limit} are taken")]
    TooMany {
        /// Where they stand.
        field: &'static str,
        /// How many there are.
        count: usize,
        /// How many are taken.
        limit: usize,
    },
    /// There is nothing that can be seen.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A text is longer than any may be.
    #[error("`{field}` has {length} bytes; at most {limit} are taken", limit = most_bytes())]
    TooLong {
        /// Where it stands.
        field: String,
        /// How many bytes it has.
        length: usize,
    },
}

/// The longest text of any kind, in bytes.
fn most_bytes() -> usize {
    TextKind::Event.limit()
}

/// Looks at what a store would have refused.
pub(crate) fn check(session: &Session, now: Time) -> Result<(), LimitError> {
    let (opening, head) = (session.opening(), session.head());
    for (field, count, limit) in
        [("tags", opening.tags.len(), MOST_TAGS), ("next_steps", head.next_steps.len(), MOST_STEPS)]
    {
        if count > limit {
            return Err(LimitError::TooMany { field, count, limit });
        }
    }
    for (field, text) in [("intent", &opening.intent), ("author.name", &opening.author.name)] {
        if Text::parse(TextKind::Event, text.as_str()).is_err() && text.as_str().len() <= most_bytes() {
            return Err(LimitError::Empty(field));
        }
    }
    if let Some((field, at)) = times(session).into_iter().find(|(_, at)| *at - now > AHEAD) {
        return Err(LimitError::Later { field, at });
    }
    let too_long = |(_, text): &(String, &str)| text.len() > most_bytes();
    match texts(session).into_iter().find(too_long) {
        None => Ok(()),
        Some((field, text)) => Err(LimitError::TooLong { field, length: text.len() }),
    }
}

/// The moments at which something was written, each with its place. When a commit was authored, git says.
fn times(session: &Session) -> Vec<(String, Time)> {
    let (head, record) = (session.head(), session.record());
    let mut times = vec![
        ("started_at".to_owned(), session.opening().started_at),
        ("changed_at".to_owned(), head.changed_at),
    ];
    match session.status() {
        Status::Active => {}
        Status::Parked(parked) => {
            times.push(("stopped_at".into(), parked.stopped_at));
            times.push(("parked_at".into(), parked.at));
        }
        Status::Completed(over) => {
            times.push(("completed.ended_at".into(), over.ended_at));
            times.push(("completed.closed_at".into(), over.closed_at));
        }
    }
    times.extend(head.activity.iter().map(|said| ("activity_at".into(), said.at)));
    times.extend(head.awaiting.iter().map(|said| ("awaiting_since".into(), said.at)));
    let mut add = |list: &str, key: &str, all: &mut dyn Iterator<Item = Time>| {
        times.extend(all.zip(0..).map(|(time, at): (Time, usize)| (format!("{list}.{at}.{key}"), time)));
    };
    add("tasks", "at", &mut session.tasks().as_slice().iter().map(|it| it.at));
    let questions = session.questions().as_slice();
    add("questions", "asked_at", &mut questions.iter().map(|it| it.asked_at));
    let answered = |it: &core_model::Question| it.answer.as_ref().map_or(it.asked_at, |answer| answer.at);
    add("questions", "answered_at", &mut questions.iter().map(answered));
    add("commits", "at", &mut record.commits.iter().map(|it| it.at));
    add("events", "at", &mut record.events.iter().map(|it| it.at));
    add("decisions", "at", &mut record.decisions.iter().map(|it| it.at));
    add("heartbeats", "until", &mut record.heartbeats.iter().map(|it| it.until.unwrap_or(it.at)));
    times
}

/// The texts, each with its place.
fn texts(session: &Session) -> Vec<(String, &str)> {
    let (opening, head, record) = (session.opening(), session.head(), session.record());
    let mut texts = vec![
        ("intent".to_owned(), opening.intent.as_str()),
        ("author.name".to_owned(), opening.author.name.as_str()),
    ];
    let reason = match session.status() {
        Status::Active => None,
        Status::Parked(parked) => Some(("parked_reason", &parked.reason)),
        Status::Completed(over) => over.outcome.note.as_ref().map(|note| ("completed.outcome_note", note)),
    };
    let optional = [
        opening.author.conversation.as_ref().map(|it| ("author.conversation", it)),
        opening.roadmap.as_ref().map(|it| ("roadmap", it)),
        head.activity.as_ref().map(|said| ("activity", &said.text)),
        head.awaiting.as_ref().map(|said| ("awaiting", &said.text)),
        reason,
    ];
    texts.extend(optional.into_iter().flatten().map(|(field, text)| (field.to_owned(), text.as_str())));
    texts.extend(opening.tags.iter().zip(0..).map(|(it, at)| (place("tags", at, ""), it.as_str())));
    texts.extend(head.next_steps.iter().zip(0..).map(|(it, at)| (place("next_steps", at, ""), it.as_str())));
    for (task, at) in session.tasks().as_slice().iter().zip(0..) {
        texts.push((place("tasks", at, ".subject"), task.subject.as_str()));
    }
    for (question, at) in session.questions().as_slice().iter().zip(0..) {
        texts.push((place("questions", at, ".text"), question.text.as_str()));
        texts.extend(question.answer.iter().map(|it| (place("questions", at, ".answer"), it.text.as_str())));
    }
    for (commit, at) in record.commits.iter().zip(0..) {
        texts.push((place("commits", at, ".subject"), commit.facts.subject.as_str()));
    }
    for (event, at) in record.events.iter().zip(0..) {
        texts.push((place("events", at, ".text"), event.text.as_str()));
    }
    for (decision, at) in record.decisions.iter().zip(0..) {
        texts.push((place("decisions", at, ".title"), decision.title.as_str()));
        texts.push((place("decisions", at, ".because"), decision.because.as_str()));
    }
    texts
}

fn place(list: &str, at: usize, key: &str) -> String {
    format!("{list}.{at}{key}")
}
