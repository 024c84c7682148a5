//! Closed sets of words. What is not among them is refused with the list of what is.

use crate::figures::By;
use crate::project::RoadmapStatus;
use crate::{AuthorKind, Evidence, MadeBy, OutcomeName, Source, StatusName, TaskStatus};

/// A value that stands as a word in files, in output and on the command line.
pub trait Word: Copy + 'static {
    /// All that there are.
    const ALL: &'static [Self];

    /// The word.
    fn word(self) -> &'static str;
}

/// A word that is not among those that are allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{:?} is not known; allowed are {}", crate::shorten(.word, 60), .allowed.join(", "))]
pub struct UnknownWord {
    /// What was given.
    pub word: String,
    /// What is allowed.
    pub allowed: Vec<&'static str>,
}

/// Reads a word.
///
/// # Errors
/// [`UnknownWord`].
pub fn parse_word<W: Word>(word: &str) -> Result<W, UnknownWord> {
    let known = W::ALL.iter().copied().find(|it| it.word() == word);
    known.ok_or_else(|| UnknownWord {
        word: word.to_owned(),
        allowed: W::ALL.iter().map(|it| it.word()).collect(),
    })
}

macro_rules! words {
    ($($kind:ty),*) => {$(
        impl Word for $kind {
            const ALL: &'static [Self] = &<$kind>::ALL;
            fn word(self) -> &'static str { self.as_str() }
        }
    )*};
}

words!(AuthorKind, By, Evidence, MadeBy, OutcomeName, RoadmapStatus, Source, StatusName, TaskStatus);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_is_written_and_no_other_is() {
        fn all<W: Word + PartialEq + std::fmt::Debug>() {
            for it in W::ALL {
                assert_eq!(parse_word::<W>(it.word()), Ok(*it));
            }
            for odd in ["", "Done", "pending ", "none?"] {
                assert!(parse_word::<W>(odd).is_err(), "{odd:?}");
            }
        }
        all::<AuthorKind>();
        all::<By>();
        all::<Evidence>();
        all::<MadeBy>();
        all::<OutcomeName>();
        all::<RoadmapStatus>();
        all::<Source>();
        all::<StatusName>();
        all::<TaskStatus>();
    }

    #[test]
    fn a_word_that_is_not_known_is_told_with_those_that_are() {
        assert_eq!(
            parse_word::<TaskStatus>("done").unwrap_err().to_string(),
            "\"done\" is not known; allowed are pending, in_progress, completed, skipped"
        );
    }
}
