//! The mark after each block: `#. LENGTH CHECKSUM`.
//!
//! LENGTH is the number of bytes of the block, from the end of the mark before it (or the beginning of the file) to
//! the beginning of the mark's own line. CHECKSUM is their CRC-32 (the one of zip and PNG), eight hexadecimal
//! digits. A block without its mark was cut short, even where what is left of it happens to be TOML.

/// The longest line that a mark can be: `#. `, twenty digits, a space, eight digits, the end of the line.
pub(crate) const LONGEST: u64 = 33;

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
        let line = std::str::from_utf8(line).ok()?;
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

/// Where the sound part of a document ends: after the last block that its mark fits, and never within the head.
/// A head was put in place whole, so it is taken as it stands, even where a person has edited it.
pub(crate) fn sound_end(bytes: &[u8], head_end: usize) -> usize {
    let mut end = bytes.len();
    while end > head_end {
        let Some(line_end) = bytes[..end].iter().rposition(|&b| b == b'\n') else { break };
        if let Some((mark, begins)) = Mark::parse_last(&bytes[..=line_end])
            && let Ok(length) = usize::try_from(mark.length)
            && let Some(block) = begins.checked_sub(length).map(|from| &bytes[from..begins])
            && mark.fits(block)
        {
            return line_end + 1;
        }
        end = line_end;
    }
    head_end
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "format = 1\n#. 11 00000000\n";

    fn entry(text: &str) -> String {
        seal(format!("\n[[event]]\ntext = \"{text}\"\n"))
    }

    fn end_of(document: &str) -> usize {
        sound_end(document.as_bytes(), HEAD.len())
    }

    #[test]
    fn a_mark_gives_length_and_checksum() {
        assert_eq!(seal("abc\n".into()), "abc\n#. 4 4788814e\n");
    }

    #[test]
    fn a_whole_document_is_sound_to_its_end() {
        let document = format!("{HEAD}{}{}", entry("one"), entry("two"));
        assert_eq!(end_of(&document), document.len());
        assert_eq!(end_of(HEAD), HEAD.len());
    }

    #[test]
    fn every_way_to_cut_the_last_entry_short_is_seen() {
        let sound = format!("{HEAD}{}", entry("one"));
        let last = entry("two\\n#. 3 00000000\\n");
        for cut in 1..last.len() {
            let document = format!("{sound}{}", &last[..cut]);
            assert_eq!(end_of(&document), sound.len(), "cut after {cut} bytes");
        }
        assert_eq!(end_of(&format!("{sound}{last}")), sound.len() + last.len());
    }

    #[test]
    fn zeros_after_a_power_cut_are_seen() {
        let sound = format!("{HEAD}{}", entry("one"));
        let mut document = format!("{sound}{}", entry("two")).into_bytes();
        for byte in &mut document[sound.len()..] {
            *byte = 0;
        }
        assert_eq!(sound_end(&document, HEAD.len()), sound.len());
    }

    #[test]
    fn a_changed_byte_in_the_last_entry_is_seen() {
        let sound = format!("{HEAD}{}", entry("one"));
        let document = format!("{sound}{}", entry("two").replace("two", "twp"));
        assert_eq!(end_of(&document), sound.len());
    }
}
