//! A text with marks in place of its secrets.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::mark::{mark, marks};
use crate::rules::{MOST_BYTES, Secret, UNEXAMINED, find};

/// What stands beside a secret can hide another or look like one, so a text with new marks is examined again. Two
/// rounds are the rule; a text that is not clear after this many was made to keep us busy.
const MOST_ROUNDS: usize = 8;

/// A text without its secrets, and what they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The text, with `[REDACTED:<rule>]` in place of each secret.
    pub text: String,
    /// One for each rule that found something, by name. Empty: the text is as it was.
    pub found: Vec<Finding>,
}

/// A rule and how often it found a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule, as in its mark: `github-token`.
    pub rule: String,
    /// How many secrets it found.
    pub count: usize,
}

/// Puts a mark in place of each secret of a text. A text that cannot be examined becomes one mark as a whole: it is
/// longer than [`MOST_BYTES`], or made to keep us busy.
#[must_use]
pub fn redact(text: &str) -> Redacted {
    let mut text = text.to_owned();
    let mut counts = BTreeMap::new();
    for _ in 0..MOST_ROUNDS {
        let marks = marks(&text);
        let marked: usize = marks.iter().map(ExactSizeIterator::len).sum();
        if text.len() - marked > MOST_BYTES {
            break;
        }
        let Some(secrets) = find(&text) else {
            break;
        };
        let secrets = outside_marks(secrets, &marks);
        if secrets.is_empty() {
            let found = counts.into_iter().map(|(rule, count)| Finding { rule, count }).collect();
            return Redacted { text, found };
        }
        text = with_marks(&text, &secrets);
        for secret in secrets {
            *counts.entry(secret.rule).or_default() += 1;
        }
    }
    unexamined()
}

/// The secrets that are not marks themselves. One that reaches into a mark takes all of it, and so may meet the next.
fn outside_marks(secrets: Vec<Secret>, marks: &[Range<usize>]) -> Vec<Secret> {
    let mut outside: Vec<Secret> = Vec::new();
    for Secret { mut place, rule } in secrets {
        if marks.iter().any(|mark| mark.start <= place.start && place.end <= mark.end) {
            continue;
        }
        for mark in marks {
            if mark.start < place.end && place.start < mark.end {
                place = place.start.min(mark.start)..place.end.max(mark.end);
            }
        }
        match outside.last_mut() {
            Some(before) if place.start < before.place.end => before.place.end = place.end,
            _ => outside.push(Secret { place, rule }),
        }
    }
    outside
}

fn with_marks(text: &str, secrets: &[Secret]) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut rest = 0;
    for Secret { place, rule } in secrets {
        marked += text.get(rest..place.start).unwrap_or_default();
        marked += &mark(rule);
        rest = place.end;
    }
    marked += text.get(rest..).unwrap_or_default();
    marked
}

fn unexamined() -> Redacted {
    let found = vec![Finding { rule: UNEXAMINED.to_owned(), count: 1 }];
    Redacted { text: mark(UNEXAMINED), found }
}
