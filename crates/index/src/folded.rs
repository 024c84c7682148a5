//! Texts as the index has them: what a word is in a script that writes none apart.

use std::borrow::Cow;

/// What is put between the signs of scripts that are written without spaces: it has no width, and separates words.
pub(crate) const BETWEEN: char = '\u{200b}';

/// A text in which each sign of a script without spaces is a word of its own, so that what stands in the middle of a
/// sentence is found.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_a_word_alone) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len() * 2);
    let mut before = false;
    for letter in text.chars() {
        let alone = is_a_word_alone(letter);
        if (alone || before) && !folded.is_empty() {
            folded.push(BETWEEN);
        }
        folded.push(letter);
        before = alone;
    }
    Cow::Owned(folded)
}

/// Whether a sign is of a script that is written without spaces: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
fn is_a_word_alone(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_of_a_script_without_spaces_is_a_word() {
        assert_eq!(fold("retry 重复x扣"), "retry \u{200b}重\u{200b}复\u{200b}x\u{200b}扣");
        assert_eq!(fold("é à"), "é à");
        assert_eq!(fold("한국어 retry"), "한국어 retry");
    }
}
