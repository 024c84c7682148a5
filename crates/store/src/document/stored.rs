//! The document's tables as they stand in a file, and the values that they become.

use chrono::NaiveDate;
use core_model::{
    Answer, Aside, Author, Commit, CommitFacts, Completed, Decision, Event, Files, Head, Heartbeat, Opening,
    Outcome, OutcomeKind, OutcomeName, Owner, Parked, Person, Question, Questions, Record, Said, SessionId,
    Status, StatusName, Task, Tasks, Text, Time,
};
use serde::Deserialize;
use toml::value::{Datetime, Offset};

use super::words;
use crate::problem::FileError;

#[derive(Deserialize)]
pub(super) struct FormatText {
    #[serde(rename = "format")]
    _format: i64,
}

#[derive(Deserialize)]
pub(super) struct HeadText {
    #[serde(rename = "format")]
    _format: i64,
    id: String,
    status: String,
    project: String,
    intent: String,
    started_at: Datetime,
    branch: Option<String>,
    worktree: String,
    made_by: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    next_steps: Vec<String>,
    roadmap: Option<String>,
    parent: Option<String>,
    changed_at: Datetime,
    activity_at: Option<Datetime>,
    activity: Option<String>,
    awaiting_since: Option<Datetime>,
    awaiting: Option<String>,
    stopped_at: Option<Datetime>,
    parked_at: Option<Datetime>,
    parked_by: Option<String>,
    parked_reason: Option<String>,
    ended_at: Option<Datetime>,
    closed_at: Option<Datetime>,
    closed_by: Option<String>,
    outcome: Option<String>,
    outcome_note: Option<String>,
    resumed_as: Option<String>,
    author: AuthorText,
    owner: Option<OwnerText>,
}

#[derive(Deserialize)]
struct OwnerText {
    host: String,
    boot: Option<String>,
    pid: u32,
    process_started_at: Datetime,
}

#[derive(Deserialize)]
struct AuthorText {
    kind: String,
    name: String,
    conversation: Option<String>,
}

/// What follows the head.
#[derive(Deserialize)]
pub(super) struct BodyText {
    #[serde(default)]
    task: Vec<TaskText>,
    #[serde(default)]
    question: Vec<QuestionText>,
    #[serde(default)]
    heartbeat: Vec<HeartbeatText>,
    #[serde(default)]
    commit: Vec<CommitText>,
    #[serde(default)]
    event: Vec<EventText>,
    #[serde(default)]
    decision: Vec<DecisionText>,
}

#[derive(Deserialize)]
struct TaskText {
    id: String,
    subject: String,
    status: String,
    at: Datetime,
}

#[derive(Deserialize)]
struct QuestionText {
    id: String,
    asked_at: Datetime,
    text: String,
    answered_at: Option<Datetime>,
    answer: Option<String>,
}

#[derive(Deserialize)]
struct HeartbeatText {
    at: Datetime,
    until: Option<Datetime>,
    source: String,
}

#[derive(Deserialize)]
struct CommitText {
    at: Datetime,
    sha: String,
    tree: String,
    parents: Vec<String>,
    author_name: String,
    author_email: String,
    authored_at: Datetime,
    branch: Option<String>,
    subject: String,
    files: Vec<String>,
    #[serde(default)]
    more_files: bool,
    evidence: String,
    #[serde(default)]
    considered: Vec<String>,
    reason: Option<String>,
    #[serde(default)]
    replaces: Vec<String>,
    replaced_by: Option<String>,
    session: Option<String>,
    assigned_at: Option<Datetime>,
}

#[derive(Deserialize)]
struct EventText {
    at: Datetime,
    text: String,
}

#[derive(Deserialize)]
struct DecisionText {
    at: Datetime,
    title: String,
    because: String,
}

