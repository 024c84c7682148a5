//! Which session a commit belongs to, and on what ground.

use core_model::{Commit, Evidence, Session};

use super::log::short;
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// What [`why`] shows.
pub struct WhyView<'a> {
    /// The commit's id in full.
    pub sha: &'a str,
    /// Its subject. `None`: neither git nor we know it.
    pub subject: Option<&'a str>,
    /// How it was recorded. `None`: it was not.
    pub recorded: Option<&'a Commit>,
    /// The session that it belongs to. `None`: none.
    pub session: Option<&'a Session>,
    /// The other sessions that it could have belonged to.
    pub considered: &'a [Session],
    /// What it is called now.
    pub became: &'a [String],
    /// The session that its message names. `None`: none.
    pub trailer: Option<&'a str>,
    /// Whether nothing leads to it any more.
    pub is_dropped: bool,
}

/// Which session a commit belongs to, and on what ground.
#[must_use]
pub fn why(view: &WhyView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let first = Line::default().with(Role::Id, short(view.sha)).with(Role::Plain, "  ");
    page.wrapped(look, first, 10, Role::Heading, view.subject.unwrap_or("(not in this clone)"));
    page.gap();
    let mut row = |name: &str, text: &str| {
        page.wrapped(look, Line::default().with(Role::Dim, format!("  {name:<10} ")), 13, Role::Plain, text);
    };
    let others = view.considered.iter();
    let shorts = Shorts::new(view.session.iter().copied().chain(others.clone()).map(Session::id));
    let name = |session: &Session| {
        format!("{}  {} ({})", shorts.of(session.id()), session.opening().intent, session.status().name())
    };
    match (view.session, view.recorded) {
        (Some(session), _) => row("session", &name(session)),
        (None, Some(_)) => row("session", "none"),
        (None, None) => match view.trailer {
            Some(named) => {
                row("session", &format!("{named}, of another clone"));
                row("because", because(Evidence::Trailer));
            }
            None => row("session", "none: it is not recorded"),
        },
    }
    if let Some(commit) = view.recorded {
        let is_nobodys = view.session.is_none();
        let assigned = commit.assigned_at.filter(|_| is_nobodys).map(|_| "somebody said that it is nobody's");
        let says_no_ground = is_nobodys || commit.evidence == Evidence::None;
        let reason = assigned.or(commit.aside.reason.as_deref().filter(|_| says_no_ground));
        row("because", reason.unwrap_or(because(commit.evidence)));
        row("recorded", &format!("{} ({})", look.minute(commit.at), look.ago(commit.at)));
        if let Some(at) = commit.assigned_at {
            row("assigned", &format!("{} ({})", look.minute(at), look.ago(at)));
        }
        for old in &commit.replaces {
            row("was", &short(old));
        }
    }
    for now in view.became {
        row("now", &short(now));
    }
    if view.is_dropped && view.became.is_empty() {
        row("dropped", "no branch, tag or HEAD leads to it any more");
    }
    for session in others {
        row("considered", &name(session));
    }
    page
}

/// The ground as a sentence goes on after "because".
#[must_use]
pub fn because(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Environment => "GIT_SESSION_ID named it",
        Evidence::Conversation => "its agent's conversation was named in the environment",
        Evidence::Process => "the process that holds it made the commit",
        Evidence::Worktree => "it was the only session at work in this worktree",
        Evidence::Branch => "it was the only session at work on this branch",
        Evidence::AutoStart => "there was none at work, so one was opened for it",
        Evidence::Rewrite => "it took the place of a commit of this session",
        Evidence::Assigned => "somebody said so",
        Evidence::Trailer => "the commit's message names it",
        Evidence::None => "which one it belongs to could not be said",
    }
}
