//! What a commit is made of: files, a message, an author, a date. The same on each run.

use crate::source::{SourceFile, read_source};

/// Files that grow, and dice.
pub(crate) struct History {
    /// Each hand has files of its own, so that the two branches merge without a conflict.
    files: [Vec<SourceFile>; 2],
    dice: u64,
    count: usize,
}

/// One commit to be made.
pub(crate) struct Change {
    /// Name and content.
    pub(crate) files: Vec<(String, String)>,
    pub(crate) message: String,
    pub(crate) author: &'static str,
    /// For git's `--date`.
    pub(crate) date: String,
}

const AUTHORS: [&str; 5] = [
    "Ada Lovelace <ada@example.org>",
    "José Núñez <jose@example.org>",
    "李雷 <li.lei@example.org>",
    "Zoë O'Neil-\"zed\" <zoe+git@example.org>",
    "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
];

const ZONES: [&str; 5] = ["+0000", "+0530", "-0330", "+1345", "-1200"];

impl History {
    pub(crate) fn new() -> Self {
        let mut files = [Vec::new(), Vec::new()];
        for (number, file) in read_source().into_iter().enumerate() {
            files[number % 2].push(file);
        }
        Self { files, dice: 20_261_120, count: 0 }
    }

    /// A number from 0 up to and without `end` (a linear congruential generator, Knuth's constants).
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.dice = self.dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) as usize % end
    }

    /// One to three files grow.
    pub(crate) fn grow(&mut self, hand: usize) -> Change {
        let mut files = Vec::new();
        for _ in 0..=self.below(3) {
            let at = self.below(self.files[hand].len());
            let file = &mut self.files[hand][at];
            if let Some(content) = file.grow() {
                files.retain(|(name, _)| *name != file.name);
                files.push((file.name.clone(), content));
            }
        }
        match files.is_empty() {
            true => self.note(hand),
            false => self.change(files),
        }
    }

    /// A new file, which no other commit touches.
    pub(crate) fn note(&mut self, hand: usize) -> Change {
        let name = format!("notes/{hand}/{} é.md", self.count);
        let content = format!("Note {}\n", self.count);
        self.change(vec![(name, content)])
    }

    fn change(&mut self, files: Vec<(String, String)>) -> Change {
        self.count += 1;
        let seconds = 1_500_000_000 + self.count * 40_009;
        Change {
            message: self.message(&files[0].0),
            files,
            author: AUTHORS[self.below(AUTHORS.len())],
            date: format!("{seconds} {}", ZONES[self.below(ZONES.len())]),
        }
    }

    /// A message as people write them, and as a line-based format would not like them.
    pub(crate) fn message(&mut self, about: &str) -> String {
        let number = self.count;
        match self.below(8) {
            0 => format!(
                "Grow {about}\n\nThe first paragraph.\n\nThe second one,\nof two lines.\n\nSigned-off-by: Ada\n"
            ),
            1 => format!("fix({about}): naïve — “quotes” 漢字 🙂 \u{202e}turned\u{202c} (#{number})"),
            2 => format!("A subject\nof two lines, on {about}\n\n[[commit]]\nsha = \"0\"\n#. 12 00000000\n"),
            3 => format!("{} {about}", "a subject without end ".repeat(60)),
            4 => format!("tab\tand \"quotes\" and \\ and '{about}' \u{1b}[31mred\u{7}"),
            5 => format!("{number}"),
            _ => format!("Change {about}, step {number}"),
        }
    }
}
