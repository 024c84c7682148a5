//! The mark after each block: `#. LENGTH CHECKSUM`.
//!
//! LENGTH is the number of bytes of the block, from the end of the mark before it (or the beginning of the file) to
//! the beginning of the mark's own line. CHECKSUM is their CRC-32 (the one of zip and PNG), eight hexadecimal
//! digits. A block without its mark was cut short, even where what is left of it happens to be TOML.

use core_model::Time;

use super::parse_tail_time;

/// The longest line that a mark can be: `#. `, twenty digits, a space, eight digits, the end of the line.
pub(crate) const LONGEST: u64 = 33;

/// The most bytes that a block may have. So what a torn one leaves is less, and a mark is never looked for further.
pub(crate) const MAX_BLOCK: u64 = 256 * 1024;

/// How many blocks at the end may be spoiled by zeros. So a file full of marks that fit nothing costs little.
const MOST_SPOILED: usize = 64;

/// The block with its mark.
pub(crate) fn seal(mut block: String) -> String {
    let mark = format!("#. {} {:08x}\n", block.len(), crc32fast::hash(block.as_bytes()));
    block.push_str(&mark);
    block
}

/// A line that has the form of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The bytes of the block before it.
    pub(crate) length: u64,
    checksum: u32,
}

impl Mark {
    /// Reads a line, without its end.
    pub(crate) fn parse(line: &[u8]) -> Option<Self> {
        if line.len() as u64 > LONGEST || !line.starts_with(b"#. ") {
            return None;
        }
        let line = std::str::from_utf8(line).ok()?.trim_end_matches('\r');
        let (length, checksum) = line.strip_prefix("#. ")?.split_once(' ')?;
        let plain = length.bytes().all(|b| b.is_ascii_digit()) && checksum.len() == 8;
        plain.then_some(())?;
        Some(Self { length: length.parse().ok()?, checksum: u32::from_str_radix(checksum, 16).ok()? })
    }

    /// Reads the last line of `bytes`, which must be ended, and says where it begins.
    pub(crate) fn parse_last(bytes: &[u8]) -> Option<(Self, usize)> {
        let line = bytes.strip_suffix(b"\n")?;
        let begins = line.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        Some((Self::parse(&line[begins..])?, begins))
    }

    /// Whether it is the mark of this block.
    pub(crate) fn fits(self, block: &[u8]) -> bool {
        self.length == block.len() as u64 && self.checksum == crc32fast::hash(block)
    }
}

/// What the entries of a document end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The last block, and it is whole.
    Whole,
    /// What an append that was cut short leaves, from here on.
    Torn(usize),
    /// Something that we did not write: a person or another program has changed the file.
    Edited,
}

/// Looks at the entries of a document: all that comes after the head and its mark. Where the head is longer than what
/// is at hand, the last [`MAX_BLOCK`] bytes and a mark before them are enough.
pub(crate) fn examine(entries: &[u8]) -> Ending {
    let mut end = entries.len();
    let mut spoiled = 0;
    while end > 0 {
        let Some(line_end) = entries[..end].iter().rposition(|&b| b == b'\n') else { break };
        if let Some((mark, begins)) = Mark::parse_last(&entries[..=line_end]) {
            let block = block_before(mark, entries, begins);
            if block.is_some_and(|block| mark.fits(block)) {
                return ending_after(entries, line_end + 1);
            }
            // The mark does not fit its block, so that is not what was written; unless the zeros of a power cut are in
            // it, and then a block before may be whole.
            spoiled += 1;
            if spoiled > MOST_SPOILED || !block.unwrap_or(&entries[..begins]).contains(&0) {
                return Ending::Edited;
            }
        }
        end = line_end;
    }
    ending_after(entries, 0)
}

/// The time of the last block, where its mark fits it. `None`: there is none.
pub(crate) fn last_time(entries: &[u8]) -> Option<Time> {
    let (mark, begins) = Mark::parse_last(entries)?;
    parse_tail_time(block_before(mark, entries, begins)?)
}

