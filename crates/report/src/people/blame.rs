//! Which session wrote each part of a file.

use core_model::{Session, Time};

use super::NARROW;
use super::log::short;
use crate::page::{Line, Look, Page, Role};

/// What [`blame`] shows.
pub struct BlameView<'a> {
    /// The parts, in order.
    pub parts: &'a [Blamed<'a>],
    /// Whether each line is shown.
    pub with_lines: bool,
}

/// Lines that stand one below the other and that one session wrote, or one commit that belongs to none.
#[derive(Debug)]
pub struct Blamed<'a> {
    /// The number of the first line.
    pub first: usize,
    /// What stands there.
    pub lines: &'a [String],
    /// Who wrote them. `None`: they are not committed yet.
    pub by: Option<Writer<'a>>,
}

/// Who wrote some lines.
#[derive(Debug)]
pub struct Writer<'a> {
    /// The session, and what people type for it. `None`: the commit belongs to none.
    pub session: Option<(&'a Session, &'a str)>,
    /// The latest commit that wrote some of them.
    pub sha: &'a str,
    /// When it was written.
    pub at: Time,
    /// Who wrote it.
    pub author: &'a str,
    /// Its subject.
    pub subject: &'a str,
}

impl Blamed<'_> {
    /// The number of the last line.
    pub(crate) fn last(&self) -> usize {
        self.first + self.lines.len().saturating_sub(1)
    }
}

/// Which session wrote each part of a file.
#[must_use]
pub fn blame(view: &BlameView<'_>, look: &Look<'_>) -> Page {
    let mut page = Page::default();
    let highest = view.parts.last().map_or(1, Blamed::last);
    let digits = highest.to_string().len();
    let names = view.parts.iter().filter_map(|part| part.by.as_ref()).map(|by| name(by).len());
    let widest = names.max().unwrap_or(0);
    for part in view.parts {
        let first = match &part.by {
            Some(by) => Line::default()
                .with(Role::Id, format!("{:<widest$}", name(by)))
                .with(Role::Dim, format!("  {}", look.date(by.at))),
            None => Line::default().with(Role::Dim, format!("{:<widest$}  {:<10}", "", "")),
        };
        if view.with_lines {
            for (number, line) in (part.first..).zip(part.lines) {
                let number = format!("  {number:>digits$}  ");
                // A tab is one column to nobody who reads a file.
                page.line(
                    look,
                    first.clone().with(Role::Dim, number).with(Role::Plain, line.replace('\t', "    ")),
                );
            }
            continue;
        }
        let range = match part.last() - part.first {
            0 => format!("{:>digits$}{:width$}", part.first, "", width = digits + 1),
            _ => format!("{:>digits$}–{:<digits$}", part.first, part.last()),
        };
        let mut line = Line::default().with(Role::Dim, format!("{range}  "));
        line.0.extend(first.0);
        let (role, text) = match &part.by {
            Some(Writer { session: Some((session, _)), .. }) => {
                (Role::Plain, format!("{} · {}", session.opening().intent, session.opening().author.name))
            }
            Some(by) => (Role::Dim, format!("no session: {} · {}", by.subject, by.author)),
            None => (Role::Dim, "not committed yet".to_owned()),
        };
        if look.width < NARROW {
            page.line(look, line);
            page.wrapped(look, Line::default().with(Role::Plain, "    "), 4, role, &text);
        } else {
            let indent = 2 * digits + 3 + widest + 14;
            page.wrapped(look, line.with(Role::Plain, "  "), indent, role, &text);
        }
    }
    page
}

/// What people type for whoever wrote something.
fn name(by: &Writer<'_>) -> String {
    by.session.map_or_else(|| short(by.sha), |(_, short)| short.to_owned())
}
