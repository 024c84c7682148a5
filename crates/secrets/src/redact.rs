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
    redact_by(find, text)
}

fn redact_by(find: impl Fn(&str) -> Option<Vec<Secret>>, text: &str) -> Redacted {
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

#[cfg(test)]
mod tests {
    use super::{Secret, mark, outside_marks, redact_by};

    fn secrets(places: &[(usize, usize)]) -> Vec<Secret> {
        places.iter().map(|&(from, to)| Secret { place: from..to, rule: "jwt".into() }).collect()
    }

    #[test]
    fn a_mark_is_taken_whole_or_left_whole() {
        let marks = [10..20, 40..50];
        let cases: &[(&[_], &[_], _)] = &[
            (&[(0, 5), (25, 30)], &[(0, 5), (25, 30)], "beside it"),
            (&[(10, 20)], &[], "the mark itself"),
            (&[(12, 18)], &[], "in it"),
            (&[(0, 10), (20, 30)], &[(0, 10), (20, 30)], "up to it, and from it on"),
            (&[(5, 12)], &[(5, 20)], "into it"),
            (&[(18, 30)], &[(10, 30)], "out of it"),
            (&[(5, 12), (18, 30)], &[(5, 30)], "from both sides"),
        ];
        for (found, expected, what) in cases {
            assert_eq!(outside_marks(secrets(found), &marks), secrets(expected), "{what}");
        }
    }

    #[test]
    fn a_text_that_is_not_clear_after_a_few_rounds_does_not_leave() {
        let place = |text: &str| text.find('x').map(|at| (at, at + 1));
        let one_a_round = |text: &str| Some(secrets(&Vec::from_iter(place(text))));
        assert_eq!(redact_by(one_a_round, "xxxxxxx").text, mark("jwt").repeat(7));
        assert_eq!(redact_by(one_a_round, "xxxxxxxx").text, "[REDACTED:unexamined]");
    }

    #[test]
    fn a_text_that_the_rules_give_up_on_does_not_leave() {
        assert_eq!(redact_by(|_| None, "text").text, "[REDACTED:unexamined]");
    }
}
