//! As JSON: one document, or a line for each thing.

use core_model::project::{Project, ProjectState};
use core_model::{Session, derive_children};
use serde::Serialize;

use super::Export;
use crate::json::{CommitJson, ProjectJson, SessionJson, render};

#[derive(Serialize)]
struct Document {
    sessions: Vec<SessionJson>,
    unassigned: Vec<CommitJson>,
    projects: Vec<ProjectJson>,
}

/// What a line holds: its key says it.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Session(Box<SessionJson>),
    Commit(Box<CommitJson>),
    Project(Box<ProjectJson>),
}

/// One document of one line, without a line end.
#[must_use]
pub fn json(export: &Export<'_>) -> String {
    render(Document {
        sessions: sessions(export.sessions),
        unassigned: export.unassigned.iter().map(CommitJson::from).collect(),
        projects: projects(export.projects),
    })
}

/// A line for each session, each commit that belongs to none, and each project.
#[must_use]
pub fn json_lines(export: &Export<'_>) -> String {
    let sessions = sessions(export.sessions).into_iter().map(|it| Line::Session(Box::new(it)));
    let commits = export.unassigned.iter().map(|it| Line::Commit(Box::new(it.into())));
    let projects = projects(export.projects).into_iter().map(|it| Line::Project(Box::new(it)));
    sessions.chain(commits).chain(projects).map(|line| render(line) + "\n").collect()
}

/// Of the children, those are named that these sessions know of: so what is read back and written again is the same.
fn sessions(sessions: &[Session]) -> Vec<SessionJson> {
    let children = derive_children(sessions);
    let json = |session: &Session| {
        let children = children.get(session.id()).into_iter().flatten().copied();
        SessionJson::from(session).with_children(children)
    };
    sessions.iter().map(json).collect()
}

fn projects(projects: &[(Project, ProjectState)]) -> Vec<ProjectJson> {
    projects.iter().map(|(project, state)| ProjectJson::new(project, state)).collect()
}
