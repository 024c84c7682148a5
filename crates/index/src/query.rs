//! What is looked for, as people type it. Nothing that can be typed is an error.

use crate::folded::fold;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    parts: Vec<Part>,
}

/// A word, the beginning of one, or several in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    text: String,
    is_prefix: bool,
}

impl Query {
    /// Reads what was typed: words, each of which must be there; words in quotes, and several in one argument, must follow one
    /// another; a word with `*` at its end is the beginning of one. What has neither a letter nor a number in it is left out.
    #[must_use]
    pub fn parse(arguments: &[String]) -> Self {
        let mut parts = Vec::new();
        for argument in arguments {
            let trimmed = argument.trim();
            if !trimmed.contains('"') {
                parts.extend(Part::parse(trimmed));
                continue;
            }
            for (at, piece) in trimmed.split('"').enumerate() {
                if at % 2 == 1 {
                    // The star may stand after the quote.
                    let is_prefix = trimmed.split('"').nth(at + 1).is_some_and(|next| next.starts_with('*'));
                    parts.extend(
                        Part::parse(piece).map(|it| Part { is_prefix: it.is_prefix || is_prefix, ..it }),
                    );
                } else {
                    parts.extend(piece.split_whitespace().filter_map(Part::parse));
                }
            }
        }
        Self { parts }
    }

    /// Whether nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// What is looked for, each for itself.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The same with another word in place of one.
    pub(crate) fn with(&self, at: usize, word: &str) -> Self {
        let mut parts = self.parts.clone();
        parts[at] = Part { text: word.to_owned(), is_prefix: false };
        Self { parts }
    }

    /// All of it, in FTS5's language.
    pub(crate) fn all(&self) -> String {
        self.joined(" AND ")
    }

    /// Any of it.
    pub(crate) fn any(&self) -> String {
        self.joined(" OR ")
    }

    fn joined(&self, by: &str) -> String {
        self.parts.iter().map(Part::to_fts).collect::<Vec<_>>().join(by)
    }
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        let (text, is_prefix) = match text.strip_suffix('*') {
            Some(rest) => (rest, true),
            None => (text, false),
        };
        let has_words = text.contains(char::is_alphanumeric);
        has_words.then(|| Self { text: text.trim().to_owned(), is_prefix })
    }

    /// What was typed, without its star.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is one whole word, which may have been misspelt.
    pub(crate) fn is_a_word(&self) -> bool {
        !self.is_prefix && self.text.chars().all(char::is_alphanumeric) && fold(&self.text) == self.text
    }

    /// In FTS5's language: a phrase in quotes, in which nothing has a meaning but the quote.
    pub(crate) fn to_fts(&self) -> String {
        let star = if self.is_prefix { " *" } else { "" };
        format!("\"{}\"{star}", fold(&self.text).replace(['"', '\0'], " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> String {
        Query::parse(&arguments.iter().map(|&it| it.to_owned()).collect::<Vec<_>>()).all()
    }

    #[test]
    fn words_phrases_and_beginnings_are_told_apart() {
        for (arguments, expected) in [
            (&["retry", "charge"][..], "\"retry\" AND \"charge\""),
            (&["double charge"], "\"double charge\""),
            (&["\"double charge\" retry"], "\"double charge\" AND \"retry\""),
            (&["ret*"], "\"ret\" *"),
            (&["\"double cha\"*"], "\"double cha\" *"),
            (&["\"double cha*\""], "\"double cha\" *"),
            (&["T-4711"], "\"T-4711\""),
            (&["扣款"], "\"扣\u{200b}款\""),
            // Whatever FTS5 would take for its own language is a word here.
            (
                &["AND", "NOT", "a:b", "^x", "(y", "z)"],
                "\"AND\" AND \"NOT\" AND \"a:b\" AND \"^x\" AND \"(y\" AND \"z)\"",
            ),
            (&["open \"quote"], "\"open\" AND \"quote\""),
            (&["", " ", "*", "\"\"", "--", "\"*\"", "…"], ""),
        ] {
            assert_eq!(parsed(arguments), expected, "{arguments:?}");
        }
    }
}
