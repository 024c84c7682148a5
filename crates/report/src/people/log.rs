//! What happened, by day.

use core_model::{Commit, Session, Status};

use super::INDENT;
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

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
        for commit in session.record().derive_current() {
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
    let line = Line::default().with(Role::Plain, " ".repeat(indent)).with(Role::Id, short(&commit.facts.sha));
    let line = line.with(Role::Plain, "  ");
    page.line(look, line.with(Role::Plain, &commit.facts.subject).with(Role::Dim, before(commit)));
}

/// What it took the place of.
fn before(commit: &Commit) -> String {
    match &commit.replaces[..] {
        [] => String::new(),
        [only] => format!(" (was {})", short(only)),
        several => format!(" (was {} commits)", several.len()),
    }
}

/// As much of a commit's id as people read.
pub(super) fn short(sha: &str) -> String {
    sha.chars().take(8).collect()
}
