//! What is going on.

use core_model::{Session, SessionId, Status};

use super::{INDENT, plural};
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// What [`status`] shows.
pub struct StatusView<'a> {
    /// The project.
    pub project: &'a str,
    /// This worktree.
    pub worktree: &'a str,
    /// The branch. `None`: HEAD is detached.
    pub branch: Option<&'a str>,
    /// The session that commands mean here. `None`: none, or more than one.
    pub current: Option<&'a SessionId>,
    /// The active and the parked sessions.
    pub live: &'a [Session],
    /// How many sessions compete for the commits of this worktree.
    pub at_work_here: usize,
    /// How many commits belong to no session.
    pub unassigned: usize,
}

/// What is going on: the sessions of this worktree first; of each kind those that wait for a person, then the others, the
/// oldest first; what was parked last comes first.
#[must_use]
pub fn status(view: &StatusView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let branch = view.branch.unwrap_or("detached HEAD");
    let place = format!(" · worktree {} · {branch}", view.worktree);
    page.line(look, Line::default().with(Role::Heading, view.project).with(Role::Dim, place));
    let shorts = Shorts::new(view.live.iter().map(Session::id));
    let here = |session: &&Session| session.opening().worktree == view.worktree;
    let active = |session: &&Session| matches!(session.status(), Status::Active);
    let mut groups: [(&str, Vec<&Session>); 3] = [
        ("Active here", view.live.iter().filter(here).filter(active).collect()),
        ("Active elsewhere", view.live.iter().filter(|it| !here(it)).filter(active).collect()),
        ("Parked", view.live.iter().filter(|it| !active(it)).collect()),
    ];
    for (_, sessions) in &mut groups[..2] {
        sessions.sort_by_key(|session| session.head().awaiting.is_none());
    }
    groups[2].1.sort_by_key(|session| std::cmp::Reverse(session.derive_latest()));
    if groups[0].1.is_empty() {
        page.gap();
        page.line(look, Line::default().with(Role::Plain, "No session is active here."));
    }
    for (name, sessions) in groups {
        if sessions.is_empty() {
            continue;
        }
        page.gap();
        page.line(look, Line::default().with(Role::Heading, name));
        for session in sessions {
            status_of_one(&mut page, session, view, &shorts, look);
        }
    }
    if view.current.is_none() && view.at_work_here > 1 {
        page.gap();
        let text = format!(
            "{} sessions are at work here. A commit that neither an agent nor the branch tells apart goes to none of \
             them: park all but one, or name the one that is meant in GIT_SESSION_ID.",
            view.at_work_here
        );
        page.wrapped(look, Line::default(), 0, Role::Heading, &text);
    }
    if view.unassigned > 0 {
        page.gap();
        let count = plural(view.unassigned, "commit");
        let verb = if view.unassigned == 1 { "belongs" } else { "belong" };
        let text =
            format!("{count} {verb} to no session; say to which: git session assign unassigned SESSION");
        page.wrapped(look, Line::default(), 0, Role::Plain, &text);
    }
    page
}

fn status_of_one(
    page: &mut Page,
    session: &Session,
    view: &StatusView<'_>,
    shorts: &Shorts,
    look: &Look<'_>,
) {
    let short = shorts.of(session.id());
    let mark = if view.current == Some(session.id()) { "* " } else { "  " };
    let opening = session.opening();
    let line = Line::default().with(Role::Plain, mark).with(Role::Id, short).with(Role::Plain, "  ");
    page.line(look, line.with(Role::Plain, opening.intent.as_str()));
    let indent = INDENT + short.len() + 2;
    let below = || Line::default().with(Role::Plain, " ".repeat(indent));
    let head = session.head();
    if let (Status::Active, Some(said)) = (session.status(), &head.awaiting) {
        let first = below().with(Role::Alert, format!("waits for a person ({}): ", look.ago(said.at)));
        page.wrapped(look, first, indent + 2, Role::Alert, said.text.as_str());
    }
    if let (Status::Active, Some(said)) = (session.status(), &head.activity) {
        let text = format!("now: {} ({})", said.text, look.ago(said.at));
        page.wrapped(look, below(), indent, Role::Plain, &text);
    }
    let elsewhere = opening.worktree != view.worktree;
    let place = if elsewhere { format!(" · worktree {}", opening.worktree) } else { String::new() };
    let who = &opening.author.name;
    let counts = counts(session);
    let text = match session.status() {
        Status::Active => format!(
            "{who} · started {} · {counts} · last sign of life {}{place}",
            look.ago(opening.started_at),
            look.ago(session.derive_last_sign())
        ),
        Status::Parked(parked) => {
            format!("{who} · parked {}: {} · {counts}{place}", look.ago(parked.at), parked.reason)
        }
        Status::Completed(_) => format!("{who} · completed · {counts}{place}"),
    };
    page.wrapped(look, below(), indent, Role::Dim, &text);
    for step in &head.next_steps {
        page.wrapped(look, below().with(Role::Dim, "next: "), indent + 6, Role::Plain, step.as_str());
    }
}

/// What there is of a session, in numbers; of what is open, only where there is any.
fn counts(session: &Session) -> String {
    let mut counts = vec![plural(session.record().derive_current().count(), "commit")];
    let tasks = session.tasks();
    match tasks.derive_open().as_slice().len() {
        0 => {}
        open => counts.push(format!("{open} of {} open", plural(tasks.as_slice().len(), "task"))),
    }
    match session.questions().derive_open().as_slice().len() {
        0 => {}
        open => counts.push(plural(open, "open question")),
    }
    counts.join(" · ")
}
