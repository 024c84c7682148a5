//! What can be wrong with a file of the predecessor.

use super::MAX_TEXT;

/// Why a text is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// It is longer than what is parsed.
    #[error("the text has {0} bytes; at most {MAX_TEXT} are read")]
    TooLong(usize),
    /// It is not UTF-8.
    #[error("it is not UTF-8 text: byte {0} begins no character")]
    NotText(usize),
    /// It is not JSON.
    #[error("it is not JSON: {0}")]
    NotJson(String),
    /// A field holds a text with an escape that stands for no character.
    #[error("`{0}` has an escape that stands for no character")]
    NotACharacter(String),
    /// Its lists and objects lie too deep in one another.
    #[error("`{0}` lies deeper than {limit} levels", limit = super::tree::MAX_DEPTH)]
    TooDeep(String),
    /// It has too many values, or names so long that their paths become too much.
    #[error("it has more values, or longer names, than are read")]
    TooMany,
    /// A field without which nothing can be made of it.
    #[error(transparent)]
    Field(#[from] FieldError),
}

/// What is wrong with one field. The path is the file's own: `tasks[2].status`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// It is not there, or empty.
    #[error("`{path}` is missing; it should be {allowed}")]
    Missing {
        /// Where.
        path: String,
        /// What would be taken.
        allowed: &'static str,
    },
    /// It is of another kind.
    #[error("`{path}` is {found}; it should be {allowed}")]
    Kind {
        /// Where.
        path: String,
        /// What stands there.
        found: &'static str,
        /// What would be taken.
        allowed: &'static str,
    },
    /// It is a text, but not one that is known.
    #[error("`{path}` says `{said}`; it should be {allowed}")]
    Said {
        /// Where.
        path: String,
        /// What stands there, without control characters, and shortened.
        said: String,
        /// What would be taken.
        allowed: &'static str,
    },
    /// The same name stands twice in one object. The last one counts, as it did for the predecessor.
    #[error("`{path}` stands there more than once; the last one counts")]
    Doubled {
        /// Where.
        path: String,
    },
}

impl FieldError {
    /// The field.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing { path, .. }
            | Self::Kind { path, .. }
            | Self::Said { path, .. }
            | Self::Doubled { path } => path,
        }
    }

    /// A text that is not what it should be.
    pub(super) fn said(path: String, said: &str, allowed: &'static str) -> Self {
        Self::Said { path, said: core_model::shorten(&core_model::clean(said), 80), allowed }
    }
}
