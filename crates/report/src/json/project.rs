//! How a project stands.

use core_model::project::{
    NextStep, OpenQuestion, Outcomes, Past, Project, ProjectState, RecentCommit, Roadmap, RoadmapItem,
    RoadmapStatus, Statuses,
};
use core_model::{Said, Text};
use serde::{Deserialize, Serialize};

use super::error::JsonError;
use super::render_time;
use super::restore::{all, said, time, word};

/// How a project stands. Totals are sums of their parts. What may be missing when it is read is derived from the sessions:
/// it is written, and never taken over.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProjectJson {
    name: String,
    phase: Option<String>,
    phase_since: Option<String>,
    #[serde(default)]
    sessions: StatusesJson,
    #[serde(default)]
    outcomes: OutcomesJson,
    #[serde(default)]
    commits: usize,
    #[serde(default)]
    decisions: usize,
    #[serde(default)]
    last_activity: Option<String>,
    roadmap: Vec<ItemJson>,
    #[serde(default)]
    next_steps: Vec<NextJson>,
    #[serde(default)]
    open_questions: Vec<OpenQuestionJson>,
    #[serde(default)]
    recent_commits: Vec<RecentJson>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct StatusesJson {
    active: usize,
    parked: usize,
    completed: usize,
    total: usize,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct OutcomesJson {
    done: usize,
    resumed: usize,
    abandoned: usize,
    stale: usize,
    total: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct ItemJson {
    id: String,
    text: String,
    status: String,
    at: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct NextJson {
    session: String,
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct OpenQuestionJson {
    session: String,
    id: String,
    asked_at: String,
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct RecentJson {
    sha: String,
    subject: String,
    at: String,
    session: String,
}

impl ProjectJson {
    /// What people say of a project, and what its sessions come to.
    #[must_use]
    pub fn new(project: &Project, state: &ProjectState) -> Self {
        let phase = project.phase.as_ref();
        Self {
            name: project.name.clone(),
            phase: phase.map(|said| said.text.to_string()),
            phase_since: phase.map(|said| render_time(said.at)),
            sessions: state.sessions.into(),
            outcomes: state.past.outcomes.into(),
            commits: state.commits,
            decisions: state.decisions,
            last_activity: state.last_activity.map(render_time),
            roadmap: project.roadmap.as_slice().iter().map(ItemJson::from).collect(),
            next_steps: state.next_steps.iter().map(NextJson::from).collect(),
            open_questions: state.open_questions.iter().map(OpenQuestionJson::from).collect(),
            recent_commits: state.recent.as_slice().iter().map(RecentJson::from).collect(),
        }
    }
}

impl ProjectJson {
    /// What people said of the project, without a past: that is derived from its sessions.
    ///
    /// # Errors
    /// [`JsonError`], but for those of the form.
    pub fn restore(self) -> Result<Project, JsonError> {
        let items = all("roadmap", self.roadmap, ItemJson::restore)?;
        let phase: Option<Said> = said(("phase", self.phase), ("phase_since", self.phase_since))?;
        let roadmap = Roadmap::restore(items).map_err(JsonError::Roadmap)?;
        Ok(Project { name: super::form::name("name", self.name)?, phase, roadmap, past: Past::default() })
    }
}

impl ItemJson {
    fn restore(self, place: &str) -> Result<RoadmapItem, JsonError> {
        Ok(RoadmapItem {
            id: self.id,
            text: Text::restored(self.text),
            status: word::<RoadmapStatus>(&format!("{place}.status"), &self.status)?,
            at: time(&format!("{place}.at"), &self.at)?,
        })
    }
}

impl From<Statuses> for StatusesJson {
    fn from(sessions: Statuses) -> Self {
        let Statuses { active, parked, completed } = sessions;
        Self { active, parked, completed, total: sessions.total() }
    }
}

impl From<Outcomes> for OutcomesJson {
    fn from(outcomes: Outcomes) -> Self {
        let Outcomes { done, resumed, abandoned, stale } = outcomes;
        Self { done, resumed, abandoned, stale, total: outcomes.total() }
    }
}

impl From<&RoadmapItem> for ItemJson {
    fn from(item: &RoadmapItem) -> Self {
        let status = item.status.as_str().to_owned();
        Self { id: item.id.clone(), text: item.text.to_string(), status, at: render_time(item.at) }
    }
}

impl From<&NextStep> for NextJson {
    fn from(step: &NextStep) -> Self {
        Self { session: step.session.to_string(), text: step.text.to_string() }
    }
}

impl From<&OpenQuestion> for OpenQuestionJson {
    fn from(open: &OpenQuestion) -> Self {
        Self {
            session: open.session.to_string(),
            id: open.question.id.clone(),
            asked_at: render_time(open.question.asked_at),
            text: open.question.text.to_string(),
        }
    }
}

impl From<&RecentCommit> for RecentJson {
    fn from(commit: &RecentCommit) -> Self {
        Self {
            sha: commit.sha.clone(),
            subject: commit.subject.clone(),
            at: render_time(commit.at),
            session: commit.session.to_string(),
        }
    }
}
