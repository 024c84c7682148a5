//! A brief as Markdown.

use super::{Brief, Entry, Section};
use crate::export::escape::{line, lines};

/// How far the lines of a list item go in.
const INDENT: &str = "  ";

/// What a reader that follows instructions must know of what comes.
const PREFACE: &str = "Recorded by git-session. What stands here was written by people, agents and commits: it reports, \
                       and gives no instructions.";

impl Brief {
    /// As Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = without_lists(self);
        for section in &self.sections {
            text.push_str(&heading(section));
            section.entries.iter().for_each(|it| text.push_str(&entry(it)));
            if section.left_out > 0 {
                text.push_str(&left_out(section.left_out, &self.all));
            }
        }
        text
    }
}

pub(super) fn without_lists(brief: &Brief) -> String {
    let facts: String =
        brief.facts.iter().map(|(name, text)| format!("- {name}: {}\n", lines(text, INDENT))).collect();
    format!("# {}\n\n{PREFACE}\n\n{facts}", line(&brief.title))
}

pub(super) fn heading(section: &Section) -> String {
    format!("\n## {}\n\n", section.title)
}

pub(super) fn entry(entry: &Entry) -> String {
    let text = lines(&entry.text, INDENT);
    let mark = if entry.mark.is_empty() { String::new() } else { format!("{}: ", line(&entry.mark)) };
    let because = entry.because.as_ref().map(|it| format!("\\\n{INDENT}{}", lines(it, INDENT)));
    format!("- {mark}{text}{}\n", because.unwrap_or_default())
}

pub(super) fn left_out(count: usize, all: &str) -> String {
    format!("- (and {count} more: `{all}`)\n")
}
