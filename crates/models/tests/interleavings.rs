//! The protocols of locking and resuming in every order, as far as seconds go. `cargo xtask torture interleavings` goes
//! further.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::fmt::Write as _;

use models::interleavings::lock_files::{self, FileRule};
use models::interleavings::{Explored, Rule, Scenario, explore, missed};

fn holds(name: &str, explored: &Explored) {
    assert!(explored.failures.is_empty(), "{name}: {:#?}", explored.failures);
}

#[test]
fn whatever_the_order_and_whoever_is_killed_every_claim_holds() {
    let mut states = 0;
    for scenario in Scenario::all(2, 1) {
        let explored = explore(&scenario, None, 2);
        holds(&scenario.name, &explored);
        states += explored.states;
    }
    assert!(states > 100_000, "{states}");
}

#[test]
fn a_lock_file_is_held_by_one_even_after_it_was_deleted() {
    holds("lock file", &lock_files::explore(3, 2, None, 1));
}

#[test]
fn a_rule_that_is_left_out_is_missed() {
    let mut told = String::new();
    for rule in Rule::ALL {
        let (scenario, failure) = missed(rule).unwrap_or_else(|| panic!("nobody misses {}", rule.describe()));
        writeln!(told, "{}\n  {scenario}: {}", rule.describe(), failure.claim).unwrap();
    }
    for rule in FileRule::ALL {
        let failure = lock_files::explore(3, 1, Some(rule), 1).failures.remove(0);
        writeln!(told, "{}\n  {}", rule.describe(), failure.claim).unwrap();
    }
    insta::assert_snapshot!(told, @"
    the lock
      2 resume a parked session, one completes it: at most one child goes on with it
    the second look of clean
      clean, two entries, park and complete: a session that gave a sign of life is not closed as stale
    the time asked for under the lock
      the clock is set back while others write: nothing is dated before its lock was had
    no time earlier than what is recorded
      the clock is set back while others write: time does not go back in a session
    the record before the two writes
      2 resume a parked session, one completes it: at most one child goes on with it
    the record until the parent is written
      2 resume a parked session, one completes it: at most one child goes on with it
    finishing what is unfinished before a change
      2 resume a parked session, one completes it: at most one child goes on with it
    the note before the record
      2 resume a parked session, one completes it: a child has its note
    readers heeding the record
      two resume it before a reader's eyes, the parent's first: a reader sees both as before it or both as after it
    the reader's second look at parents
      two resume it before a reader's eyes, the parent's first: a reader sees both as before it or both as after it
    the reader's look for children
      two resume it before a reader's eyes, the parent's first: a reader sees both as before it or both as after it
    the second look at the lock file
      of those who were granted it since it was deleted last, one is at work
    lock files that are never deleted
      of those who were granted it since it was deleted last, one is at work
    ");
}

#[test]
fn a_claim_that_fails_is_told_with_the_steps_that_lead_there() {
    let (_, failure) = missed(Rule::SecondLook).unwrap();
    insta::assert_snapshot!(failure.steps.join("\n"), @"
    0 (Clean): Begin
    2 (Append(Parent)): Begin
    2 (Append(Parent)): Lock(0)
    2 (Append(Parent)): Lock(1)
    2 (Append(Parent)): LookForRecord
    2 (Append(Parent)): Look
    2 (Append(Parent)): AppendBeginning
    2 (Append(Parent)): AppendRest → Done
    0 (Clean): Lock(0)
    0 (Clean): Lock(1)
    0 (Clean): LookForRecord
    0 (Clean): Look
    0 (Clean): Write
    ");
}
