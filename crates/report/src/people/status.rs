//! What is going on, on one screen.

use core_model::care::Care;
use core_model::{Session, SessionId, Status};

use super::screen::{self, List};
use super::stale::why;
use super::{INDENT, plural};
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// How many next steps of a session are shown.
const STEPS: usize = 3;

/// How many open questions of a session are shown.
const QUESTIONS: usize = 2;

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
    /// Those that nobody seems to work on any more, and why.
    pub stale: &'a [(&'a SessionId, &'a Care)],
    /// How many sessions compete for the commits of this worktree.
    pub at_work_here: usize,
    /// How many commits belong to no session.
    pub unassigned: usize,
    /// Whether something could not be read, so that there may be more sessions.
    pub is_in_part: bool,
    /// How it stands with the hooks.
    pub hooks: Hooks,
    /// How many lines the screen has.
    pub rows: usize,
}

/// How it stands with the hooks that record commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hooks {
    /// They are where git looks for them.
    Fine,
    /// Nobody put them in.
    Missing,
    /// They were put in, and are not there any more.
    Gone,
    /// git is led past them.
    Bypassed,
    /// The environment switches them off.
    Off,
}

impl Hooks {
    /// The word that stands in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Missing => "missing",
            Self::Gone => "gone",
            Self::Bypassed => "bypassed",
            Self::Off => "off",
        }
    }

    /// What can be done. `None`: nothing needs to be.
    fn advice(self) -> Option<&'static str> {
        match self {
            Self::Fine => None,
            // In 80 columns, each with its command on one line.
            Self::Missing => Some("commits wait until somebody looks: git session install"),
            Self::Gone | Self::Bypassed => Some("commits wait until somebody looks: git session doctor"),
            Self::Off => Some("GIT_SESSION_HOOKS is 0"),
        }
    }
}

/// What is going on: what waits for a person first, then what is at work in this worktree and in others, what nobody seems to
/// work on any more, and what is parked, the last one first.
#[must_use]
pub fn status(view: &StatusView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let branch = view.branch.unwrap_or("detached HEAD");
    let place = format!(" · worktree {} · {branch}", view.worktree);
    page.line(look, Line::default().with(Role::Heading, view.project).with(Role::Dim, place));
    hooks(&mut page, view.hooks, look);
    let lists = lists(view, look);
    if !view.live.iter().any(|it| is_active(it) && is_here(it, view)) {
        page.gap();
        let none = if view.is_in_part {
            "No session that can be read is active here."
        } else {
            "No session is active here."
        };
        page.line(look, Line::default().with(Role::Plain, none));
    }
    let below = below(view, look);
    // A line for what is typed next.
    let rows = view.rows.saturating_sub(page.0.len() + below.0.len() + 1);
    screen::add(&mut page, look, lists, rows);
    page.0.extend(below.0);
    page
}

fn hooks(page: &mut Page, hooks: Hooks, look: &Look<'_>) {
    let role = if hooks == Hooks::Fine { Role::Dim } else { Role::Alert };
    let advice = hooks.advice().map(|advice| format!("; {advice}")).unwrap_or_default();
    page.wrapped(look, Line::default(), 0, role, &format!("hooks: {}{advice}", hooks.as_str()));
}

fn is_active(session: &Session) -> bool {
    matches!(session.status(), Status::Active)
}

fn is_here(session: &Session, view: &StatusView<'_>) -> bool {
    session.opening().worktree == view.worktree
}

fn lists<'a>(view: &StatusView<'_>, look: &Look<'_>) -> Vec<List<'a>> {
    let shorts = Shorts::new(view.live.iter().map(Session::id));
    let mut groups: [(&str, &str, Vec<&Session>); 5] = [
        ("Waits for a person", "git session log --status active", Vec::new()),
        ("Active here", "git session log --status active", Vec::new()),
        ("Active elsewhere", "git session log --status active", Vec::new()),
        ("Nobody seems to work on", "git session stale", Vec::new()),
        ("Parked", "git session log --status parked", Vec::new()),
    ];
    for session in view.live {
        let at = if !is_active(session) {
            4
        } else if session.head().awaiting.is_some() {
            0
        } else if care_of(session, view).is_some() {
            3
        } else {
            usize::from(!is_here(session, view)) + 1
        };
        groups[at].2.push(session);
    }
    groups[4].2.sort_by_key(|session| std::cmp::Reverse(session.derive_latest()));
    let list = |(title, all, sessions): (&'a str, &'a str, Vec<&Session>)| {
        let entry = |session: &Session| one(session, view, &shorts, look);
        List { title, all, entries: sessions.into_iter().map(entry).collect() }
    };
    groups.into_iter().map(list).collect()
}

fn care_of<'a>(session: &Session, view: &StatusView<'a>) -> Option<&'a Care> {
    view.stale.iter().find(|(id, _)| *id == session.id()).map(|(_, care)| *care)
}

fn one(session: &Session, view: &StatusView<'_>, shorts: &Shorts, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let short = shorts.of(session.id());
    let mark = if view.current == Some(session.id()) { "* " } else { "  " };
    let line = Line::default().with(Role::Plain, mark).with(Role::Id, short).with(Role::Plain, "  ");
    page.line(look, line.with(Role::Plain, session.opening().intent.as_str()));
    let indent = INDENT + short.len() + 2;
    let below = || Line::default().with(Role::Plain, " ".repeat(indent));
    let head = session.head();
    if let (true, Some(said)) = (is_active(session), &head.awaiting) {
        let text = format!("waits for a person ({}): {}", look.ago(said.at), said.text);
        page.wrapped(look, below(), indent, Role::Alert, &text);
    }
    if let (true, Some(said)) = (is_active(session), &head.activity) {
        let text = format!("now: {} ({})", said.text, look.ago(said.at));
        page.wrapped(look, below(), indent, Role::Plain, &text);
    }
    page.wrapped(look, below(), indent, Role::Dim, &standing(session, view, look));
    for question in session.questions().derive_open().as_slice().iter().take(QUESTIONS) {
        page.wrapped(
            look,
            below().with(Role::Dim, "asks: "),
            indent + 6,
            Role::Plain,
            question.text.as_str(),
        );
    }
    for step in head.next_steps.iter().take(STEPS) {
        page.wrapped(look, below().with(Role::Dim, "next: "), indent + 6, Role::Plain, step.as_str());
    }
    if let Some(left @ 1..) = head.next_steps.len().checked_sub(STEPS) {
        page.line(look, below().with(Role::Dim, format!("… and {left} more: git session show {short}")));
    }
    page
}

/// Who works, since when, and what there is, in a line.
fn standing(session: &Session, view: &StatusView<'_>, look: &Look<'_>) -> String {
    let opening = session.opening();
    let place =
        if is_here(session, view) { String::new() } else { format!(" · worktree {}", opening.worktree) };
    let (who, counts) = (&opening.author.name, counts(session));
    let last = look.ago(session.derive_last_sign());
    match (session.status(), care_of(session, view)) {
        (Status::Active, Some(care)) => {
            format!("{} · last sign of life {last} · {who} · {counts}{place}", why(care))
        }
        (Status::Active, None) => {
            let started = look.ago(opening.started_at);
            format!("{who} · started {started} · {counts} · last sign of life {last}{place}")
        }
        (Status::Parked(parked), _) => {
            format!("{who} · parked {}: {} · {counts}{place}", look.ago(parked.at), parked.reason)
        }
        (Status::Completed(_), _) => format!("{who} · completed · {counts}{place}"),
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

/// What somebody should do something about, below the lists.
fn below(view: &StatusView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
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
