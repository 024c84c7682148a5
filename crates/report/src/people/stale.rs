//! The sessions that nobody seems to work on any more, and what was done about them.

use core_model::Session;
use core_model::care::{Care, Remedy, Why};

use super::INDENT;
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// What became of a session that needed care.
#[derive(Debug, Clone, Copy)]
pub enum Tended<'a> {
    /// This was done.
    Done(&'a Care),
    /// Nothing: it is not due, or gave a sign of life since.
    Left,
    /// Nothing, since something is wrong.
    Failed,
}

/// Each with why it needs care, and what is done about it.
#[must_use]
pub fn stale(found: &[(&Session, &Care)], look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let shorts = Shorts::new(found.iter().map(|(session, _)| session.id()));
    for (session, care) in found {
        let what = match (&care.remedy, care.due) {
            (Remedy::Close, true) => "clean closes it",
            (Remedy::Park(_), true) => "clean parks it",
            (Remedy::Close, false) => "clean closes it later",
            (Remedy::Park(_), false) => "clean parks it later",
        };
        let text = format!(
            "{} · last sign of life {} · worktree {} · {what}",
            why(care),
            look.ago(session.derive_last_sign()),
            session.opening().worktree
        );
        session_with(&mut page, session, &shorts, Role::Dim, &text, look);
    }
    page
}

/// Each that needed care, as it was then, with what was done about it.
#[must_use]
pub fn cleaned(tended: &[(&Session, Tended<'_>)], look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let shorts = Shorts::new(tended.iter().map(|(session, _)| session.id()));
    for (session, done) in tended {
        let (role, text) = match done {
            Tended::Done(care) => {
                let done = match care.remedy {
                    Remedy::Close => "closed",
                    Remedy::Park(_) => "parked",
                };
                let last = look.ago(session.derive_last_sign());
                (Role::Dim, format!("{done}: {} · last sign of life {last}", why(care)))
            }
            Tended::Left => (Role::Dim, "left as it is: not due, or it gave a sign of life".to_owned()),
            Tended::Failed => (Role::Alert, "failed".to_owned()),
        };
        session_with(&mut page, session, &shorts, role, &text, look);
    }
    page
}

fn session_with(
    page: &mut Page,
    session: &Session,
    shorts: &Shorts,
    role: Role,
    text: &str,
    look: &Look<'_>,
) {
    let short = shorts.of(session.id());
    let line = Line::default().with(Role::Id, short).with(Role::Plain, "  ");
    page.line(look, line.with(Role::Plain, session.opening().intent.as_str()));
    let indent = INDENT + short.len();
    page.wrapped(look, Line::default().with(Role::Plain, " ".repeat(indent)), indent, role, text);
}

pub(crate) fn why(care: &Care) -> &'static str {
    match care.why {
        Why::EndedByItself => "was opened by the tool and has ended",
        Why::Stale => "stale",
        Why::Orphaned => "its process is gone",
        Why::WorktreeGone => "its worktree is gone",
    }
}
