//! The tasks, the questions and the changed files of a session.

use core_model::{Session, Task, TaskStatus, TaskSummary};

use super::plural;
use crate::page::{Line, Look, Page, Role};

/// How many changed files are listed. The pipe and JSON have all.
const FILES: usize = 20;

/// The tasks of a session, or those of them that were asked for.
#[must_use]
pub fn task_list(session: &Session, tasks: &[&Task], look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let title = Line::default().with(Role::Id, session.id().as_str());
    page.line(look, title.with(Role::Plain, format!("  {}", session.opening().intent)));
    page.line(look, Line::default().with(Role::Heading, tasks_in_short(session.tasks().derive_summary())));
    task_rows(&mut page, tasks, look);
    page
}

/// How many tasks there are, and how far they are.
#[must_use]
pub fn tasks_in_short(summary: TaskSummary) -> String {
    let TaskSummary { pending, in_progress, completed, skipped } = summary;
    let counts = [
        (pending, TaskStatus::Pending),
        (in_progress, TaskStatus::InProgress),
        (completed, TaskStatus::Completed),
        (skipped, TaskStatus::Skipped),
    ];
    let there = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> =
        there.map(|(count, status)| format!("{count} {}", task_status(*status))).collect();
    match summary.total() {
        0 => "no tasks".to_owned(),
        total => format!("{}: {}", plural(total, "task"), parts.join(", ")),
    }
}

/// How far a task is, as people say it.
#[must_use]
pub fn task_status(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Pending => "pending",
        TaskStatus::InProgress => "in progress",
        TaskStatus::Completed => "completed",
        TaskStatus::Skipped => "skipped",
    }
}

pub(super) fn tasks(page: &mut Page, session: &Session, look: &Look<'_>) {
    let tasks: Vec<&Task> = session.tasks().as_slice().iter().collect();
    if !tasks.is_empty() {
        page.gap();
        let summary = tasks_in_short(session.tasks().derive_summary());
        page.line(look, Line::default().with(Role::Heading, summary));
        task_rows(page, &tasks, look);
    }
}

fn task_rows(page: &mut Page, tasks: &[&Task], look: &Look<'_>) {
    let widest = tasks.iter().map(|task| task.id.chars().count()).max().unwrap_or(0);
    for task in tasks {
        let first = Line::default().with(Role::Id, format!("  {:<widest$}", task.id));
        let first = first.with(Role::Dim, format!("  {:<11}  ", task_status(task.status)));
        let role = if task.status.is_open() { Role::Plain } else { Role::Dim };
        page.wrapped(look, first, widest + 17, role, task.subject.as_str());
    }
}

pub(super) fn questions(page: &mut Page, session: &Session, look: &Look<'_>) {
    let questions = session.questions().as_slice();
    if questions.is_empty() {
        return;
    }
    page.gap();
    let open = session.questions().derive_open().as_slice().len();
    let title = format!("{}: {open} open", plural(questions.len(), "question"));
    page.line(look, Line::default().with(Role::Heading, title));
    let widest = questions.iter().map(|it| it.id.chars().count()).max().unwrap_or(0);
    for question in questions {
        let first = Line::default().with(Role::Id, format!("  {:<widest$}  ", question.id));
        page.wrapped(look, first, widest + 4, Role::Plain, question.text.as_str());
        let below = Line::default().with(Role::Plain, " ".repeat(widest + 4));
        match &question.answer {
            Some(answer) => {
                let first = below.with(Role::Dim, format!("answered {}: ", look.ago(answer.at)));
                page.wrapped(look, first, widest + 6, Role::Plain, answer.text.as_str());
            }
            None => {
                page.line(
                    look,
                    below.with(Role::Dim, format!("open, asked {}", look.ago(question.asked_at))),
                );
            }
        }
    }
}

pub(super) fn files(page: &mut Page, session: &Session, look: &Look<'_>) {
    let files = session.record().derive_files();
    if files.paths.is_empty() {
        return;
    }
    page.gap();
    let more = if files.more { ", and more that are not known" } else { "" };
    let title = format!("{} changed{more}", plural(files.paths.len(), "file"));
    page.line(look, Line::default().with(Role::Heading, title));
    for path in files.paths.iter().take(FILES) {
        page.line(look, Line::default().with(Role::Plain, format!("  {path}")));
    }
    if let Some(left @ 1..) = files.paths.len().checked_sub(FILES) {
        page.line(look, Line::default().with(Role::Dim, format!("  and {left} more")));
    }
}
