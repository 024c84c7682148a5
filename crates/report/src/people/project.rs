//! How projects stand.

use core_model::clean;
use core_model::project::{Outcomes, Project, ProjectState, RoadmapItem, RoadmapStatus, Statuses};
use unicode_width::UnicodeWidthStr as _;

use super::plural;
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// A project: its figures, what is left to do, what is asked, what was done last.
#[must_use]
pub fn project(project: &Project, state: &ProjectState, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    page.line(look, Line::default().with(Role::Heading, &project.name));
    if let Some(said) = &project.phase {
        let first = Line::default().with(Role::Dim, "  phase    ");
        let text = format!("{} (since {})", said.text, look.minute(said.at));
        page.wrapped(look, first, 11, Role::Plain, &text);
    }
    figures(&mut page, project, state, look);
    let sessions = state.next_steps.iter().map(|step| &step.session);
    let sessions = sessions.chain(state.open_questions.iter().map(|open| &open.session));
    let shorts = Shorts::new(sessions.chain(state.recent.as_slice().iter().map(|commit| &commit.session)));
    what_is_left(&mut page, state, &shorts, look);
    open_questions(&mut page, state, &shorts, look);
    recent(&mut page, state, &shorts, look);
    page
}

fn figures(page: &mut Page, project: &Project, state: &ProjectState, look: &Look<'_>) {
    let mut row = |name: &str, text: &str| {
        page.wrapped(look, Line::default().with(Role::Dim, format!("  {name:<8} ")), 11, Role::Plain, text);
    };
    row("sessions", &sessions(state.sessions, state.past.outcomes));
    row("recorded", &format!("{}, {}", plural(state.commits, "commit"), plural(state.decisions, "decision")));
    if let Some(at) = state.last_activity {
        row("last", &format!("sign of life {}", look.ago(at)));
    }
    if !project.roadmap.as_slice().is_empty() {
        row("roadmap", &in_short(project));
    }
}

/// `3: 1 active, 2 completed (1 done, 1 stale)`: the parts that there are.
fn sessions(statuses: Statuses, outcomes: Outcomes) -> String {
    let Outcomes { done, resumed, abandoned, stale } = outcomes;
    let ended = parts(&[(done, "done"), (resumed, "resumed"), (abandoned, "abandoned"), (stale, "stale")]);
    match (statuses.total(), statuses.completed) {
        (0, _) => "none".into(),
        (total, 0) => format!("{total}: {}", by_status(statuses)),
        (total, _) => format!("{total}: {} ({ended})", by_status(statuses)),
    }
}

fn by_status(statuses: Statuses) -> String {
    let Statuses { active, parked, completed } = statuses;
    parts(&[(active, "active"), (parked, "parked"), (completed, "completed")])
}

fn in_short(project: &Project) -> String {
    let items = project.roadmap.as_slice();
    let with = |status| items.iter().filter(|item| item.status == status).count();
    let there = RoadmapStatus::ALL.map(|status| (with(status), roadmap_status(status)));
    format!("{}: {}", plural(items.len(), "item"), parts(&there))
}

fn parts(counts: &[(usize, &str)]) -> String {
    let there = counts.iter().filter(|(count, _)| *count > 0);
    there.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

fn what_is_left(page: &mut Page, state: &ProjectState, shorts: &Shorts, look: &Look<'_>) {
    if state.roadmap.is_empty() && state.next_steps.is_empty() {
        return;
    }
    page.gap();
    page.line(look, Line::default().with(Role::Heading, "Next"));
    rows(page, &state.roadmap.iter().collect::<Vec<_>>(), look);
    for step in &state.next_steps {
        let short = shorts.of(&step.session);
        let first = Line::default().with(Role::Id, format!("  {short}  "));
        page.wrapped(look, first, short.len() + 4, Role::Plain, step.text.as_str());
    }
}

fn open_questions(page: &mut Page, state: &ProjectState, shorts: &Shorts, look: &Look<'_>) {
    if state.open_questions.is_empty() {
        return;
    }
    page.gap();
    page.line(look, Line::default().with(Role::Heading, "Open questions"));
    for open in &state.open_questions {
        let name = format!("  {} {}  ", shorts.of(&open.session), open.question.id);
        let indent = name.width();
        let text = format!("{} (asked {})", open.question.text, look.ago(open.question.asked_at));
        page.wrapped(look, Line::default().with(Role::Id, name), indent, Role::Plain, &text);
    }
}

fn recent(page: &mut Page, state: &ProjectState, shorts: &Shorts, look: &Look<'_>) {
    if state.recent.as_slice().is_empty() {
        return;
    }
    page.gap();
    page.line(look, Line::default().with(Role::Heading, "Newest commits"));
    for commit in state.recent.as_slice() {
        let sha: String = commit.sha.chars().take(8).collect();
        let line = Line::default().with(Role::Plain, "  ").with(Role::Id, sha);
        let line = line.with(Role::Dim, format!("  {}  ", look.minute(commit.at)));
        let line = line.with(Role::Id, shorts.of(&commit.session)).with(Role::Plain, "  ");
        page.line(look, line.with(Role::Plain, &commit.subject));
    }
}

/// The whole roadmap of a project.
#[must_use]
pub fn roadmap(project: &Project, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let items: Vec<&RoadmapItem> = project.roadmap.as_slice().iter().collect();
    let counts = if items.is_empty() { "nothing on the roadmap".into() } else { in_short(project) };
    let title = Line::default().with(Role::Heading, &project.name);
    page.line(look, title.with(Role::Plain, format!("  {counts}")));
    rows(&mut page, &items, look);
    page
}

/// How far an item of a roadmap is, as people say it.
#[must_use]
pub fn roadmap_status(status: RoadmapStatus) -> &'static str {
    match status {
        RoadmapStatus::Done => "done",
        RoadmapStatus::InProgress => "in progress",
        RoadmapStatus::Next => "next",
    }
}

fn rows(page: &mut Page, items: &[&RoadmapItem], look: &Look<'_>) {
    let widest = items.iter().map(|item| item.id.chars().count()).max().unwrap_or(0);
    for item in items {
        let first = Line::default().with(Role::Id, format!("  {:<widest$}", item.id));
        let first = first.with(Role::Dim, format!("  {:<11}  ", roadmap_status(item.status)));
        let role = if item.status == RoadmapStatus::Done { Role::Dim } else { Role::Plain };
        page.wrapped(look, first, widest + 17, role, item.text.as_str());
    }
}

/// The projects, a line each. `here` is the one that commands mean where none is named.
#[must_use]
pub fn project_list(projects: &[(Project, ProjectState)], here: &str, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let names: Vec<String> = projects.iter().map(|(project, _)| clean(&project.name)).collect();
    let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for ((project, state), name) in projects.iter().zip(&names) {
        let mark = if project.name == here { "* " } else { "  " };
        let gap = " ".repeat(widest.saturating_sub(name.width()) + 2);
        let counts = match state.sessions.total() {
            0 => "no sessions".into(),
            total => format!("{}: {}", plural(total, "session"), by_status(state.sessions)),
        };
        let line = Line::default().with(Role::Plain, mark).with(Role::Heading, name);
        let last = state.last_activity.map(|at| format!(" · {}", look.ago(at))).unwrap_or_default();
        let phase = project.phase.as_ref().map(|said| format!(" · {}", said.text)).unwrap_or_default();
        page.line(look, line.with(Role::Plain, gap + &counts).with(Role::Dim, last + &phase));
    }
    page
}