impl HeadText {
    pub(super) fn restore(self) -> Result<Head, FileError> {
        let status = self.restore_status()?;
        let opening = Opening {
            id: id("id", &self.id)?,
            project: self.project,
            intent: Text::restored(self.intent),
            started_at: time("started_at", self.started_at)?,
            branch: self.branch,
            worktree: self.worktree,
            author: Author {
                kind: words::parse("author.kind", &self.author.kind)?,
                name: Text::restored(self.author.name),
                conversation: self.author.conversation.map(Text::restored),
            },
            made_by: words::parse("made_by", &self.made_by)?,
            tags: self.tags.into_iter().map(Text::restored).collect(),
            owner: self.owner.map(OwnerText::restore).transpose()?,
            roadmap: self.roadmap.map(Text::restored),
            parent: self.parent.map(|parent| id("parent", &parent)).transpose()?,
        };
        Ok(Head {
            opening,
            next_steps: self.next_steps.into_iter().map(Text::restored).collect(),
            activity: said("activity", self.activity, "activity_at", self.activity_at)?,
            awaiting: said("awaiting", self.awaiting, "awaiting_since", self.awaiting_since)?,
            changed_at: time("changed_at", self.changed_at)?,
            status,
        })
    }

    fn restore_status(&self) -> Result<Status, FileError> {
        match words::parse("status", &self.status)? {
            StatusName::Active => Ok(Status::Active),
            StatusName::Parked => Ok(Status::Parked(Parked {
                stopped_at: time("stopped_at", needed("stopped_at", self.stopped_at)?)?,
                at: time("parked_at", needed("parked_at", self.parked_at)?)?,
                by: needed("parked_by", self.parked_by.clone())?,
                reason: Text::restored(needed("parked_reason", self.parked_reason.clone())?),
            })),
            StatusName::Completed => Ok(Status::Completed(Completed {
                ended_at: time("ended_at", needed("ended_at", self.ended_at)?)?,
                closed_at: time("closed_at", needed("closed_at", self.closed_at)?)?,
                closed_by: needed("closed_by", self.closed_by.clone())?,
                outcome: Outcome {
                    kind: self.restore_outcome()?,
                    note: self.outcome_note.clone().map(Text::restored),
                },
            })),
        }
    }

    fn restore_outcome(&self) -> Result<OutcomeKind, FileError> {
        let outcome = needed("outcome", self.outcome.as_deref())?;
        Ok(match words::parse("outcome", outcome)? {
            OutcomeName::Done => OutcomeKind::Done,
            OutcomeName::Resumed => {
                OutcomeKind::ResumedAs(id("resumed_as", needed("resumed_as", self.resumed_as.as_deref())?)?)
            }
            OutcomeName::Abandoned => OutcomeKind::Abandoned,
            OutcomeName::Stale => OutcomeKind::Stale,
        })
    }
}

impl OwnerText {
    fn restore(self) -> Result<Owner, FileError> {
        let started_at = time("process_started_at", self.process_started_at)?;
        Ok(Owner { host: self.host, boot: self.boot, pid: self.pid, started_at })
    }
}

impl BodyText {
    pub(super) fn restore(mut self) -> Result<(Tasks, Questions, Record), FileError> {
        let tasks = Tasks::restore(all(std::mem::take(&mut self.task), TaskText::restore)?);
        let questions = Questions::restore(all(std::mem::take(&mut self.question), QuestionText::restore)?);
        Ok((
            tasks.map_err(|error| FileError::NotASession(error.to_string()))?,
            questions.map_err(|error| FileError::NotASession(error.to_string()))?,
            self.restore_record()?,
        ))
    }

    /// Of a file without a session: there are entries and nothing else.
    pub(super) fn restore_alone(self) -> Result<Record, FileError> {
        if self.task.is_empty() && self.question.is_empty() {
            let mut record = self.restore_record()?;
            record.put_in_order();
            return Ok(record);
        }
        Err(FileError::NotASession("tasks and questions belong to a session".into()))
    }

