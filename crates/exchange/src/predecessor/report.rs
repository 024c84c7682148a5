//! What an import says of itself.

use core_model::{Broken, SessionId};

use super::error::{FieldError, ParseError};
use super::fields::Parsed;
use super::layout::FileKind;
use super::session::{NEWEST_SCHEMA, OldId};

/// What became of each file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The files, in the order in which they were handed in.
    pub files: Vec<FileReport>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// What it was called when it was handed in.
    pub path: String,
    /// What it is. Of [`FileKind::Nothing`] nothing was read.
    pub kind: FileKind,
    /// The name of the session there and here. `None`: it is no session's, or there is no session from it.
    pub session: Option<(OldId, SessionId)>,
    /// The fields of which something is kept as an event.
    pub kept_as_events: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is nothing from it.
    #[error(transparent)]
    Unread(ParseError),
    /// A field is not what it should be. Its value is kept where it stands, or as an event.
    #[error(transparent)]
    Field(FieldError),
    /// The session was in another file before. There is nothing from this one.
    #[error("session {id} stands in {first} already{}", if *.is_equal { "" } else { ", with another content" })]
    Twice {
        /// The session.
        id: OldId,
        /// That other file.
        first: String,
        /// Whether both say the same.
        is_equal: bool,
    },
    /// It was resumed, and the session that went on with it is not among the files, or began before it.
    #[error("session `{0}`, which went on with it, is not there")]
    NoChild(String),
    /// It may mean something by what it says that is not known.
    #[error("it has schema {0}; {NEWEST_SCHEMA} is the newest that is known")]
    NewerSchema(u64),
    /// What came out is not sound. There is no session from it.
    #[error(transparent)]
    Broken(Broken),
}

impl Report {
    /// How many sessions there are from the files.
    #[must_use]
    pub fn derive_sessions(&self) -> usize {
        self.files.iter().filter(|file| file.session.is_some()).count()
    }

    /// Each problem, with the file it is about.
    pub fn problems(&self) -> impl Iterator<Item = (&str, &Problem)> {
        self.files.iter().flat_map(|file| file.problems.iter().map(|problem| (file.path.as_str(), problem)))
    }
}

impl FileReport {
    pub(super) fn new(path: &str, kind: FileKind) -> Self {
        Self { path: path.to_owned(), kind, session: None, kept_as_events: Vec::new(), problems: Vec::new() }
    }

    /// Notes what was wrong with what was read.
    pub(super) fn note<T>(&mut self, read: Result<Parsed<T>, ParseError>) -> Option<Parsed<T>> {
        match read {
            Ok(parsed) => {
                self.problems.extend(parsed.problems.iter().cloned().map(Problem::Field));
                Some(parsed)
            }
            Err(error) => {
                self.problems.push(Problem::Unread(error));
                None
            }
        }
    }
}
