//! A brief at a terminal.

use super::{Brief, Entry};
use crate::page::{Line, Look, Page, Role};

/// How far the texts of a list go in.
const INDENT: usize = 2;

impl Brief {
    /// For a person.
    #[must_use]
    pub fn to_page(&self, look: &Look<'_>) -> Page {
        let mut page = Page::default();
        page.wrapped(look, Line::default(), 0, Role::Heading, &self.title);
        for (name, text) in &self.facts {
            let first = Line::default().with(Role::Dim, format!("  {name:<8} "));
            let role = if *name == "awaiting" { Role::Alert } else { Role::Plain };
            page.wrapped(look, first, 11, role, text);
        }
        for section in &self.sections {
            page.gap();
            page.line(look, Line::default().with(Role::Heading, section.title));
            section.entries.iter().for_each(|it| add(&mut page, look, it));
            if section.left_out > 0 {
                let text = format!("… and {} more: {}", section.left_out, self.all);
                page.wrapped(look, Line::default().with(Role::Plain, "  "), INDENT, Role::Dim, &text);
            }
        }
        page
    }
}

fn add(page: &mut Page, look: &Look<'_>, entry: &Entry) {
    let bullet = Line::default().with(Role::Dim, "- ");
    let text = match &*entry.mark {
        "" => entry.text.clone(),
        mark => format!("{mark}: {}", entry.text),
    };
    page.wrapped(look, bullet, INDENT, Role::Plain, &text);
    if let Some(because) = &entry.because {
        page.wrapped(look, Line::default().with(Role::Plain, "  "), INDENT, Role::Dim, because);
    }
}
