//! A text from the command line, or from standard input where it is `-`.

use std::io::Read as _;

use core_model::TextKind;

use crate::exit::Failure;

/// The text that is meant: the words with a space between them, as a shell without quotes hands them over.
pub(super) fn read(kind: TextKind, words: &[String]) -> Result<String, Failure> {
    if words != ["-"] {
        return Ok(words.join(" "));
    }
    // White space around it does not count, and there may be some; what is longer still is not read to its end.
    let limit = kind.limit() as u64 + 4096;
    let failed = |what: String| Failure::Input(format!("the {} on standard input {what}", kind.name()));
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(limit).read_to_end(&mut bytes);
    read.map_err(|error| failed(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 == limit {
        return Err(failed(format!("has more than {} bytes", kind.limit())));
    }
    String::from_utf8(bytes).map_err(|_| failed("is not UTF-8 text".into()))
}
