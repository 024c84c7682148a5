//! For programs: a documented form with a number, never the stored one. The names are those of the session files;
//! times are RFC 3339 in UTC. The form only grows.

use core_model::{Commit, Heartbeat, Session, Status, Time, is_unseen};
use serde::Serialize;

/// The number of the form. It changes where something is taken away or means something else.
pub const SCHEMA: u32 = 1;

/// A session.
#[derive(Debug, Serialize)]
pub struct SessionJson {
    id: String,
    status: &'static str,
    intent: String,
    project: String,
    started_at: String,
    last_heartbeat: String,
    branch: Option<String>,
    worktree: String,
    made_by: &'static str,
    author: AuthorJson,
    tags: Vec<String>,
    next_steps: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parked_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parked_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<CompletedJson>,
    commits: Vec<CommitJson>,
    events: Vec<EventJson>,
    decisions: Vec<DecisionJson>,
    heartbeats: Vec<HeartbeatJson>,
}

#[derive(Debug, Serialize)]
struct AuthorJson {
    kind: &'static str,
    name: String,
    conversation: Option<String>,
}

#[derive(Debug, Serialize)]
struct CompletedJson {
    ended_at: String,
    closed_at: String,
    closed_by: String,
    outcome: &'static str,
    outcome_note: Option<String>,
    resumed_as: Option<String>,
}

/// A commit.
#[derive(Debug, Serialize)]
pub struct CommitJson {
    sha: String,
    subject: String,
    evidence: &'static str,
    at: String,
    tree: String,
    parents: Vec<String>,
    author_name: String,
    author_email: String,
    authored_at: String,
    branch: Option<String>,
    files: Vec<String>,
    more_files: bool,
}

#[derive(Debug, Serialize)]
struct EventJson {
    at: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct DecisionJson {
    at: String,
    title: String,
    because: String,
}

#[derive(Debug, Serialize)]
struct HeartbeatJson {
    at: String,
    until: Option<String>,
    source: &'static str,
}

/// A file that could not be read, or not in full.
#[derive(Debug, Serialize)]
pub struct ProblemJson {
    /// The file.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

#[derive(Serialize)]
struct Envelope<T: Serialize> {
    schema: u32,
    #[serde(flatten)]
    value: T,
}

/// A value as a line of JSON, under the number of the form. Characters that would steer a terminal are escaped.
#[must_use]
pub fn render<T: Serialize>(value: T) -> String {
    // Only a map with keys that are no strings could fail, and there is none.
    let json = serde_json::to_string(&Envelope { schema: SCHEMA, value }).unwrap_or_default();
    if !json.contains(is_unseen) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if is_unseen(c) {
            let mut units = [0; 2];
            escaped.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

impl From<&Session> for SessionJson {
    fn from(session: &Session) -> Self {
        let opening = session.opening();
        let texts = |texts: &[core_model::Text]| texts.iter().map(ToString::to_string).collect();
        let record = session.record();
        let (mut parked_at, mut parked_reason, mut completed) = (None, None, None);
        match session.status() {
            Status::Active => {}
            Status::Parked(parked) => {
                parked_at = Some(time(parked.at));
                parked_reason = Some(parked.reason.to_string());
            }
            Status::Completed(over) => completed = Some(CompletedJson::from(over)),
        }
        Self {
            id: session.id().to_string(),
            status: session.status().name().as_str(),
            intent: opening.intent.to_string(),
            project: opening.project.clone(),
            started_at: time(opening.started_at),
            last_heartbeat: time(session.derive_last_sign()),
            branch: opening.branch.clone(),
            worktree: opening.worktree.clone(),
            made_by: opening.made_by.as_str(),
            author: AuthorJson {
                kind: opening.author.kind.as_str(),
                name: opening.author.name.to_string(),
                conversation: opening.author.conversation.as_ref().map(ToString::to_string),
            },
            tags: texts(&opening.tags),
            next_steps: texts(&session.head().next_steps),
            parked_at,
            parked_reason,
            completed,
            commits: record.commits.iter().map(CommitJson::from).collect(),
            events: record
                .events
                .iter()
                .map(|event| EventJson { at: time(event.at), text: event.text.to_string() })
                .collect(),
            decisions: record
                .decisions
                .iter()
                .map(|it| DecisionJson {
                    at: time(it.at),
                    title: it.title.to_string(),
                    because: it.because.to_string(),
                })
                .collect(),
            heartbeats: record.heartbeats.iter().map(HeartbeatJson::from).collect(),
        }
    }
}

impl From<&core_model::Completed> for CompletedJson {
    fn from(over: &core_model::Completed) -> Self {
        Self {
            ended_at: time(over.ended_at),
            closed_at: time(over.closed_at),
            closed_by: over.closed_by.clone(),
            outcome: over.outcome.kind.as_str(),
            outcome_note: over.outcome.note.as_ref().map(ToString::to_string),
            resumed_as: over.outcome.kind.resumed_as().map(ToString::to_string),
        }
    }
}

impl From<&Commit> for CommitJson {
    fn from(commit: &Commit) -> Self {
        let facts = &commit.facts;
        Self {
            sha: facts.sha.clone(),
            subject: facts.subject.clone(),
            evidence: commit.evidence.as_str(),
            at: time(commit.at),
            tree: facts.tree.clone(),
            parents: facts.parents.clone(),
            author_name: facts.author.name.clone(),
            author_email: facts.author.email.clone(),
            authored_at: time(facts.authored_at),
            branch: facts.branch.clone(),
            files: facts.files.paths.clone(),
            more_files: facts.files.more,
        }
    }
}

impl From<&Heartbeat> for HeartbeatJson {
    fn from(beat: &Heartbeat) -> Self {
        Self { at: time(beat.at), until: beat.until.map(time), source: beat.source.as_str() }
    }
}

fn time(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
