//! The store against plain lists, as far as seconds go. `cargo xtask torture properties` goes further.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use models::properties::{Size, prove, prove_sessions};

/// The same in each run, so that a test that failed fails again.
const SEED: u64 = 20_261_120;

const CHANGES: [&str; 20] = [
    "Activity",
    "AddTasks",
    "Answer",
    "Ask",
    "Await",
    "Close",
    "Commit",
    "Complete",
    "Decide",
    "Event",
    "Heartbeat",
    "Intent",
    "MoveTask",
    "Nothing",
    "Park",
    "Plan",
    "RenameTask",
    "Resume",
    "SetAside",
    "Tag",
];

#[test]
fn whatever_is_done_the_store_is_as_it_is_believed_to_be() {
    let tally = prove(Size { cases: 150, most: 60, seed: SEED }).unwrap_or_else(|what| panic!("{what}"));
    // Deeds that come to nothing would prove nothing.
    for change in CHANGES {
        assert!(tally.contains_key(change), "{change} was never done: {tally:?}");
    }
    for why in ["Already", "NoSuchStep", "NotActive", "Over", "Question", "Resumed", "Task"] {
        assert!(tally.keys().any(|came| came.ends_with(&format!(": {why}"))), "{why}: {tally:?}");
    }
}

#[test]
fn any_session_comes_back_as_it_was_and_keeps_the_table_of_transitions() {
    prove_sessions(Size { cases: 150, most: 0, seed: SEED }).unwrap_or_else(|what| panic!("{what}"));
}
