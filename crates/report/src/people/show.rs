//! One session.

use chrono::TimeDelta;
use core_model::{Entry, Evidence, OutcomeKind, Session, SessionId, Status, Text};

use super::log::short;
use super::{NARROW, because, parts};
use crate::page::{Line, Look, Page, Role, length};

/// What [`show`] shows.
pub struct ShowView<'a> {
    /// The session.
    pub session: &'a Session,
    /// The commit by which it was found. `None`: it was named itself.
    pub found_by: Option<FoundByView<'a>>,
    /// The sessions that go on with it.
    pub children: &'a [SessionId],
    /// What is known of those, and of the one that it goes on with.
    pub relatives: &'a [&'a Session],
    /// The longest gap between two signs of life in which somebody worked.
    pub gap: TimeDelta,
}

/// A commit by which a session was found.
pub struct FoundByView<'a> {
    /// Its id.
    pub sha: &'a str,
    /// On what ground it belongs to the session.
    pub evidence: Evidence,
    /// What it is called now, where others took its place.
    pub became: &'a [String],
}

/// One session as a story.
#[must_use]
pub fn show(view: &ShowView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let session = view.session;
    let title = Line::default().with(Role::Id, session.id().as_str());
    page.line(look, title.with(Role::Heading, format!("  {}", session.status().name())));
    page.wrapped(look, Line::default(), 0, Role::Plain, session.opening().intent.as_str());
    if let Some(found) = &view.found_by {
        page.wrapped(look, Line::default(), 0, Role::Dim, &found_by(found));
    }
    page.gap();
    present(&mut page, session, look);
    origin(&mut page, session, look);
    status(&mut page, session, look);
    row(&mut page, look, "worked", Role::Plain, &worked(session, view.gap));
    place(&mut page, view, look);
    parts::tasks(&mut page, session, look);
    parts::questions(&mut page, session, look);
    story(&mut page, session, look);
    parts::files(&mut page, session, look);
    page
}

fn found_by(found: &FoundByView<'_>) -> String {
    let now = match found.became {
        [] => String::new(),
        became => {
            let names: Vec<String> = became.iter().map(|sha| short(sha)).collect();
            format!(", now {},", names.join(", "))
        }
    };
    format!("Commit {}{now} belongs to it: {}.", short(found.sha), because(found.evidence))
}

/// How long was worked, with the rule.
fn worked(session: &Session, gap: TimeDelta) -> String {
    let (active, wall) = session.derive_times(gap);
    let rule = format!("pauses of up to {} count", length(gap));
    if wall < TimeDelta::minutes(1) {
        return length(wall);
    }
    format!("{} of {} ({rule})", length(active), length(wall))
}

fn row(page: &mut Page, look: &Look<'_>, name: &str, role: Role, text: &str) {
    page.wrapped(look, Line::default().with(Role::Dim, format!("  {name:<8} ")), 11, role, text);
}

/// What it waits for and what it does.
fn present(page: &mut Page, session: &Session, look: &Look<'_>) {
    let head = session.head();
    if let Some(said) = &head.awaiting {
        let text = format!("{} (since {}, {})", said.text, look.minute(said.at), look.ago(said.at));
        let over = matches!(session.status(), Status::Completed(_));
        row(page, look, "awaiting", if over { Role::Plain } else { Role::Alert }, &text);
    }
    if let Some(said) = &head.activity {
        row(page, look, "activity", Role::Plain, &format!("{} ({})", said.text, look.ago(said.at)));
    }
}

/// Who began it, and when.
fn origin(page: &mut Page, session: &Session, look: &Look<'_>) {
    let opening = session.opening();
    row(page, look, "author", Role::Plain, &author(session));
    if let Some(owner) = &opening.owner {
        let text =
            format!("process {} on {}, since {}", owner.pid, owner.host, look.minute(owner.started_at));
        row(page, look, "owner", Role::Plain, &text);
    }
    let text = format!("{} ({})", look.minute(opening.started_at), look.ago(opening.started_at));
    row(page, look, "started", Role::Plain, &text);
}

