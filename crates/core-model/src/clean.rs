//! Making text fit to be shown: what others wrote must not steer a terminal.

/// The text without control characters and without marks that hide it or turn it around. Line ends and tabs become
/// spaces.
#[must_use]
pub fn clean(text: &str) -> String {
    // What most people write has nothing to look at.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    text.chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            c if is_unseen(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Whether a character steers or hides what is shown: C0, DEL and C1 controls, bidirectional marks, hidden characters,
/// line and paragraph separators, tags. The joiners are none of these: scripts and emoji need them.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_is_left() {
        for (raw, shown) in [
            ("plain, é, 漢字, 🙂", "plain, é, 漢字, 🙂"),
            ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m"),
            ("\u{1b}]8;;http://x\u{7}link\u{1b}]8;;\u{7}", "]8;;http://xlink]8;;"),
            ("\u{9b}31m", "31m"),
            ("a\u{202e}b\u{2066}c\u{200f}d", "abcd"),
            ("one\ntwo\tthree\r", "one two three "),
            ("\u{0}\u{8}\u{7f}", ""),
        ] {
            assert_eq!(clean(raw), shown);
        }
    }
}
