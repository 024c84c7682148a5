//! What is looked for, and what is left of a text without it.

use std::ops::Range;

use core_model::FORGOTTEN;

/// The texts that are to be forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Needles {
    /// The longest first, so that none is cut by one that it contains.
    texts: Vec<String>,
    /// Whether a text counts only where no letter and no digit is beside it: as the name of a person.
    whole_words: bool,
}

impl Needles {
    /// A text, wherever it stands.
    pub(super) fn of_text(text: &str) -> Self {
        Self { texts: vec![text.to_owned()], whole_words: false }
    }

    /// Names, where they stand by themselves.
    pub(super) fn of_names(names: impl IntoIterator<Item = String>) -> Self {
        let mut texts: Vec<String> = names.into_iter().collect();
        texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        texts.dedup();
        Self { texts, whole_words: true }
    }

    /// The text with a mark in place of each.
    pub(super) fn forget(&self, text: &str) -> String {
        self.texts.iter().fold(text.to_owned(), |text, needle| {
            let mut left = String::with_capacity(text.len());
            let mut from = 0;
            for place in self.places(&text, needle) {
                left.push_str(&text[from..place.start]);
                left.push_str(FORGOTTEN);
                from = place.end;
            }
            left + &text[from..]
        })
    }

    /// How often they stand in the text.
    pub(super) fn count(&self, text: &str) -> usize {
        self.texts.iter().map(|needle| self.places(text, needle).count()).sum()
    }

    /// Whether a file holds one of them: as it is, as the store writes it, or as it is shown in a line.
    pub(super) fn are_in(&self, content: &[u8]) -> bool {
        let content = String::from_utf8_lossy(content);
        self.texts.iter().any(|needle| {
            // What a redo record holds of a session is stored twice.
            let stored = store::as_stored(needle);
            let forms = [needle.clone(), store::as_stored(&stored), stored, core_model::clean(needle)];
            forms.iter().any(|form| !form.is_empty() && self.places(&content, form).next().is_some())
        })
    }

    /// Whether the content ends in the middle of one of them: what is left of an entry may.
    pub(super) fn are_cut_off_in(&self, content: &[u8]) -> bool {
        self.texts.iter().any(|needle| {
            let stored = store::as_stored(needle);
            let forms = [store::as_stored(&stored), stored];
            forms
                .iter()
                .any(|form| (3..form.len()).any(|length| content.ends_with(&form.as_bytes()[..length])))
        })
    }

    /// The line without them, as the hooks' log has it: in place of each that is shown otherwise than it is, too.
    pub(super) fn forget_shown(&self, line: &str) -> String {
        let shown = Self {
            texts: self
                .texts
                .iter()
                .map(|text| core_model::clean(text))
                .filter(|it| !it.is_empty())
                .collect(),
            whole_words: self.whole_words,
        };
        shown.forget(&self.forget(line))
    }

    fn places<'t>(&'t self, text: &'t str, needle: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let found = text.match_indices(needle).map(|(at, it)| at..at + it.len());
        found.filter(|place| !self.whole_words || is_word(text, place))
    }
}

/// Whether neither a letter nor a digit stands beside it. The end of an escape, as of a line end, is none.
fn is_word(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].chars().next_back().filter(|_| !ends_escaped(&text[..place.start]));
    let after = text[place.end..].chars().next();
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

/// Whether the text ends with the escape of a character, as files have it.
fn ends_escaped(text: &str) -> bool {
    let is_hex = |digits: &str| digits.bytes().all(|it| it.is_ascii_hexdigit());
    let with_digits = |letter: &str, count: usize| {
        let at = text.len().checked_sub(count);
        let split = at.filter(|&at| text.is_char_boundary(at)).map(|at| text.split_at(at));
        split.is_some_and(|(before, digits)| is_hex(digits) && before.ends_with(letter))
    };
    let short = ["\\b", "\\t", "\\n", "\\f", "\\r", "\\e"];
    short.iter().any(|it| text.ends_with(it))
        || with_digits("\\x", 2)
        || with_digits("\\u", 4)
        || with_digits("\\U", 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_wherever_it_stands_and_a_name_where_it_stands_by_itself() {
        let text = Needles::of_text("Ada");
        assert_eq!(text.forget("Ada's Adapter, ada"), "[forgotten]'s [forgotten]pter, ada");
        let names =
            Needles::of_names(["Ada".to_owned(), "Ada Lovelace".to_owned(), "ada@example.org".to_owned()]);
        assert_eq!(
            names.forget("Ada Lovelace <ada@example.org>, Ada's Adapter"),
            "[forgotten] <[forgotten]>, [forgotten]'s Adapter"
        );
        assert_eq!(names.count("Ada Lovelace, Ada, Adapter"), 3);
    }

    #[test]
    fn a_file_is_searched_as_it_is_written_and_as_it_is_shown() {
        let text = Needles::of_text("one\n\"two\"");
        assert!(text.are_in(b"x one\n\"two\" y"));
        assert!(text.are_in(br#"text = "one\n\"two\"""#));
        assert!(text.are_in(b"hook: one \"two\""));
        assert!(!text.are_in(b"one two"));
        assert!(text.are_cut_off_in(br#"text = "one\n\"tw"#) && !text.are_cut_off_in(b"text = \"on"));
        assert_eq!(text.forget_shown("hook: one \"two\"!"), "hook: [forgotten]!");
    }

    #[test]
    fn a_name_after_an_escape_stands_by_itself_and_what_is_stored_twice_is_found() {
        let names = Needles::of_names(["Ada".to_owned(), "\"Bo\"".to_owned()]);
        for held in
            [r"at\nAda", r"\tAda", r"x\rAda", r"x\u0007Ada", r"x\U0001F600Ada", r"x\\nAda", r#"\\\"Bo\\\""#]
        {
            assert!(names.are_in(held.as_bytes()), "{held}");
        }
        for held in ["anAda", "nAda", r"\nAdapter", "u0007Ada", r"\u007Ada", "éu0007Ada", r"\dAda"] {
            assert!(!names.are_in(held.as_bytes()), "{held}");
        }
        assert!(names.are_cut_off_in(br#"x \\\"B"#));
    }
}
