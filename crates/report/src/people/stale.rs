//! The sessions that nobody seems to work on any more.

use core_model::Session;
use core_model::care::{Care, Remedy, Why};

use super::INDENT;
use crate::page::{Line, Look, Page, Role};
use crate::short::Shorts;

/// Each with why it needs care, and what is done about it.
#[must_use]
pub fn stale(found: &[(&Session, &Care)], look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let shorts = Shorts::new(found.iter().map(|(session, _)| session.id()));
    for (session, care) in found {
        let short = shorts.of(session.id());
        let line = Line::default().with(Role::Id, short).with(Role::Plain, "  ");
        page.line(look, line.with(Role::Plain, session.opening().intent.as_str()));
        let why = match care.why {
            Why::EndedByItself => "was opened by the tool and has ended",
            Why::Stale => "stale",
            Why::Orphaned => "its process is gone",
            Why::WorktreeGone => "its worktree is gone",
        };
        let what = match (&care.remedy, care.due) {
            (Remedy::Close, true) => "clean closes it",
            (Remedy::Park(_), true) => "clean parks it",
            (Remedy::Close, false) => "clean closes it later",
            (Remedy::Park(_), false) => "clean parks it later",
        };
        let indent = INDENT + short.len();
        let text = format!(
            "{why} · last sign of life {} · worktree {} · {what}",
            look.ago(session.derive_last_sign()),
            session.opening().worktree
        );
        let below = Line::default().with(Role::Plain, " ".repeat(indent));
        page.wrapped(look, below, indent, Role::Dim, &text);
    }
    page
}
