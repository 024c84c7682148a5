//! What is found, what is left alone, and what holds for every text.

mod ordinary;
mod planted;

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::{collection, sample};

use crate::{Finding, MOST_BYTES, redact};
use ordinary::{SENTENCES, WORDS};
use planted::{Planted, planted};

fn found(rule: &str, count: usize) -> Vec<Finding> {
    vec![Finding { rule: rule.into(), count }]
}

#[test]
fn each_planted_secret_becomes_the_mark_of_its_rule_and_what_is_around_it_stays() {
    for Planted { rule, before, secret, after } in planted(1) {
        let redacted = redact(&format!("We had {before}{secret}{after} in the log"));
        assert_eq!(redacted.text, format!("We had {before}[REDACTED:{rule}]{after} in the log"));
        assert_eq!(redacted.found, found(rule, 1));
    }
}

#[test]
fn ordinary_sentences_stay_as_they_are() {
    for sentence in SENTENCES {
        let redacted = redact(sentence);
        assert_eq!(redacted.text, *sentence);
        assert!(redacted.found.is_empty());
    }
}

#[test]
fn a_rule_is_told_once_with_its_count() {
    let all = planted(2);
    let [one, other] = [&all[0], &all[1]].map(Planted::in_words);
    assert_eq!(redact(&format!("first {one} then {other}")).found, found("github-token", 2));
}

#[test]
fn where_several_rules_see_a_secret_there_is_one_mark() {
    let token = planted(3)[0].in_words();
    let redacted = redact(&format!("api_key: {token}"));
    assert_eq!(redacted.text.matches("[REDACTED:").count(), 1, "{}", redacted.text);
    assert!(!redacted.text.contains(&token));
}

#[test]
fn a_mark_that_names_no_rule_is_text_and_hides_nothing() {
    let token = planted(4)[0].in_words();
    let redacted = redact(&format!("[REDACTED:{token}]"));
    assert_eq!(redacted.text, "[REDACTED:[REDACTED:github-token]]");
}

#[test]
fn a_mark_beside_a_name_that_needs_a_value_is_no_value() {
    let text = "password = \"[REDACTED:generic-token]\" and ghp_[REDACTED:github-token]";
    assert_eq!(redact(text).text, text);
}

#[test]
fn a_text_that_is_too_long_to_examine_does_not_leave() {
    let redacted = redact(&"x".repeat(MOST_BYTES + 1));
    assert_eq!(redacted.text, "[REDACTED:unexamined]");
    assert_eq!(redacted.found, found("unexamined", 1));
    assert_eq!(redact(&redacted.text).text, redacted.text);
}

#[test]
fn a_text_that_marks_made_longer_is_still_examined() {
    let full = "http://u:p@h ".repeat(MOST_BYTES / 13);
    let once = redact(&full).text;
    assert!(once.len() > MOST_BYTES, "the marks are longer than what they stand for");
    assert_eq!(redact(&once).text, once);
}

fn words() -> impl Strategy<Value = String> {
    let word = sample::select(WORDS);
    let gap = sample::select(&[" ", "\n", "\t", ", "][..]);
    collection::vec((word, gap), 0..12)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_planted_secret_survives_in_ordinary_words(seed in any::<u64>(), texts in collection::vec(words(), 2..6)) {
        let all = planted(seed);
        let mut text = String::new();
        let mut hidden = Vec::new();
        for (place, words) in texts.iter().enumerate() {
            let planted = &all[(seed as usize + place * 7) % all.len()];
            text += &format!("{words} {} ", planted.in_words());
            hidden.push(planted);
        }
        let redacted = redact(&text);
        for planted in hidden {
            prop_assert!(!redacted.text.contains(&planted.secret), "{planted:?} in {}", redacted.text);
        }
        let again = redact(&redacted.text);
        prop_assert_eq!(again.text, redacted.text);
        prop_assert!(again.found.is_empty());
    }

    #[test]
    fn redacting_any_text_twice_is_redacting_it_once(text in any::<String>(), seed in any::<u64>(), cut in any::<sample::Index>()) {
        let secret = planted(seed)[cut.index(30)].in_words();
        let half: String = secret.chars().take(cut.index(secret.len())).collect();
        let once = redact(&format!("{text}{half}[REDACTED:jwt]{secret}{text}"));
        prop_assert_eq!(redact(&once.text).text, once.text);
    }
}
