//! What was found, by session.

use core_model::{PassageKind, Session};

use super::INDENT;
use crate::page::{Line, Look, Page, Role};

/// How many passages of a session are shown.
const SHOWN: usize = 3;

/// How wide the words are that say what a passage is.
const KINDS: usize = 9;

/// A passage in which something was found.
#[derive(Debug, Clone, Copy)]
pub struct FoundView<'a> {
    /// What it is.
    pub kind: PassageKind,
    /// Its text in pieces, and of each whether it is what was looked for.
    pub pieces: &'a [(bool, String)],
}

/// The lines for a session in which something was found. `short`: what people type for it.
#[must_use]
pub fn search(session: &Session, short: &str, found: &[FoundView<'_>], look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let opening = session.opening();
    let in_intent = found.iter().find(|it| it.kind == PassageKind::Intent);
    let head = Line::default().with(Role::Id, short).with(Role::Plain, "  ");
    let head = match in_intent {
        Some(view) => marked(head, view.pieces, Role::Heading),
        None => head.with(Role::Heading, opening.intent.as_str()),
    };
    page.line(look, head);
    let indent = " ".repeat(INDENT);
    let when = format!(
        "{indent}{} · {} · {}",
        look.day(opening.started_at),
        opening.author.name.as_str(),
        opening.project
    );
    page.line(look, Line::default().with(Role::Dim, when));
    let others: Vec<&FoundView<'_>> = found.iter().filter(|it| it.kind != PassageKind::Intent).collect();
    for view in others.iter().take(SHOWN) {
        let kind = format!("{indent}{:<KINDS$}", view.kind.as_str());
        let room = look.width.saturating_sub(INDENT + KINDS);
        let pieces = around(view.pieces, room);
        page.line(look, marked(Line::default().with(Role::Dim, kind), &pieces, Role::Plain));
    }
    if others.len() > SHOWN {
        let more = format!("{indent}and {} more", others.len() - SHOWN);
        page.line(look, Line::default().with(Role::Dim, more));
    }
    page.gap();
    page
}

fn marked(line: Line, pieces: &[(bool, String)], plain: Role) -> Line {
    pieces.iter().fold(line, |line, (is_found, text)| {
        line.with(if *is_found { Role::Found } else { plain }, text.replace('\n', " "))
    })
}

/// The pieces from shortly before the first match on, where that would be beyond the room.
fn around(pieces: &[(bool, String)], room: usize) -> Vec<(bool, String)> {
    let before: usize =
        pieces.iter().take_while(|(is_found, _)| !is_found).map(|(_, text)| text.chars().count()).sum();
    let first: usize = pieces.iter().find(|it| it.0).map_or(0, |(_, text)| text.chars().count());
    if before + first <= room {
        return pieces.to_vec();
    }
    let kept = room / 3;
    let mut pieces = pieces.to_vec();
    if let Some((false, text)) = pieces.first_mut() {
        let skipped = text.chars().count().saturating_sub(kept);
        let tail: String = text.chars().skip(skipped).collect();
        // It begins with a word.
        let tail = tail.split_once(' ').map_or(tail.as_str(), |(_, rest)| rest);
        *text = format!("…{tail}");
    }
    pieces
}
