//! The closed sets of words in a document. Anything else is refused with the list of what is allowed.

use core_model::project::RoadmapStatus;
use core_model::{AuthorKind, Evidence, MadeBy, Source, StatusName, TaskStatus};

use crate::problem::FileError;

/// A value that stands as a word.
pub(super) trait Word: Copy + 'static {
    const ALL: &'static [Self];
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($kind:ty),*) => {$(
        impl Word for $kind {
            const ALL: &'static [Self] = &<$kind>::ALL;
            fn word(self) -> &'static str { self.as_str() }
        }
    )*};
}

words!(AuthorKind, Evidence, MadeBy, RoadmapStatus, Source, StatusName, TaskStatus);

/// How a session ended, without what is true only of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutcomeWord {
    Done,
    Resumed,
    Abandoned,
    Stale,
}

impl Word for OutcomeWord {
    const ALL: &'static [Self] = &[Self::Done, Self::Resumed, Self::Abandoned, Self::Stale];

    fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Resumed => "resumed",
            Self::Abandoned => "abandoned",
            Self::Stale => "stale",
        }
    }
}

/// Reads a word.
pub(super) fn parse<W: Word>(key: &str, text: &str) -> Result<W, FileError> {
    W::ALL.iter().copied().find(|word| word.word() == text).ok_or_else(|| {
        let allowed: Vec<&str> = W::ALL.iter().map(|word| word.word()).collect();
        FileError::NotASession(format!("`{key}` is {text:?}; allowed are {}", allowed.join(", ")))
    })
}
