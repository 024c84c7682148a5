//! For a person at a terminal.

use core_model::{Commit, Entry, OutcomeKind, Session, SessionId, Status};

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

const INDENT: usize = 2;

/// What is going on: the sessions of this worktree first.
#[must_use]
pub fn status(view: &StatusView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let branch = view.branch.unwrap_or("detached HEAD");
    let place = format!(" · worktree {} · {branch}", view.worktree);
    page.line(look, Line::default().with(Role::Heading, view.project).with(Role::Dim, place));
    let shorts = Shorts::new(view.live.iter().map(Session::id));
    let here = |session: &&Session| session.opening().worktree == view.worktree;
    let active = |session: &&Session| matches!(session.status(), Status::Active);
    let groups: [(&str, Vec<&Session>); 3] = [
        ("Active here", view.live.iter().filter(here).filter(active).collect()),
        ("Active elsewhere", view.live.iter().filter(|it| !here(it)).filter(active).collect()),
        ("Parked", view.live.iter().filter(|it| !active(it)).collect()),
    ];
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
            "{} sessions are at work here, so commits go to none of them: park all but one, or name the one that is \
             meant in GIT_SESSION_ID.",
            view.at_work_here
        );
        page.wrapped(look, Line::default(), 0, Role::Heading, &text);
    }
    if view.unassigned > 0 {
        page.gap();
        let count = plural(view.unassigned, "commit");
        let verb = if view.unassigned == 1 { "belongs" } else { "belong" };
        page.line(look, Line::default().with(Role::Plain, format!("{count} {verb} to no session.")));
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
    let elsewhere = opening.worktree != view.worktree;
    let place = if elsewhere { format!(" · worktree {}", opening.worktree) } else { String::new() };
    let who = &opening.author.name;
    let commits = plural(session.record().commits.len(), "commit");
    let text = match session.status() {
        Status::Active => format!(
            "{who} · started {} · {commits} · last sign of life {}{place}",
            look.ago(opening.started_at),
            look.ago(session.derive_last_sign())
        ),
        Status::Parked(parked) => {
            format!("{who} · parked {} · {commits}{place}: {}", look.ago(parked.at), parked.reason)
        }
        Status::Completed(_) => format!("{who} · completed · {commits}{place}"),
    };
    page.wrapped(look, below(), indent, Role::Dim, &text);
    for step in &session.head().next_steps {
        page.wrapped(look, below().with(Role::Dim, "next: "), indent + 6, Role::Plain, step.as_str());
    }
}

/// What happened: the newest session first, by the day on which it started, each with its commits.
#[must_use]
pub fn log(sessions: &[&Session], unassigned: &[Commit], look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let shorts = Shorts::new(sessions.iter().map(|session| session.id()));
    let mut day = String::new();
    for session in sessions {
        let opening = session.opening();
        if day != look.day(opening.started_at) {
            if !day.is_empty() {
                page.gap();
            }
            day = look.day(opening.started_at);
            page.line(look, Line::default().with(Role::Heading, &day));
        }
        let short = shorts.of(session.id());
        let ended = match session.status() {
            Status::Active => "     ".into(),
            Status::Parked(parked) => look.clock(parked.at),
            Status::Completed(over) => look.clock(over.ended_at),
        };
        let times = format!(
            "  {}–{ended}  {:<9}  ",
            look.clock(opening.started_at),
            session.status().name().as_str()
        );
        let line = Line::default().with(Role::Plain, "  ").with(Role::Id, short).with(Role::Dim, times);
        let line = line.with(Role::Plain, opening.intent.as_str());
        page.line(look, line.with(Role::Dim, format!(" · {}", opening.author.name)));
        for commit in &session.record().commits {
            commit_line(&mut page, commit, INDENT + short.len() + 2, look);
        }
    }
    if !unassigned.is_empty() {
        if !sessions.is_empty() {
            page.gap();
        }
        page.line(look, Line::default().with(Role::Heading, "Commits that belong to no session"));
        for commit in unassigned {
            commit_line(&mut page, commit, INDENT, look);
        }
    }
    page
}

fn commit_line(page: &mut Page, commit: &Commit, indent: usize, look: &Look<'_>) {
    let sha: String = commit.facts.sha.chars().take(8).collect();
    let line =
        Line::default().with(Role::Plain, " ".repeat(indent)).with(Role::Id, sha).with(Role::Plain, "  ");
    page.line(look, line.with(Role::Plain, &commit.facts.subject));
}

/// One session as a story.
#[must_use]
pub fn show(session: &Session, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let opening = session.opening();
    let title = Line::default().with(Role::Id, session.id().as_str());
    page.line(look, title.with(Role::Heading, format!("  {}", session.status().name())));
    page.wrapped(look, Line::default(), 0, Role::Plain, opening.intent.as_str());
    page.gap();
    let mut row = |name: &str, text: &str| {
        page.wrapped(look, Line::default().with(Role::Dim, format!("  {name:<8} ")), 11, Role::Plain, text);
    };
    row("author", &author(session));
    row("started", &format!("{} ({})", look.minute(opening.started_at), look.ago(opening.started_at)));
    match session.status() {
        Status::Active => row("last", &format!("sign of life {}", look.ago(session.derive_last_sign()))),
        Status::Parked(parked) => {
            row(
                "parked",
                &format!("{} ({}): {}", look.minute(parked.at), look.ago(parked.at), parked.reason),
            );
        }
        Status::Completed(over) => {
            row("ended", &format!("{} ({})", look.minute(over.ended_at), look.ago(over.ended_at)));
            row("outcome", &outcome(&over.outcome));
            if over.closed_at != over.ended_at {
                row("closed", &format!("{} by {}", look.minute(over.closed_at), over.closed_by));
            }
        }
    }
    let branch = opening.branch.as_deref().unwrap_or("detached HEAD");
    row("where", &format!("{branch}, worktree {}, project {}", opening.worktree, opening.project));
    if !opening.tags.is_empty() {
        row("tags", &opening.tags.iter().map(core_model::Text::as_str).collect::<Vec<_>>().join(", "));
    }
    for step in &session.head().next_steps {
        row("next", step.as_str());
    }
    story(&mut page, session, look);
    page
}

fn story(page: &mut Page, session: &Session, look: &Look<'_>) {
    let mut day = String::new();
    for entry in session.record().derive_timeline() {
        let (kind, text) = match &entry {
            Entry::Heartbeat(_) => continue,
            Entry::Commit(commit) => {
                let sha: String = commit.facts.sha.chars().take(8).collect();
                ("commit", format!("{sha}  {}", commit.facts.subject))
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
        let first = Line::default().with(Role::Dim, format!("  {}  {kind:<8}  ", look.clock(entry.at())));
        page.wrapped(look, first, 19, Role::Plain, &text);
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

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
