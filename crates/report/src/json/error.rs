//! Why JSON is not a session.

use core_model::project::RoadmapError;
use core_model::{Broken, ParseIdError, QuestionError, TaskError, UnknownWord};

/// Why JSON is not a session.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// It is not JSON.
    #[error("not JSON: {0}")]
    NotJson(serde_json::Error),
    /// A value is not there, or is of another kind.
    #[error("`{place}`: {error}")]
    Shape {
        /// Where it stands, or where it is missing.
        place: String,
        /// What is wrong with it.
        error: serde_json::Error,
    },
    /// It does not say which form it has.
    #[error("`schema` is missing: the number of the form, {}", super::SCHEMA)]
    NoSchema,
    /// A later version has written it.
    #[error("`schema` is {}, and {} is the latest that is known", .0, super::SCHEMA)]
    SchemaTooNew(u64),
    /// Something is not there.
    #[error("`{0}` is missing")]
    Missing(String),
    /// A word is not among those that are allowed.
    #[error("`{field}`: {error}")]
    Word {
        /// Where it stands.
        field: String,
        /// The word, and what is allowed.
        error: UnknownWord,
    },
    /// A text is not a moment.
    #[error("`{field}` is {text:?}; it must be a moment like 2026-11-20T10:00:00.120Z")]
    Time {
        /// Where it stands.
        field: String,
        /// What stands there.
        text: String,
    },
    /// A text is not a session's id.
    #[error("`{field}`: {error}")]
    Id {
        /// Where it stands.
        field: &'static str,
        /// Why.
        error: ParseIdError,
    },
    /// A text does not have the form that all have of its kind.
    #[error("`{field}` is {:?}; it must be {form}", core_model::shorten(.text, 60))]
    Form {
        /// Where it stands.
        field: String,
        /// What stands there.
        text: String,
        /// What is allowed.
        form: &'static str,
    },
    /// The tasks do not go together.
    #[error("`tasks`: {0}")]
    Tasks(TaskError),
    /// The questions do not go together.
    #[error("`questions`: {0}")]
    Questions(QuestionError),
    /// The items of a roadmap do not go together.
    #[error("`roadmap`: {0}")]
    Roadmap(RoadmapError),
    /// The session does not keep what every session keeps.
    #[error(transparent)]
    Broken(#[from] Broken),
}
