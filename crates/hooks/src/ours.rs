//! Telling what is ours.

use std::io;
use std::ops::Range;
use std::path::Path;

use crate::block::{find_block, is_marked};
use crate::receipt::Print;
use crate::standing::HookFile;

/// What of a file is ours.
pub(crate) enum Ours<'a> {
    /// All of it, a copy of the program.
    Copy(Print),
    /// This block, which stands there.
    Block { block: &'a str, at: Range<usize> },
    /// Something that is marked as ours, and is not as we wrote it.
    Changed,
}

/// Looks for what we may have written: these copies, then these blocks, in this order. `None`: nothing is ours.
pub(crate) fn recognise<'a>(
    path: &Path,
    file: &HookFile,
    copies: &[Print],
    blocks: impl IntoIterator<Item = &'a str>,
) -> io::Result<Option<Ours<'a>>> {
    if let Some(print) = file.find_print(path, copies)? {
        return Ok(Some(Ours::Copy(print)));
    }
    let Some(script) = file.script.as_deref().filter(|script| is_marked(script)) else { return Ok(None) };
    let mut places = blocks.into_iter().filter_map(|block| Some((block, find_block(script, block)?)));
    Ok(Some(places.next().map_or(Ours::Changed, |(block, at)| Ours::Block { block, at })))
}
