//! A session as JSON.

use core_model::{Commit, Session, SessionId, Status, Text, derive_became};
use serde::{Deserialize, Serialize};

use super::parts::{AuthorJson, CompletedJson, OwnerJson, QuestionJson, TaskJson, TaskSummaryJson};
use super::record::{CommitJson, DecisionJson, EventJson, HeartbeatJson};
use super::render_time;

/// A session. What may be missing when it is read is derived from the rest: it is written, and never taken over.
#[derive(Debug, Serialize, Deserialize)]
pub struct SessionJson {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) intent: String,
    pub(super) project: String,
    pub(super) started_at: String,
    pub(super) changed_at: String,
    #[serde(default)]
    last_heartbeat: String,
    pub(super) branch: Option<String>,
    pub(super) worktree: String,
    pub(super) made_by: String,
    pub(super) author: AuthorJson,
    pub(super) owner: Option<OwnerJson>,
    pub(super) parent: Option<String>,
    #[serde(default)]
    children: Vec<String>,
    pub(super) roadmap: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) activity: Option<String>,
    pub(super) activity_at: Option<String>,
    pub(super) awaiting: Option<String>,
    pub(super) awaiting_since: Option<String>,
    pub(super) tasks: Vec<TaskJson>,
    #[serde(default)]
    task_summary: TaskSummaryJson,
    pub(super) questions: Vec<QuestionJson>,
    pub(super) next_steps: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stopped_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parked_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parked_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) parked_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) completed: Option<CompletedJson>,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    more_files: bool,
    pub(super) commits: Vec<CommitJson>,
    pub(super) events: Vec<EventJson>,
    pub(super) decisions: Vec<DecisionJson>,
    pub(super) heartbeats: Vec<HeartbeatJson>,
}

impl SessionJson {
    /// The same, with the sessions that go on with it in full: a session itself knows of one at most.
    #[must_use]
    pub fn with_children<'a>(mut self, children: impl IntoIterator<Item = &'a SessionId>) -> Self {
        self.children = children.into_iter().map(ToString::to_string).collect();
        self
    }
}

impl From<&Session> for SessionJson {
    fn from(session: &Session) -> Self {
        let (opening, head, record) = (session.opening(), session.head(), session.record());
        let files = record.derive_files();
        let json = Self {
            id: session.id().to_string(),
            status: session.status().name().as_str().to_owned(),
            intent: opening.intent.to_string(),
            project: opening.project.clone(),
            started_at: render_time(opening.started_at),
            changed_at: render_time(head.changed_at),
            last_heartbeat: render_time(session.derive_last_sign()),
            branch: opening.branch.clone(),
            worktree: opening.worktree.clone(),
            made_by: opening.made_by.as_str().to_owned(),
            author: (&opening.author).into(),
            owner: opening.owner.as_ref().map(OwnerJson::from),
            parent: opening.parent.as_ref().map(SessionId::to_string),
            children: session.status().resumed_as().map(SessionId::to_string).into_iter().collect(),
            roadmap: opening.roadmap.as_ref().map(Text::to_string),
            tags: texts(&opening.tags),
            activity: head.activity.as_ref().map(|said| said.text.to_string()),
            activity_at: head.activity.as_ref().map(|said| render_time(said.at)),
            awaiting: head.awaiting.as_ref().map(|said| said.text.to_string()),
            awaiting_since: head.awaiting.as_ref().map(|said| render_time(said.at)),
            tasks: all(session.tasks().as_slice()),
            task_summary: session.tasks().derive_summary().into(),
            questions: all(session.questions().as_slice()),
            next_steps: texts(&head.next_steps),
            stopped_at: None,
            parked_at: None,
            parked_by: None,
            parked_reason: None,
            completed: None,
            files: files.paths,
            more_files: files.more,
            commits: commits(&record.commits),
            events: all(&record.events),
            decisions: all(&record.decisions),
            heartbeats: all(&record.heartbeats),
        };
        json.with_status(session.status())
    }
}

impl SessionJson {
    fn with_status(self, status: &Status) -> Self {
        match status {
            Status::Active => self,
            Status::Parked(parked) => Self {
                stopped_at: Some(render_time(parked.stopped_at)),
                parked_at: Some(render_time(parked.at)),
                parked_by: Some(parked.by.clone()),
                parked_reason: Some(parked.reason.to_string()),
                ..self
            },
            Status::Completed(over) => Self { completed: Some(over.into()), ..self },
        }
    }
}

/// Commits, each with the one of them that took its place.
#[must_use]
pub fn commits(of: &[Commit]) -> Vec<CommitJson> {
    let became = derive_became(of);
    let mut commits: Vec<CommitJson> = all(of);
    for commit in &mut commits {
        commit.replaced_by = became.get(commit.sha.as_str()).map(|&now| now.to_owned());
    }
    commits
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().map(Text::to_string).collect()
}

fn all<'a, T, J: From<&'a T>>(values: &'a [T]) -> Vec<J> {
    values.iter().map(J::from).collect()
}