/// What is true of it only in its status.
fn status(page: &mut Page, session: &Session, look: &Look<'_>) {
    let when = |time| format!("{} ({})", look.minute(time), look.ago(time));
    let mut row = |name: &str, text: &str| row(page, look, name, Role::Plain, text);
    match session.status() {
        Status::Active => row("last", &format!("sign of life {}", look.ago(session.derive_last_sign()))),
        Status::Parked(parked) => {
            if parked.stopped_at != parked.at {
                row("stopped", &when(parked.stopped_at));
            }
            let by = if parked.by == "park" { String::new() } else { format!(" by {}", parked.by) };
            row("parked", &format!("{}{by}: {}", when(parked.at), parked.reason));
        }
        Status::Completed(over) => {
            row("ended", &when(over.ended_at));
            row("outcome", &outcome(&over.outcome));
            if over.closed_at != over.ended_at {
                row("closed", &format!("{} by {}", look.minute(over.closed_at), over.closed_by));
            }
        }
    }
}

/// Where it belongs, and what comes next.
fn place(page: &mut Page, view: &ShowView<'_>, look: &Look<'_>) {
    let (session, opening) = (view.session, view.session.opening());
    let mut row = |name: &str, text: &str| row(page, look, name, Role::Plain, text);
    let branch = opening.branch.as_deref().unwrap_or("detached HEAD");
    row("where", &format!("{branch}, worktree {}, project {}", opening.worktree, opening.project));
    let named = |id: &SessionId| match view.relatives.iter().find(|it| it.id() == id) {
        Some(it) => format!("{id}  {} ({})", it.opening().intent, it.status().name()),
        None => id.to_string(),
    };
    if let Some(parent) = &opening.parent {
        row("parent", &named(parent));
    }
    for child in view.children {
        row("child", &named(child));
    }
    if let Some(item) = &opening.roadmap {
        row("roadmap", item.as_str());
    }
    if !opening.tags.is_empty() {
        row("tags", &opening.tags.iter().map(Text::as_str).collect::<Vec<_>>().join(", "));
    }
    for step in &session.head().next_steps {
        row("next", step.as_str());
    }
}

fn story(page: &mut Page, session: &Session, look: &Look<'_>) {
    let mut day = String::new();
    let became = session.record().derive_became();
    for entry in session.record().derive_timeline() {
        let (kind, text) = match &entry {
            Entry::Heartbeat(_) => continue,
            Entry::Commit(commit) => {
                let sha = commit.facts.sha.as_str();
                let now = became.get(sha).map(|now| format!(" (now {})", short(now))).unwrap_or_default();
                ("commit", format!("{}  {}{now}", short(sha), commit.facts.subject))
            }
            Entry::Event(event) => ("event", event.text.to_string()),
            Entry::Decision(decision) => {
                ("decision", format!("{}\nbecause {}", decision.title, decision.because))
            }
        };
        if day != look.day(entry.at()) {
            day = look.day(entry.at());
            page.gap();
            page.line(look, Line::default().with(Role::Heading, &day));
        }
        let clock = look.clock(entry.at());
        let first = Line::default().with(Role::Dim, format!("  {clock}  {kind:<8}  "));
        if look.width < NARROW {
            page.line(look, Line::default().with(Role::Dim, format!("  {clock}  {kind}")));
            page.wrapped(look, Line::default().with(Role::Plain, "    "), 4, Role::Plain, &text);
        } else {
            page.wrapped(look, first, 19, Role::Plain, &text);
        }
    }
}

fn author(session: &Session) -> String {
    let author = &session.opening().author;
    match &author.conversation {
        Some(conversation) => {
            format!("{} ({}, conversation {conversation})", author.name, author.kind.as_str())
        }
        None => format!("{} ({})", author.name, author.kind.as_str()),
    }
}

fn outcome(outcome: &core_model::Outcome) -> String {
    let kind = match &outcome.kind {
        OutcomeKind::Done => "done".to_owned(),
        OutcomeKind::ResumedAs(child) => format!("resumed as {child}"),
        OutcomeKind::Abandoned => "abandoned".to_owned(),
        OutcomeKind::Stale => "closed, since it showed no sign of life".to_owned(),
    };
    outcome.note.as_ref().map_or_else(|| kind.clone(), |note| format!("{kind}: {note}"))
}
