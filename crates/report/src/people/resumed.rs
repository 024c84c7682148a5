//! A session that goes on with another: what came along.

use core_model::{Session, Status, Text};

use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// How wide the words before what came along are.
const LABEL: usize = "question".len();

/// Which session goes on with which, since when nobody worked on it, and all that is open.
#[must_use]
pub fn resumed(session: &Session, parent: &Session, reason: Option<&Text>, look: &Look<'_>) -> Page {
    let mut page = resumed_in_short(session, parent, reason, look);
    for task in session.tasks().as_slice() {
        row(&mut page, look, "task", &format!("{}  {}", task.id, task.subject));
    }
    for question in session.questions().as_slice() {
        row(&mut page, look, "question", &format!("{}  {}", question.id, question.text));
    }
    for step in &session.head().next_steps {
        row(&mut page, look, "next", step.as_str());
    }
    page
}

/// The same without what is open.
#[must_use]
pub fn resumed_in_short(session: &Session, parent: &Session, reason: Option<&Text>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let shorts = Shorts::new([session.id(), parent.id()]);
    let head = Line::default().with(Role::Id, shorts.of(session.id())).with(Role::Plain, " goes on with ");
    let head = head.with(Role::Id, shorts.of(parent.id()));
    page.line(look, head.with(Role::Plain, format!(": {}", session.opening().intent)));
    if let Status::Completed(over) = parent.status() {
        row(&mut page, look, "stopped", &look.ago(over.ended_at));
    }
    if let Some(reason) = reason {
        row(&mut page, look, "parked", reason.as_str());
    }
    page
}

fn row(page: &mut Page, look: &Look<'_>, label: &str, text: &str) {
    let first = Line::default().with(Role::Dim, format!("  {label:<LABEL$}  "));
    page.wrapped(look, first, LABEL + 4, Role::Plain, text);
}
