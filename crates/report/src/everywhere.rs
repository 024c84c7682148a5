//! What is live in several repositories: a block for each.

use std::path::Path;

use core_model::care::Care;
use core_model::{Session, SessionId, Status, StatusName};

use crate::page::{Line, Look, Page, Role};
use crate::people::{plural, why_care};
use crate::pipe::{self, row};
use crate::short::Shorts;

/// A repository.
pub struct ThereView<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// What is live, or why that cannot be said.
    pub live: Result<LiveView<'a>, &'a str>,
}

/// What is live in it.
pub struct LiveView<'a> {
    /// The project.
    pub project: &'a str,
    /// The active and the parked sessions.
    pub sessions: &'a [Session],
    /// Those that nobody seems to work on any more, and why.
    pub stale: &'a [(&'a SessionId, &'a Care)],
    /// How many commits belong to no session.
    pub unassigned: usize,
}

/// For a person: what waits for one first, then what is at work, then what is parked, a line each. Repositories in which
/// nothing is live come last, in a line together. `home`: the folder that is written as `~`.
#[must_use]
pub fn page(repositories: &[ThereView<'_>], home: Option<&Path>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let mut quiet: Vec<String> = Vec::new();
    for there in repositories {
        let place = place(there.path, home);
        match &there.live {
            Ok(live) if live.sessions.is_empty() && live.unassigned == 0 => quiet.push(place),
            Ok(live) => {
                head(&mut page, live.project, &place, look);
                block(&mut page, live, look);
            }
            Err(error) => {
                let name = there.path.file_name().unwrap_or_default().to_string_lossy();
                head(&mut page, &name, &place, look);
                let first = Line::default().with(Role::Plain, "  ");
                page.wrapped(look, first, 2, Role::Alert, &format!("cannot be read: {error}"));
            }
        }
    }
    if !quiet.is_empty() {
        if !page.0.is_empty() {
            page.gap();
        }
        let text = format!("Nothing is active or parked in {}", quiet.join(", "));
        page.wrapped(look, Line::default(), 0, Role::Dim, &text);
    }
    page
}

fn head(page: &mut Page, project: &str, place: &str, look: &Look<'_>) {
    if !page.0.is_empty() {
        page.gap();
    }
    page.line(look, Line::default().with(Role::Heading, project).with(Role::Dim, format!("  {place}")));
}

fn block(page: &mut Page, live: &LiveView<'_>, look: &Look<'_>) {
    let shorts = Shorts::new(live.sessions.iter().map(Session::id));
    let mut sessions: Vec<&Session> = live.sessions.iter().collect();
    let is_active = |session: &Session| session.status().name() == StatusName::Active;
    sessions.sort_by_key(|session| {
        let waits = is_active(session) && session.head().awaiting.is_some();
        (!waits, !is_active(session), std::cmp::Reverse(session.derive_latest()))
    });
    for session in sessions {
        let short = shorts.of(session.id());
        let line = Line::default().with(Role::Plain, "  ").with(Role::Id, short).with(Role::Plain, "  ");
        page.line(look, line.with(Role::Plain, session.opening().intent.as_str()));
        let indent = short.len() + 4;
        let (role, text) = standing(session, live, look);
        page.wrapped(look, Line::default().with(Role::Plain, " ".repeat(indent)), indent, role, &text);
    }
    if live.unassigned > 0 {
        let text = format!("{} without a session", plural(live.unassigned, "commit"));
        page.line(look, Line::default().with(Role::Plain, format!("  {text}")));
    }
}

fn standing(session: &Session, live: &LiveView<'_>, look: &Look<'_>) -> (Role, String) {
    let opening = session.opening();
    let (who, worktree) = (&opening.author.name, &opening.worktree);
    let care = live.stale.iter().find(|(id, _)| *id == session.id());
    match (session.status(), &session.head().awaiting, care) {
        (Status::Active, Some(said), _) => {
            (Role::Alert, format!("waits for a person ({}): {}", look.ago(said.at), said.text))
        }
        (Status::Active, None, Some((_, care))) => {
            let last = look.ago(session.derive_last_sign());
            (
                Role::Dim,
                format!("{} · last sign of life {last} · {who} · worktree {worktree}", why_care(care)),
            )
        }
        (Status::Active, None, None) => {
            let last = look.ago(session.derive_last_sign());
            (Role::Dim, format!("active · {who} · last sign of life {last} · worktree {worktree}"))
        }
        (Status::Parked(parked), _, _) => {
            (Role::Dim, format!("parked {}: {}", look.ago(parked.at), parked.reason))
        }
        (Status::Completed(_), _, _) => (Role::Dim, "completed".to_owned()),
    }
}

fn place(path: &Path, home: Option<&Path>) -> String {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) if below.as_os_str().is_empty() => "~".to_owned(),
        Some(below) => format!("~/{}", below.display()),
        None => path.display().to_string(),
    }
}

/// For a pipe: `repository` (path, project, number of commits that belong to no session, what is wrong), then its lines as
/// `status` has them.
#[must_use]
pub fn pipe(there: &ThereView<'_>) -> Vec<String> {
    let path = there.path.display().to_string();
    match &there.live {
        Err(error) => vec![row(&["repository", &path, "", "", error])],
        Ok(live) => {
            let head = row(&["repository", &path, live.project, &live.unassigned.to_string(), ""]);
            let sessions = live.sessions.iter().flat_map(pipe::status);
            std::iter::once(head).chain(sessions).collect()
        }
    }
}
