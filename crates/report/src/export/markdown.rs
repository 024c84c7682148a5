//! As Markdown, to be read: a document for each session.

use std::fmt::Write as _;

use core_model::project::Project;
use core_model::{Commit, OutcomeKind, Question, Session, SessionId, Status, Task, TaskStatus, Text, Time};

use super::Export;
use super::escape::{line, lines};

/// How far the lines of a list item go in.
const INDENT: &str = "  ";

/// A document for each session, then the commits that belong to none, then the projects.
#[must_use]
pub fn markdown(export: &Export<'_>) -> String {
    let mut parts: Vec<String> = export.sessions.iter().map(session).collect();
    if !export.unassigned.is_empty() {
        let commits: Vec<String> = export.unassigned.iter().map(commit).collect();
        parts.push(format!("# Commits that belong to no session\n\n{}", list(&commits)));
    }
    parts.extend(export.projects.iter().filter(|(it, _)| is_said(it)).map(|(it, _)| project(it)));
    parts.join("\n")
}

fn session(session: &Session) -> String {
    let mut text = format!("# {}\n\n{}", line(session.opening().intent.as_str()), list(&facts(session)));
    let record = session.record();
    let decisions: Vec<String> = record
        .decisions
        .iter()
        .map(|it| {
            let because = lines(it.because.as_str(), INDENT);
            format!("{}: {}\\\n{INDENT}because {because}", minute(it.at), line(it.title.as_str()))
        })
        .collect();
    let events =
        record.events.iter().map(|it| format!("{}: {}", minute(it.at), lines(it.text.as_str(), INDENT)));
    let files = record.derive_files();
    let mut paths: Vec<String> = files.paths.iter().map(|path| line(path)).collect();
    if files.more {
        paths.push("and more that are not known".to_owned());
    }
    for (title, items) in [
        ("Next steps", session.head().next_steps.iter().map(|step| line(step.as_str())).collect()),
        ("Tasks", session.tasks().as_slice().iter().map(task).collect()),
        ("Questions", session.questions().as_slice().iter().map(question).collect()),
        ("Decisions", decisions),
        ("Events", events.collect()),
        ("Commits", record.commits.iter().map(commit).collect()),
        ("Files", paths),
    ] {
        let items: Vec<String> = items;
        if !items.is_empty() {
            let _ = write!(text, "\n## {title}\n\n{}", list(&items));
        }
    }
    text
}

/// What is true of the session as a whole.
fn facts(session: &Session) -> Vec<String> {
    let (opening, head) = (session.opening(), session.head());
    let author = &opening.author;
    let mut facts = vec![
        format!("session: {}", session.id()),
        format!("status: {}", status(session.status())),
        format!("author: {} ({})", line(author.name.as_str()), author.kind.as_str()),
    ];
    let mut say =
        |name: &str, text: Option<&str>| facts.extend(text.map(|it| format!("{name}: {}", line(it))));
    say("conversation", author.conversation.as_ref().map(Text::as_str));
    say("project", Some(&opening.project));
    say("branch", opening.branch.as_deref());
    say("worktree", Some(&opening.worktree));
    say("started", Some(&minute(opening.started_at)));
    say("last sign of life", Some(&minute(session.derive_last_sign())));
    say("goes on with", opening.parent.as_ref().map(SessionId::as_str));
    say("roadmap", opening.roadmap.as_ref().map(Text::as_str));
    opening.tags.iter().for_each(|tag| say("tag", Some(tag.as_str())));
    say("activity", head.activity.as_ref().map(|said| said.text.as_str()));
    say("waits for a person", head.awaiting.as_ref().map(|said| said.text.as_str()));
    facts
}

fn status(status: &Status) -> String {
    match status {
        Status::Active => "active".to_owned(),
        Status::Parked(it) => format!("parked {}: {}", minute(it.at), lines(it.reason.as_str(), INDENT)),
        Status::Completed(it) => {
            let kind = match &it.outcome.kind {
                OutcomeKind::Done => "done".to_owned(),
                OutcomeKind::ResumedAs(child) => format!("resumed as {child}"),
                OutcomeKind::Abandoned => "abandoned".to_owned(),
                OutcomeKind::Stale => "closed as stale".to_owned(),
            };
            let note = it.outcome.note.as_ref();
            let note = note.map(|note| format!(": {}", lines(note.as_str(), INDENT))).unwrap_or_default();
            format!("completed, ended {}, {kind}{note}", minute(it.ended_at))
        }
    }
}

fn task(task: &Task) -> String {
    let (mark, status) = match task.status {
        TaskStatus::Pending => (' ', ""),
        TaskStatus::InProgress => (' ', ", in progress"),
        TaskStatus::Completed => ('x', ""),
        TaskStatus::Skipped => (' ', ", skipped"),
    };
    format!("[{mark}] {} ({}{status})", line(task.subject.as_str()), line(&task.id))
}

fn question(question: &Question) -> String {
    let asked = lines(question.text.as_str(), INDENT);
    match &question.answer {
        None => format!("{asked}\\\n{INDENT}open since {}", minute(question.asked_at)),
        Some(answer) => {
            let text = lines(answer.text.as_str(), INDENT);
            format!("{asked}\\\n{INDENT}answered {}: {text}", minute(answer.at))
        }
    }
}

fn commit(commit: &Commit) -> String {
    let facts = &commit.facts;
    let sha: String = facts.sha.chars().take(12).collect();
    format!("{}: {} {}", minute(commit.at), line(&sha), line(&facts.subject))
}

/// Whether anybody said anything of it. Its sessions speak for themselves.
fn is_said(project: &Project) -> bool {
    project.phase.is_some() || !project.roadmap.as_slice().is_empty()
}

fn project(project: &Project) -> String {
    let mut text = format!("# Project {}\n", line(&project.name));
    if let Some(phase) = &project.phase {
        let _ = write!(text, "\n{}\n", line(phase.text.as_str()));
    }
    let items = project.roadmap.as_slice().iter();
    let items: Vec<String> = items
        .map(|item| {
            let mark = if item.status == core_model::project::RoadmapStatus::Done { 'x' } else { ' ' };
            format!(
                "[{mark}] {} ({}, {})",
                line(item.text.as_str()),
                line(&item.id),
                line(item.status.as_str())
            )
        })
        .collect();
    if !items.is_empty() {
        let _ = write!(text, "\n{}", list(&items));
    }
    text
}

fn list(items: &[String]) -> String {
    items.iter().map(|item| format!("- {item}\n")).collect()
}

/// The date and the minute in UTC: an export is the same wherever it is made.
fn minute(time: Time) -> String {
    time.format("%Y-%m-%d %H:%M UTC").to_string()
}
