//! What people said of a project.

use core_model::project::{Past, Project, Roadmap, RoadmapItem, RoadmapStatus};
use core_model::{Said, Text};
use serde::{Deserialize, Serialize};

use super::error::JsonError;
use super::render_time;
use super::restore::{all, said, time, word};

/// A project: its phase and its roadmap. What its sessions come to stands in them.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProjectJson {
    name: String,
    phase: Option<String>,
    phase_at: Option<String>,
    roadmap: Vec<RoadmapItemJson>,
}

#[derive(Debug, Serialize, Deserialize)]
struct RoadmapItemJson {
    id: String,
    text: String,
    status: String,
    at: String,
}

impl ProjectJson {
    /// The project that it tells of, without a past: that is derived from its sessions.
    ///
    /// # Errors
    /// [`JsonError`], but for those of the form.
    pub fn restore(self) -> Result<Project, JsonError> {
        let items = all("roadmap", self.roadmap, RoadmapItemJson::restore)?;
        Ok(Project {
            name: self.name,
            phase: said(("phase", self.phase), ("phase_at", self.phase_at))?,
            roadmap: Roadmap::restore(items).map_err(JsonError::Roadmap)?,
            past: Past::default(),
        })
    }
}

impl RoadmapItemJson {
    fn restore(self, place: &str) -> Result<RoadmapItem, JsonError> {
        Ok(RoadmapItem {
            id: self.id,
            text: Text::restored(self.text),
            status: word::<RoadmapStatus>(&format!("{place}.status"), &self.status)?,
            at: time(&format!("{place}.at"), &self.at)?,
        })
    }
}

impl From<&Project> for ProjectJson {
    fn from(project: &Project) -> Self {
        let phase: Option<&Said> = project.phase.as_ref();
        Self {
            name: project.name.clone(),
            phase: phase.map(|said| said.text.to_string()),
            phase_at: phase.map(|said| render_time(said.at)),
            roadmap: project.roadmap.as_slice().iter().map(RoadmapItemJson::from).collect(),
        }
    }
}

impl From<&RoadmapItem> for RoadmapItemJson {
    fn from(item: &RoadmapItem) -> Self {
        Self {
            id: item.id.clone(),
            text: item.text.to_string(),
            status: item.status.as_str().to_owned(),
            at: render_time(item.at),
        }
    }
}
