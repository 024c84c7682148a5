//! Which sessions are meant, where a command looks at many.
//!
//! Of what is given of one kind, one must hold; of several kinds, each. The index narrows down which files are read
//! (`select/narrow.rs`); what is meant is decided here, of each session that was read.

use core_model::{AuthorKind, Session, StatusName, Time};
use globset::{GlobBuilder, GlobMatcher};
use regex::{Regex, RegexBuilder};

/// Which sessions are meant. An empty one means all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those that gave a sign of life then, or later.
    pub since: Option<Time>,
    /// Those that began by then.
    pub until: Option<Time>,
    /// Those with one of these statuses, as it is by now: see [`core_model::attribution::derive_by_now`].
    pub statuses: Vec<StatusName>,
    /// Those of somebody whose name has one of these in it, whatever its case.
    pub authors: Vec<String>,
    /// The same of agents alone. An empty one means any agent.
    pub agents: Vec<String>,
    /// Those that began on such a branch, or have a commit that was made on one.
    pub branches: Vec<Name>,
    /// Those with such a tag.
    pub tags: Vec<Name>,
    /// Those of such a project.
    pub projects: Vec<Name>,
    /// Those in which something was said that has this in it.
    pub grep: Vec<Expression>,
    /// Those with a commit that changed one of these files, or one below it: paths as git writes them, from the top of the
    /// work tree. An empty one is the top.
    pub touched: Vec<String>,
    /// Those with one of these commits, by its id in full, whatever it is called now.
    pub commits: Vec<String>,
}

/// Why a filter is not understood.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// A name with `*`, `?`, `[` or `{` in it is none that could be matched.
    #[error("`{}` is no pattern: {}", core_model::shorten(.text, 60), .source.kind())]
    Name {
        /// What was typed.
        text: String,
        /// Why.
        source: globset::Error,
    },
    /// It is no regular expression.
    #[error("`{}` is no regular expression: {}", core_model::shorten(.text, 60), last_line(.source))]
    Expression {
        /// What was typed.
        text: String,
        /// Why.
        source: regex::Error,
    },
    /// The path leads out of the repository.
    #[error("{0} is outside of this repository")]
    Outside(String),
}

/// What is wrong with a regular expression stands at the end of a drawing of it.
fn last_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

/// A name, or a pattern of names: `*` for anything, `?` for a character, `[ab]`, `{one,other}`.
#[derive(Debug, Clone)]
pub struct Name {
    text: String,
    pattern: Option<GlobMatcher>,
}

impl Name {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`FilterError::Name`].
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let pattern = if text.contains(['*', '?', '[', '{']) {
            let glob = GlobBuilder::new(text).literal_separator(false).build();
            let glob = glob.map_err(|source| FilterError::Name { text: text.to_owned(), source })?;
            Some(glob.compile_matcher())
        } else {
            None
        };
        Ok(Self { text: text.to_owned(), pattern })
    }

    /// Whether it is a name of this.
    #[must_use]
    pub fn admits(&self, name: &str) -> bool {
        name == self.text || self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(name))
    }
}

/// A regular expression. One without a capital letter does not look at case.
#[derive(Debug, Clone)]
pub struct Expression(Regex);

impl Expression {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`FilterError::Expression`].
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let built = RegexBuilder::new(text).case_insensitive(!has_capital(text)).multi_line(true).build();
        built.map(Self).map_err(|source| FilterError::Expression { text: text.to_owned(), source })
    }

    /// Whether the text has it.
    #[must_use]
    pub fn admits(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Whether a letter stands for itself and is a capital one: that of `\S` and `\p{Lu}` is none.
fn has_capital(expression: &str) -> bool {
    let mut letters = expression.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            if matches!(letters.next(), Some('p' | 'P')) && letters.as_str().starts_with('{') {
                letters.by_ref().find(|&it| it == '}');
            }
        } else if letter.is_uppercase() {
            return true;
        }
    }
    false
}

impl Filter {
    /// Whether all sessions are meant.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            since,
            until,
            statuses,
            authors,
            agents,
            branches,
            tags,
            projects,
            grep,
            touched,
            commits,
        } = self;
        since.is_none()
            && until.is_none()
            && statuses.is_empty()
            && [authors, agents, touched, commits].into_iter().all(Vec::is_empty)
            && [branches, tags, projects].into_iter().all(Vec::is_empty)
            && grep.is_empty()
    }

    /// Whether this session is meant, as it is by now.
    #[must_use]
    pub fn admits(&self, session: &Session) -> bool {
        let (opening, commits) = (session.opening(), &session.record().commits);
        self.admits_span(opening.started_at, session.derive_last_sign())
            && one_of(&self.statuses, |it| *it == session.status().name())
            && self.admits_author(opening.author.kind, opening.author.name.as_str())
            && one_of(&self.projects, |it| it.admits(&opening.project))
            && one_of(&self.tags, |it| opening.tags.iter().any(|tag| it.admits(tag.as_str())))
            && one_of(&self.branches, |it| {
                let made_on = commits.iter().filter_map(|commit| commit.facts.branch.as_deref());
                opening.branch.as_deref().into_iter().chain(made_on).any(|branch| it.admits(branch))
            })
            && one_of(&self.commits, |sha| {
                commits.iter().any(|it| it.facts.sha == *sha || it.replaces.contains(sha))
            })
            && one_of(&self.touched, |path| {
                commits
                    .iter()
                    .flat_map(|it| &it.facts.files.paths)
                    .any(|changed| is_at_or_below(changed, path))
            })
            && (self.grep.is_empty() || {
                let texts = session.texts();
                self.grep.iter().any(|it| texts.iter().any(|text| it.admits(text)))
            })
    }

    fn admits_span(&self, from: Time, to: Time) -> bool {
        self.since.is_none_or(|since| to >= since) && self.until.is_none_or(|until| from <= until)
    }

    pub(crate) fn admits_author(&self, kind: AuthorKind, name: &str) -> bool {
        let name = name.to_lowercase();
        let is_in = |piece: &String| name.contains(&piece.to_lowercase());
        one_of(&self.authors, is_in)
            && one_of(&self.agents, |piece| kind == AuthorKind::Agent && is_in(piece))
    }
}

/// Whether one of these holds, or none is given.
fn one_of<T>(given: &[T], holds: impl Fn(&T) -> bool) -> bool {
    given.is_empty() || given.iter().any(holds)
}

fn is_at_or_below(path: &str, top: &str) -> bool {
    top.is_empty() || path.strip_prefix(top).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
