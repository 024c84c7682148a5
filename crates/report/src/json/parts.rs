//! What a session is made of beside its record: author, owner, tasks, questions, its end.

use core_model::{Author, Completed, Owner, Question, SessionLines, Task, TaskSummary, Text};
use serde::{Deserialize, Serialize};

use super::render_time;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AuthorJson {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) conversation: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OwnerJson {
    pub(super) host: String,
    pub(super) boot: Option<String>,
    pub(super) pid: u32,
    pub(super) process_started_at: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CompletedJson {
    pub(super) ended_at: String,
    pub(super) closed_at: String,
    pub(super) closed_by: String,
    pub(super) outcome: String,
    pub(super) outcome_note: Option<String>,
    pub(super) resumed_as: Option<String>,
}

/// A task.
#[derive(Debug, Serialize, Deserialize)]
pub struct TaskJson {
    pub(super) id: String,
    pub(super) subject: String,
    pub(super) status: String,
    pub(super) at: String,
}

/// How many tasks there are, by status. The total is the sum of the others.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct TaskSummaryJson {
    pending: usize,
    in_progress: usize,
    completed: usize,
    skipped: usize,
    total: usize,
}

/// How much a session changed.
#[derive(Debug, Serialize)]
pub struct LinesJson {
    files: usize,
    more_files: bool,
    added: u64,
    removed: u64,
    gone: usize,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct QuestionJson {
    pub(super) id: String,
    pub(super) asked_at: String,
    pub(super) text: String,
    pub(super) answered_at: Option<String>,
    pub(super) answer: Option<String>,
}

impl From<&Author> for AuthorJson {
    fn from(author: &Author) -> Self {
        Self {
            kind: author.kind.as_str().to_owned(),
            name: author.name.to_string(),
            conversation: author.conversation.as_ref().map(Text::to_string),
        }
    }
}

impl From<&Owner> for OwnerJson {
    fn from(owner: &Owner) -> Self {
        Self {
            host: owner.host.clone(),
            boot: owner.boot.clone(),
            pid: owner.pid,
            process_started_at: render_time(owner.started_at),
        }
    }
}

impl From<&Completed> for CompletedJson {
    fn from(over: &Completed) -> Self {
        Self {
            ended_at: render_time(over.ended_at),
            closed_at: render_time(over.closed_at),
            closed_by: over.closed_by.clone(),
            outcome: over.outcome.kind.as_str().to_owned(),
            outcome_note: over.outcome.note.as_ref().map(Text::to_string),
            resumed_as: over.outcome.kind.resumed_as().map(ToString::to_string),
        }
    }
}

impl From<&Task> for TaskJson {
    fn from(task: &Task) -> Self {
        Self {
            id: task.id.clone(),
            subject: task.subject.to_string(),
            status: task.status.as_str().to_owned(),
            at: render_time(task.at),
        }
    }
}

impl From<SessionLines> for LinesJson {
    fn from(lines: SessionLines) -> Self {
        let SessionLines { files, more_files, added, removed, gone } = lines;
        Self { files, more_files, added, removed, gone }
    }
}

impl From<TaskSummary> for TaskSummaryJson {
    fn from(summary: TaskSummary) -> Self {
        let TaskSummary { pending, in_progress, completed, skipped } = summary;
        Self { pending, in_progress, completed, skipped, total: summary.total() }
    }
}

impl From<&Question> for QuestionJson {
    fn from(question: &Question) -> Self {
        let answer = question.answer.as_ref();
        Self {
            id: question.id.clone(),
            asked_at: render_time(question.asked_at),
            text: question.text.to_string(),
            answered_at: answer.map(|answer| render_time(answer.at)),
            answer: answer.map(|answer| answer.text.to_string()),
        }
    }
}
