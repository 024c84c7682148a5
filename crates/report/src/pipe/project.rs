//! Projects.

use core_model::project::{Project, ProjectState, RoadmapItem};

use super::{row, time};

/// A line for a project.
#[must_use]
pub fn project(project: &Project, state: &ProjectState) -> String {
    let (sessions, outcomes) = (state.sessions, state.past.outcomes);
    let counts = [
        sessions.active,
        sessions.parked,
        sessions.completed,
        outcomes.done,
        outcomes.resumed,
        outcomes.abandoned,
        outcomes.stale,
        state.commits,
        state.decisions,
    ];
    let mut fields = vec![
        "project".to_owned(),
        project.name.clone(),
        project.phase.as_ref().map(|said| time(said.at)).unwrap_or_default(),
        project.phase.as_ref().map(|said| said.text.to_string()).unwrap_or_default(),
        state.last_activity.map(time).unwrap_or_default(),
    ];
    fields.extend(counts.map(|count| count.to_string()));
    row(&fields.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A line for an item of a project's roadmap.
#[must_use]
pub fn roadmap_item(project: &Project, item: &RoadmapItem) -> String {
    row(&["item", &project.name, &item.id, item.status.as_str(), &time(item.at), item.text.as_str()])
}

/// The lines for a project and what there is of it: its roadmap, what comes next, what is asked, its newest commits.
#[must_use]
pub fn project_story(of: &Project, state: &ProjectState) -> Vec<String> {
    let mut lines = vec![project(of, state)];
    lines.extend(of.roadmap.as_slice().iter().map(|item| roadmap_item(of, item)));
    lines.extend(
        state.next_steps.iter().map(|step| row(&["next", step.session.as_str(), step.text.as_str()])),
    );
    lines.extend(state.open_questions.iter().map(|open| {
        let question = &open.question;
        let at = time(question.asked_at);
        row(&["question", open.session.as_str(), &question.id, &at, question.text.as_str()])
    }));
    lines.extend(state.recent.as_slice().iter().map(|commit| {
        row(&["recent", &of.name, &commit.sha, commit.session.as_str(), &time(commit.at), &commit.subject])
    }));
    lines
}
