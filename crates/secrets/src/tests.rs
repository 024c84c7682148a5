//! What is found, what is left alone, and what holds for every text.

mod ordinary;
mod planted;

use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::{collection, sample};

use crate::{Finding, MOST_BYTES, redact};
use ordinary::{HALVES, SENTENCES, WORDS};
use planted::{Planted, planted};

fn found(rule: &str, count: usize) -> Vec<Finding> {
    vec![Finding { rule: rule.into(), count }]
}

fn one_of(seed: u64, rule: &str) -> String {
    planted(seed).iter().find(|planted| planted.rule == rule).unwrap().in_words()
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
    let (one, other) = (one_of(2, "github-token"), one_of(3, "github-token"));
    assert_eq!(redact(&format!("first {one} then {other}")).found, found("github-token", 2));
}

#[test]
fn where_several_rules_see_a_secret_there_is_one_mark() {
    let token = one_of(3, "github-token");
    let redacted = redact(&format!("api_key: {token}"));
    assert_eq!(redacted.text.matches("[REDACTED:").count(), 1, "{}", redacted.text);
    assert!(!redacted.text.contains(&token));
}

#[test]
fn a_secret_that_another_one_hid_is_found_too() {
    let redacted = redact(&format!("{}{}", one_of(4, "npm-token"), one_of(4, "private-key")));
    assert_eq!(redacted.text, "[REDACTED:npm-token][REDACTED:private-key]");
}

#[test]
fn a_secret_that_reaches_into_a_mark_takes_it_along() {
    let redacted = redact("password=ghp_[REDACTED:aws-access-key]@host and so on");
    assert_eq!(redacted.text, "password=[REDACTED:generic-token] and so on");
}

#[test]
fn a_mark_that_names_no_rule_is_text_and_hides_nothing() {
    let redacted = redact(&format!("[REDACTED:{}]", one_of(5, "aws-access-key")));
    assert_eq!(redacted.text, "[REDACTED:[REDACTED:aws-access-key]]");
}

#[test]
fn a_mark_where_a_secret_is_expected_stays() {
    for rule in ["generic-token", "github-token", "unexamined"] {
        for (before, after) in
            [("password = \"", "\""), ("Authorization: Bearer ", ""), ("http://u:", "@host")]
        {
            let text = format!("{before}[REDACTED:{rule}]{after}");
            assert_eq!(redact(&text).text, text);
        }
    }
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

/// Secrets and halves of secrets, marks and halves of marks, with nothing between them.
fn hostile() -> impl Strategy<Value = String> {
    let halves = sample::select(HALVES).prop_map(str::to_owned);
    let whole =
        (any::<u64>(), any::<sample::Index>()).prop_map(|(seed, one)| one.get(&planted(seed)).in_words());
    let cut = (whole.clone(), any::<sample::Index>())
        .prop_map(|(secret, at)| secret.chars().take(at.index(secret.len())).collect());
    let part = prop_oneof![3 => halves, 1 => whole, 1 => cut, 1 => any::<String>()];
    collection::vec(part, 0..9).prop_map(|parts| parts.concat())
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
    fn redacting_any_text_twice_is_redacting_it_once(text in hostile()) {
        let once = redact(&text).text;
        prop_assert_eq!(redact(&once).text, once);
    }
}
