//! A word in a document that is not among those that are allowed, told with its key.

use core_model::Word;

use crate::problem::FileError;

/// Reads a word.
pub(super) fn parse<W: Word>(key: &str, text: &str) -> Result<W, FileError> {
    core_model::parse_word(text).map_err(|error| {
        let allowed = error.allowed.join(", ");
        FileError::NotASession(format!("`{key}` is {:?}; allowed are {allowed}", error.word))
    })
}
