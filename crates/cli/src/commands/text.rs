//! Texts from the command line, or from standard input where it is `-`.

use std::io::Read as _;

use core_model::TextKind;

use crate::exit::Failure;

/// The text that is meant: the words with a space between them, as a shell without quotes hands them over.
pub(super) fn read(kind: TextKind, words: &[String]) -> Result<String, Failure> {
    if words != ["-"] {
        // The space before an item is the parser's: see `flags`.
        let words: Vec<&str> =
            words.iter().map(|word| if word.starts_with(" - ") { &word[1..] } else { word }).collect();
        return Ok(words.join(" "));
    }
    // White space around it does not count, and there may be some; what is longer still is not read to its end.
    read_input(kind, kind.limit(), 4096)
}

/// Several texts: each word is one, as a shell hands it over. From standard input each line is one, and a line with
/// nothing on it is none.
pub(super) fn read_several(kind: TextKind, most: usize, words: &[String]) -> Result<Vec<String>, Failure> {
    if words != ["-"] {
        return Ok(words.to_vec());
    }
    let input = read_input(kind, most * kind.limit(), 4096)?;
    let lines: Vec<String> =
        input.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    if lines.is_empty() {
        return Err(Failure::Input(format!("there is no {} on standard input", kind.name())));
    }
    Ok(lines)
}

fn read_input(kind: TextKind, limit: usize, beyond: usize) -> Result<String, Failure> {
    let end = (limit + beyond) as u64;
    let failed = |what: String| Failure::Input(format!("the {} on standard input {what}", kind.name()));
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(end).read_to_end(&mut bytes);
    read.map_err(|error| failed(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 == end {
        return Err(failed(format!("has more than {limit} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| failed("is not UTF-8 text".into()))
}
