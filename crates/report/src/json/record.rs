//! What a session recorded.

use core_model::{Commit, Decision, Event, Heartbeat};
use serde::{Deserialize, Serialize};

use super::render_time;

/// A commit.
#[derive(Debug, Serialize, Deserialize)]
pub struct CommitJson {
    pub(super) sha: String,
    pub(super) subject: String,
    pub(super) evidence: String,
    pub(super) at: String,
    pub(super) tree: String,
    pub(super) parents: Vec<String>,
    pub(super) author_name: String,
    pub(super) author_email: String,
    pub(super) authored_at: String,
    pub(super) branch: Option<String>,
    pub(super) files: Vec<String>,
    pub(super) more_files: bool,
    #[serde(default)]
    pub(super) considered: Vec<String>,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) replaces: Vec<String>,
    /// The commit that took its place. Derived where it is one of the same session.
    #[serde(default)]
    pub(super) replaced_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) assigned_at: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EventJson {
    pub(super) at: String,
    pub(super) text: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DecisionJson {
    pub(super) at: String,
    pub(super) title: String,
    pub(super) because: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct HeartbeatJson {
    pub(super) at: String,
    pub(super) until: Option<String>,
    pub(super) source: String,
}

impl From<&Commit> for CommitJson {
    fn from(commit: &Commit) -> Self {
        let facts = &commit.facts;
        Self {
            sha: facts.sha.clone(),
            subject: facts.subject.clone(),
            evidence: commit.evidence.as_str().to_owned(),
            at: render_time(commit.at),
            tree: facts.tree.clone(),
            parents: facts.parents.clone(),
            author_name: facts.author.name.clone(),
            author_email: facts.author.email.clone(),
            authored_at: render_time(facts.authored_at),
            branch: facts.branch.clone(),
            files: facts.files.paths.clone(),
            more_files: facts.files.more,
            considered: commit.aside.considered.iter().map(ToString::to_string).collect(),
            reason: commit.aside.reason.clone(),
            replaces: commit.replaces.clone(),
            replaced_by: commit.replaced_by.clone(),
            assigned_at: commit.assigned_at.map(render_time),
        }
    }
}

impl From<&Event> for EventJson {
    fn from(event: &Event) -> Self {
        Self { at: render_time(event.at), text: event.text.to_string() }
    }
}

impl From<&Decision> for DecisionJson {
    fn from(decision: &Decision) -> Self {
        Self {
            at: render_time(decision.at),
            title: decision.title.to_string(),
            because: decision.because.to_string(),
        }
    }
}

impl From<&Heartbeat> for HeartbeatJson {
    fn from(beat: &Heartbeat) -> Self {
        Self {
            at: render_time(beat.at),
            until: beat.until.map(render_time),
            source: beat.source.as_str().to_owned(),
        }
    }
}