    fn restore_record(self) -> Result<Record, FileError> {
        let mut record = Record {
            heartbeats: all(self.heartbeat, HeartbeatText::restore)?,
            commits: all(self.commit, CommitText::restore)?,
            events: all(self.event, |event| {
                Ok(Event { at: time("at", event.at)?, text: Text::restored(event.text) })
            })?,
            decisions: all(self.decision, |decision| {
                Ok(Decision {
                    at: time("at", decision.at)?,
                    title: Text::restored(decision.title),
                    because: Text::restored(decision.because),
                })
            })?,
        };
        record.join_doubled_commits();
        Ok(record)
    }
}

impl TaskText {
    fn restore(self) -> Result<Task, FileError> {
        Ok(Task {
            id: self.id,
            subject: Text::restored(self.subject),
            status: words::parse("task.status", &self.status)?,
            at: time("at", self.at)?,
        })
    }
}

impl QuestionText {
    fn restore(self) -> Result<Question, FileError> {
        let answer = said("answer", self.answer, "answered_at", self.answered_at)?;
        Ok(Question {
            id: self.id,
            asked_at: time("asked_at", self.asked_at)?,
            text: Text::restored(self.text),
            answer: answer.map(|Said { at, text }| Answer { at, text }),
        })
    }
}

impl HeartbeatText {
    fn restore(self) -> Result<Heartbeat, FileError> {
        Ok(Heartbeat {
            at: time("at", self.at)?,
            until: self.until.map(|until| time("until", until)).transpose()?,
            source: words::parse("source", &self.source)?,
        })
    }
}

impl CommitText {
    fn restore(self) -> Result<Commit, FileError> {
        Ok(Commit {
            at: time("at", self.at)?,
            facts: CommitFacts {
                sha: self.sha,
                tree: self.tree,
                parents: self.parents,
                author: Person { name: self.author_name, email: self.author_email },
                authored_at: time("authored_at", self.authored_at)?,
                branch: self.branch,
                subject: self.subject,
                files: Files { paths: self.files, more: self.more_files },
            },
            evidence: words::parse("evidence", &self.evidence)?,
            aside: Aside {
                considered: all(self.considered, |other| id("considered", &other))?,
                reason: self.reason,
            },
            replaces: self.replaces,
            replaced_by: self.replaced_by,
            session: self.session.map(|session| id("commit.session", &session)).transpose()?,
            assigned_at: self.assigned_at.map(|at| time("assigned_at", at)).transpose()?,
        })
    }
}

pub(super) fn all<T, U>(
    texts: Vec<T>,
    restore: impl Fn(T) -> Result<U, FileError>,
) -> Result<Vec<U>, FileError> {
    texts.into_iter().map(restore).collect()
}

pub(super) fn needed<T>(key: &str, value: Option<T>) -> Result<T, FileError> {
    value.ok_or_else(|| FileError::NotASession(format!("`{key}` is missing")))
}

/// A text and its time: both or neither.
pub(super) fn said(
    key: &str,
    text: Option<String>,
    at_key: &str,
    at: Option<Datetime>,
) -> Result<Option<Said>, FileError> {
    match (text, at) {
        (None, None) => Ok(None),
        (text, at) => Ok(Some(Said {
            at: time(at_key, needed(at_key, at)?)?,
            text: Text::restored(needed(key, text)?),
        })),
    }
}

pub(super) fn time(key: &str, value: Datetime) -> Result<Time, FileError> {
    // As it is written by us, it need not become a text first: there are many of them.
    moment(value)
        .or_else(|| core_model::parse_time(&value.to_string()))
        .ok_or_else(|| FileError::NotASession(format!("`{key}` is {value}; it must be a moment in UTC")))
}

fn moment(value: Datetime) -> Option<Time> {
    let (date, time, Offset::Z) = (value.date?, value.time?, value.offset?) else { return None };
    let date = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
    let (second, milli) = (time.second?, time.nanosecond.unwrap_or(0) / 1_000_000);
    let at =
        date.and_hms_milli_opt(u32::from(time.hour), u32::from(time.minute), u32::from(second), milli)?;
    Some(at.and_utc())
}

pub(super) fn id(key: &str, text: &str) -> Result<SessionId, FileError> {
    text.parse().map_err(|error| FileError::NotASession(format!("`{key}`: {error}")))
}
