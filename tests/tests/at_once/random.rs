//! Dice that fall the same way for the same seed (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

pub(crate) struct Random(u64);

/// What a format that is read line by line could stumble over.
const PIECES: [&str; 12] = [
    "plain words ",
    "a line\n",
    "\n[[event]]\n",
    "\n#. 12 00000000\n",
    "text = \"",
    "\\",
    "'''",
    "\"\"\"",
    "é 漢字 🙂 ",
    "\u{202e}\t",
    "\u{1b}[31m\u{7f}\r\n",
    "\u{9b}\u{2028}",
];

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A seed that is another one each time.
    pub(crate) fn fresh_seed() -> u64 {
        RandomState::new().build_hasher().finish()
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to and without `end`; 0 where that is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.draw() % end.max(1)
    }

    /// A text that begins with `label`, has at most `largest` bytes, and is small as often as not.
    pub(crate) fn text(&mut self, label: &str, largest: u64) -> String {
        let most = [120, 120, 8 * 1024, largest][self.below(4) as usize].min(largest);
        let bytes = self.below(most) as usize;
        let mut text = format!("{label}:");
        loop {
            let piece = PIECES[self.below(PIECES.len() as u64) as usize];
            if text.len() + piece.len() >= bytes {
                break;
            }
            text.push_str(piece);
        }
        // Texts are trimmed, so the end must be no white space.
        text.push('.');
        text
    }
}
