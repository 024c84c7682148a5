//! From what was kept of a project to a project of ours.

use core_model::project::{Project, RoadmapStatus};
use core_model::{Said, Text, TextKind, Time};

use super::notes::written;
use super::times::kept;
use crate::predecessor::fields::{Leftover, Parsed};
use crate::predecessor::state::State;

/// What people said of a project, and all else that was kept of it: no project of ours has a place for that. Most of it
/// was made from the sessions and stands in them.
pub(in crate::predecessor) fn map_project(parsed: Parsed<State>, now: Time) -> (Project, Vec<Leftover>) {
    let Parsed { value: state, mut leftovers, problems: _ } = parsed;
    let mut leave = |path: String, value: &str| leftovers.push(Leftover { path, value: value.to_owned() });
    let at = state.updated_at.filter(|&at| at <= now).map_or(now, kept);
    let mut project = Project::new(&state.project);
    if let Some(phase) = &state.current_phase {
        match Text::parse(TextKind::Phase, phase) {
            Ok(text) => project.phase = Some(Said { at, text }),
            Err(_) => leave("current_phase".into(), phase),
        }
    }
    for (name, items, status) in [
        ("completed", &state.roadmap.completed, RoadmapStatus::Done),
        ("in_progress", &state.roadmap.in_progress, RoadmapStatus::InProgress),
        ("next_up", &state.roadmap.next_up, RoadmapStatus::Next),
    ] {
        for (index, raw) in items.iter().enumerate() {
            let added = Text::parse(TextKind::RoadmapItem, raw)
                .is_ok_and(|text| project.roadmap.add(text, status, at).is_ok());
            if !added {
                leave(format!("roadmap_summary.{name}[{index}]"), raw);
            }
        }
    }
    leave_figures(&state, &mut leave);
    (project, leftovers)
}

fn leave_figures(state: &State, leave: &mut impl FnMut(String, &str)) {
    for (name, count) in [
        ("active_sessions", state.active_sessions),
        ("parked_sessions", state.parked_sessions),
        ("total_sessions", state.total_sessions),
    ] {
        count.into_iter().for_each(|count| leave(name.into(), &count.to_string()));
    }
    for (name, time) in [("last_activity", state.last_activity), ("updated_at", state.updated_at)] {
        time.into_iter().for_each(|time| leave(name.into(), &written(time)));
    }
    for (index, commit) in state.recent_commits.iter().enumerate() {
        for (name, value) in [("sha", &commit.sha), ("message", &commit.message)] {
            value.iter().for_each(|value| leave(format!("recent_commits[{index}].{name}"), value));
        }
    }
    for (index, question) in state.open_questions.iter().enumerate() {
        leave(format!("open_questions[{index}]"), question);
    }
}
