//! Zeros between blocks: what a power cut leaves where the system had written a later page of a file and not yet an
//! earlier one. No block of ours holds a zero, so what has some and fits no mark was never whole on the disk.

use std::borrow::Cow;
use std::ops::Range;

use super::marks::Mark;

/// How many marks may fit no block before the search is given up: more than a power cut spoils, and little work.
const MOST_UNFIT: usize = 256;

/// The entries of a document without what a power cut has spoiled, and what that is. What somebody else spoiled is left
/// as it is: then there is a part that fits no mark and has no zeros.
pub(super) fn without_holes(entries: &[u8]) -> (Cow<'_, [u8]>, Vec<Range<usize>>) {
    if !entries.contains(&0) {
        return (Cow::Borrowed(entries), Vec::new());
    }
    let has_zeros = |hole: &Range<usize>| entries[hole.clone()].contains(&0);
    match between_blocks(entries) {
        Some(holes) if holes.iter().all(has_zeros) => (Cow::Owned(without(entries, &holes)), holes),
        Some(_) | None => (Cow::Borrowed(entries), Vec::new()),
    }
}

/// The blocks whose marks fit, and how many bytes are none of them. `None`: there is no such block.
pub(super) fn sound_blocks(entries: &[u8]) -> Option<(Vec<u8>, usize)> {
    let others = between_blocks(entries)?;
    let left_out = others.iter().map(Range::len).sum();
    Some((without(entries, &others), left_out))
}

fn without(entries: &[u8], parts: &[Range<usize>]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(entries.len());
    let mut at = 0;
    for part in parts {
        whole.extend_from_slice(&entries[at..part.start]);
        at = part.end;
    }
    whole.extend_from_slice(&entries[at..]);
    whole
}

/// What lies between blocks whose marks fit. `None`: there is no such block, or too much that looks like marks.
fn between_blocks(entries: &[u8]) -> Option<Vec<Range<usize>>> {
    let mut holes = Vec::new();
    let (mut sound, mut line_begins, mut unfit) = (0, 0, 0);
    for line in entries.split_inclusive(|&b| b == b'\n') {
        let line_ends = line_begins + line.len();
        if let Some(mark) = line.strip_suffix(b"\n").and_then(Mark::parse) {
            match block_begins(mark, &entries[..line_begins], sound) {
                Some(begins) => {
                    if begins > sound {
                        holes.push(sound..begins);
                    }
                    sound = line_ends;
                }
                None => unfit += 1,
            }
        }
        if unfit > MOST_UNFIT {
            return None;
        }
        line_begins = line_ends;
    }
    if sound < entries.len() {
        holes.push(sound..entries.len());
    }
    (sound > 0).then_some(holes)
}

/// Where the block of a mark begins. `None`: it does not fit, or it would begin inside of the one before.
fn block_begins(mark: Mark, before: &[u8], sound: usize) -> Option<usize> {
    let begins = before.len().checked_sub(usize::try_from(mark.length).ok()?)?;
    (begins >= sound && mark.fits(&before[begins..])).then_some(begins)
}

#[cfg(test)]
mod tests {
    use super::super::marks::seal;
    use super::*;

    fn entry(text: &str) -> String {
        seal(format!("\n[[event]]\ntext = \"{text}\"\n"))
    }

    #[test]
    fn blocks_around_zeros_are_kept_and_the_spoiled_ones_named() {
        let blocks = ["one", "two", "three", "four"].map(entry);
        let ends: Vec<usize> = (1..=4).map(|count| blocks[..count].concat().len()).collect();
        let starts = [0, ends[0], ends[1], ends[2]];
        for from in 0..ends[3] {
            for to in [from + 1, from + 30] {
                let mut bytes = blocks.concat().into_bytes();
                let to = to.min(bytes.len());
                bytes[from..to].fill(0);
                let is_whole = |at: &usize| ends[*at] <= from || starts[*at] >= to;
                let whole: Vec<usize> = (0..4).filter(is_whole).collect();
                let expected: String = whole.iter().map(|&at| blocks[at].as_str()).collect();
                let (left, holes) = without_holes(&bytes);
                assert_eq!(left, expected.as_bytes(), "zeros from {from} to {to}");
                let lost: usize = holes.iter().map(Range::len).sum();
                assert_eq!(lost + left.len(), bytes.len());
            }
        }
    }

    #[test]
    fn what_no_power_cut_did_is_left_as_it_is() {
        let (one, two) = (entry("one"), entry("two"));
        for spoiled in [
            format!("{one}{}", two.replace("two", "twp")),
            format!("{}{two}\0", one.replace("one", "onf")),
            "\n[[event]]\ntext = \"a\0b\"\n".to_owned(),
            "\0\n#. 2 00000000\n".repeat(1000) + &one,
        ] {
            let (left, holes) = without_holes(spoiled.as_bytes());
            assert!(left == spoiled.as_bytes() && holes.is_empty());
        }
    }
}
