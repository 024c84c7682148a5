//! What is kept of a project, as a TOML document. It is always written whole, so it has no marks.

use core_model::Text;
use core_model::project::{Outcomes, Past, Project, Recent, RecentCommit, Roadmap, RoadmapItem};
use serde::Deserialize;
use toml::value::Datetime;
use toml_writer::ToTomlValue as _;

use super::FORMAT;
use super::parse::{Half, Parsed};
use super::render::Block;
use super::stored::{all, id, said, time};
use super::words;
use crate::problem::FileError;

#[derive(Deserialize)]
struct ProjectText {
    #[serde(rename = "format")]
    _format: i64,
    name: String,
    phase: Option<String>,
    phase_since: Option<Datetime>,
    #[serde(default)]
    roadmap: Vec<ItemText>,
    past: PastText,
    #[serde(default)]
    recent: Vec<RecentText>,
}

#[derive(Deserialize)]
struct ItemText {
    id: String,
    text: String,
    status: String,
    at: Datetime,
}

/// Counts have half the room that they could have, so that no sum of them has too little.
#[derive(Deserialize)]
struct PastText {
    done: u32,
    resumed: u32,
    abandoned: u32,
    stale: u32,
    ids: String,
    commits: u32,
    decisions: u32,
    last_activity: Option<Datetime>,
}

#[derive(Deserialize)]
struct RecentText {
    at: Datetime,
    session: String,
    sha: String,
    subject: String,
}

/// Reads the whole document.
pub(crate) fn parse_project(bytes: &[u8]) -> Result<Parsed<Project>, FileError> {
    let mut half = Half::first(bytes);
    let text: Result<ProjectText, FileError> = half.read();
    let restored = text.and_then(|text| half.newer_or(text.restore()));
    let value = restored.map_err(|error| match error {
        FileError::NotASession(why) => FileError::NotAProject(why),
        other => other,
    })?;
    Ok(Parsed { value, remarks: half.remarks, torn: Vec::new() })
}

/// The whole document.
pub(crate) fn render_project(project: &Project) -> String {
    let mut block = Block::default();
    block.line("format", &FORMAT.to_toml_value());
    block.string("name", &project.name);
    block.optional(project.phase.as_ref(), |block, said| {
        block.string("phase", said.text.as_str());
        block.time("phase_since", said.at);
    });
    for item in project.roadmap.as_slice() {
        block.table("roadmap");
        block.string("id", &item.id);
        block.string("text", item.text.as_str());
        block.string("status", item.status.as_str());
        block.time("at", item.at);
    }
    render_past(&mut block, &project.past);
    block.text
}

fn render_past(block: &mut Block, past: &Past) {
    block.text.push_str("\n[past]\n");
    block.line("done", &past.outcomes.done.to_string());
    block.line("resumed", &past.outcomes.resumed.to_string());
    block.line("abandoned", &past.outcomes.abandoned.to_string());
    block.line("stale", &past.outcomes.stale.to_string());
    block.string("ids", &format!("{:016x}", past.ids));
    block.line("commits", &past.commits.to_string());
    block.line("decisions", &past.decisions.to_string());
    block.optional(past.last_activity, |block, at| block.time("last_activity", at));
    for commit in past.recent.as_slice() {
        block.table("recent");
        block.time("at", commit.at);
        block.string("session", commit.session.as_str());
        block.string("sha", &commit.sha);
        block.string("subject", &commit.subject);
    }
}

impl ProjectText {
    fn restore(self) -> Result<Project, FileError> {
        let recent = Recent::restore(all(self.recent, RecentText::restore)?);
        let roadmap = Roadmap::restore(all(self.roadmap, ItemText::restore)?)
            .map_err(|error| FileError::NotAProject(error.to_string()))?;
        Ok(Project {
            name: self.name,
            phase: said("phase", self.phase, "phase_since", self.phase_since)?,
            roadmap,
            past: Past { recent, ..self.past.restore()? },
        })
    }
}

impl ItemText {
    fn restore(self) -> Result<RoadmapItem, FileError> {
        Ok(RoadmapItem {
            id: self.id,
            text: Text::restored(self.text),
            status: words::parse("roadmap.status", &self.status)?,
            at: time("at", self.at)?,
        })
    }
}

impl PastText {
    fn restore(self) -> Result<Past, FileError> {
        let count = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        let ids = u64::from_str_radix(&self.ids, 16).map_err(|_| {
            FileError::NotAProject(format!("`past.ids` is {:?}; it has 16 hexadecimal digits", self.ids))
        })?;
        Ok(Past {
            outcomes: Outcomes {
                done: count(self.done),
                resumed: count(self.resumed),
                abandoned: count(self.abandoned),
                stale: count(self.stale),
            },
            ids,
            commits: count(self.commits),
            decisions: count(self.decisions),
            last_activity: self.last_activity.map(|at| time("last_activity", at)).transpose()?,
            recent: Recent::default(),
        })
    }
}

impl RecentText {
    fn restore(self) -> Result<RecentCommit, FileError> {
        Ok(RecentCommit {
            at: time("at", self.at)?,
            session: id("session", &self.session)?,
            sha: self.sha,
            subject: self.subject,
        })
    }
}

#[cfg(test)]
mod tests;