fn block_before(mark: Mark, entries: &[u8], begins: usize) -> Option<&[u8]> {
    let length = usize::try_from(mark.length).ok().filter(|_| mark.length <= MAX_BLOCK)?;
    begins.checked_sub(length).map(|from| &entries[from..begins])
}

/// What follows the last sound block: nothing, the beginning of one block, or what a power cut left of some, with zeros
/// wherever it was not written.
fn ending_after(entries: &[u8], sound: usize) -> Ending {
    let rest = &entries[sound..];
    if rest.is_empty() {
        return Ending::Whole;
    }
    let begins_a_block = rest.iter().zip(b"\n[[").all(|(&there, &ours)| there == ours || there == 0);
    let tables = rest.split(|&b| b == b'\n').filter(|line| line.starts_with(b"[[")).count();
    if begins_a_block && (tables <= 1 || rest.contains(&0)) && rest.len() as u64 <= 2 * MAX_BLOCK {
        Ending::Torn(sound)
    } else {
        Ending::Edited
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> String {
        seal(format!("\n[[event]]\ntext = \"{text}\"\n"))
    }

    #[test]
    fn a_mark_gives_length_and_checksum() {
        assert_eq!(seal("abc\n".into()), "abc\n#. 4 4788814e\n");
    }

    #[test]
    fn whole_entries_end_whole() {
        assert_eq!(examine(b""), Ending::Whole);
        assert_eq!(examine((entry("one") + &entry("two")).as_bytes()), Ending::Whole);
    }

    #[test]
    fn every_way_to_cut_the_last_entry_short_is_seen() {
        let last = entry("two\\n#. 3 00000000\\n");
        for sound in [String::new(), entry("one")] {
            for cut in 1..last.len() {
                let document = format!("{sound}{}", &last[..cut]);
                assert_eq!(examine(document.as_bytes()), Ending::Torn(sound.len()), "cut after {cut} bytes");
            }
        }
    }

    #[test]
    fn zeros_after_a_power_cut_are_seen() {
        let sound = entry("one");
        let mut document = format!("{sound}{}", entry("two")).into_bytes();
        for from in [sound.len(), sound.len() + 2, sound.len() + 12] {
            document[from..].fill(0);
            assert_eq!(examine(&document), Ending::Torn(sound.len()));
        }
    }

    #[test]
    fn zeros_before_the_end_of_the_last_entries_are_seen() {
        let sound = entry("one");
        let two = entry("two");
        let document = format!("{sound}{two}{}", entry("three")).into_bytes();
        let ends = sound.len() + two.len();
        for from in sound.len()..document.len() {
            for to in from + 1..=document.len() {
                let mut document = document.clone();
                document[from..to].fill(0);
                let expected = match (from < ends, to > ends) {
                    (true, false) => Ending::Whole,
                    (true, true) => Ending::Torn(sound.len()),
                    (false, _) => Ending::Torn(ends),
                };
                assert_eq!(examine(&document), expected, "zeros from {from} to {to}");
            }
        }
    }

    #[test]
    fn what_we_did_not_write_is_not_taken_for_an_entry_that_was_cut_short() {
        let (one, two) = (entry("one"), entry("two"));
        for edited in [
            format!("{one}{}", two.replace("two", "twp")),
            format!("{one}{two}").replace('\n', "\r\n"),
            format!("{one}>>>>>>> theirs\n"),
            format!("{one}# a remark\n"),
            "\n[[event]]\ntext = \"one\"\n\n[[event]]\ntext = \"two\"\n".to_owned(),
            format!("{}{two}#. 7 00000000\n", one),
        ] {
            assert_eq!(examine(edited.as_bytes()), Ending::Edited, "{edited}");
        }
    }

    #[test]
    fn many_lines_that_look_like_marks_cost_no_more_than_their_length() {
        for mark in ["#. 262144 00000000\n", "\0\n#. 2 00000000\n"] {
            assert_eq!(examine(mark.repeat(100_000).as_bytes()), Ending::Edited);
        }
    }
}
