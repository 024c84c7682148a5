//! A text from the command line, or from standard input where it is `-`.

use std::io::Read as _;

use crate::exit::Failure;

/// More than any text may have: what is longer is refused by its own limit, and is not read to its end.
const LIMIT: u64 = 1024 * 1024;

/// The text that is meant.
pub(super) fn read(argument: String) -> Result<String, Failure> {
    if argument != "-" {
        return Ok(argument);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::Input(format!("standard input cannot be read: {error}")))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Failure::Input(format!(
            "standard input has more than {LIMIT} bytes; no text may be that long"
        )));
    }
    String::from_utf8(bytes).map_err(|_| Failure::Input("standard input is not UTF-8 text".into()))
}
