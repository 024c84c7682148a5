//! What the next person or agent needs to go on with a session, within a size.
//!
//! It is the same for the same session, wherever it is read: moments are in UTC, and nothing says how long ago they were.
//! Whoever reads it may be an agent, so no text in it can pass for a part of it: see [`crate::export`].

mod fit;
mod gather;
mod markdown;
mod page;
#[cfg(test)]
mod tests;

use core_model::{Session, SessionId};
use serde::Serialize;

use gather::{facts, sections};

/// What a brief is made of.
pub struct BriefView<'a> {
    /// The session.
    pub session: &'a Session,
    /// The sessions that go on with it.
    pub children: &'a [SessionId],
    /// The sessions that it goes on with, the latest first.
    pub before: &'a [Session],
    /// What is to be known of its worktree, in a word: it is this one, another, or gone.
    pub place: &'a str,
    /// What is in no commit yet. `None`: it is not known.
    pub uncommitted: Option<&'a UncommittedView>,
}

/// What stands in a worktree and is in no commit yet. The names are those of the JSON.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UncommittedView {
    /// The branch. `None`: HEAD is detached.
    pub branch: Option<String>,
    /// The branch that it follows. `None`: it follows none.
    pub upstream: Option<String>,
    /// How many commits that one does not have. `None`: it is not there.
    pub ahead: Option<usize>,
    /// How many commits it has that this one does not.
    pub behind: Option<usize>,
    /// The files that differ.
    pub files: Vec<FileView>,
}

/// A file that differs.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Its path.
    pub path: String,
    /// How it differs, in a word.
    pub change: &'static str,
}

/// A brief.
#[derive(Debug, Clone)]
pub struct Brief {
    title: String,
    facts: Vec<(&'static str, String)>,
    sections: Vec<Section>,
    /// What shows all of it.
    all: String,
}

/// A list in a brief.
#[derive(Debug, Clone)]
struct Section {
    title: &'static str,
    /// What it is called in JSON.
    name: &'static str,
    entries: Vec<Entry>,
    left_out: usize,
}

/// An entry of a list: texts as they were said.
#[derive(Debug, Clone, Default)]
struct Entry {
    mark: String,
    text: String,
    because: Option<String>,
}

/// How many entries of a list were left out.
#[derive(Debug, Serialize)]
pub struct LeftOut {
    /// What the list holds.
    pub what: &'static str,
    /// How many.
    pub count: usize,
}

impl Brief {
    /// A brief whose Markdown has `most` bytes at most, where its facts alone have no more. What is left out is said: whole
    /// entries, the less important lists and the older entries first.
    #[must_use]
    pub fn new(view: &BriefView<'_>, most: usize) -> Self {
        let mut brief = Self {
            title: gather::shortened(view.session.opening().intent.as_str()),
            facts: facts(view),
            sections: sections(view),
            all: format!("git session show {}", view.session.id()),
        };
        brief.sections.retain(|section| !section.entries.is_empty());
        brief.fit(most);
        brief
    }

    /// What was left out.
    #[must_use]
    pub fn left_out(&self) -> Vec<LeftOut> {
        let cut = self.sections.iter().filter(|section| section.left_out > 0);
        cut.map(|section| LeftOut { what: section.name, count: section.left_out }).collect()
    }
}
