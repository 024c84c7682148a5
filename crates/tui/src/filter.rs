//! Which sessions a filter means.

/// What somebody typed to find a session: words, all of which must stand in it. A word without capitals means them, too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    words: Vec<Word>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    exact: bool,
}

impl Filter {
    pub(crate) fn parse(typed: &str) -> Self {
        let word = |text: &str| Word { text: text.to_owned(), exact: text.chars().any(char::is_uppercase) };
        Self { words: typed.split_whitespace().map(word).collect() }
    }

    /// Whether it lets everything through.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(crate) fn takes(&self, text: &str) -> bool {
        if self.is_empty() {
            return true;
        }
        let lower = text.to_lowercase();
        self.words.iter().all(|word| if word.exact { text } else { &lower }.contains(&word.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_must_be_there_and_capitals_count_where_there_are_any() {
        let text = "20261120-k7q2m9xzpw\nStop the double Charge on retry\nAda\nbilling";
        for (typed, taken) in [
            ("", true),
            ("   ", true),
            ("charge", true),
            ("Charge", true),
            ("CHARGE", false),
            ("ada", true),
            ("retry ada bill", true),
            ("retry eve", false),
            ("k7q2", true),
            ("ä", false),
        ] {
            assert_eq!(Filter::parse(typed).takes(text), taken, "{typed:?}");
        }
        assert!(Filter::parse("über").takes("ÜBER"), "beyond ASCII, too");
    }
}
