//! A session's file whose text is not what it should be: it is told, it hides no other session, and it stays as it is.

use std::path::Path;

use crate::bed::Bed;
use crate::seen::tame;
use crate::spoil::{UNREADABLE, what_lies_at};

/// A repository with a parked session, and an active one with two entries.
pub(crate) fn two_sessions() -> (Bed, String, String) {
    let (bed, good) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    let bad = bed.ok(&["start", "Round the totals"]);
    bed.ok(&["event", "One"]);
    bed.ok(&["event", "Two"]);
    (bed, good, bad)
}

/// Spoils the active session's file, sees that all is done that can be done, and answers with what a user sees beside
/// the log and in place of a new event.
pub(crate) fn check(spoil: fn(&Path)) -> String {
    let (bed, good, bad) = two_sessions();
    let path = bed.live_file(&bad);
    spoil(&path);
    let before = what_lies_at(&path);

    for arguments in [vec!["status"], vec!["log"]] {
        let run = bed.run(&arguments);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(run.stdout.contains(&good), "{arguments:?} hides the other session: {run:?}");
        assert_eq!(run.stderr.matches("warning: ").count(), 1, "{run:?}");
        let run = bed.run(&[arguments[0], "--json"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
        let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(json["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(json["problems"][0]["path"], path.to_str().unwrap());
    }
    assert!(bed.ok(&["show", &good]).contains("Stop the double charge"));
    for arguments in [
        vec!["show", &bad],
        vec!["event", "x"],
        vec!["event", "x", "--session", &bad],
        vec!["decide", "x", "--because", "y"],
        vec!["heartbeat"],
        vec!["park", "--reason", "x"],
        vec!["complete", "--session", &bad],
    ] {
        let run = bed.run(&arguments);
        assert_eq!(run.code, Some(5), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(path.to_str().unwrap()), "{arguments:?}: {run:?}");
    }
    assert_eq!(
        bed.run(&["event", "x", "--session", &good]).code,
        Some(1),
        "the other is parked, and is found"
    );
    assert_eq!(what_lies_at(&path), before, "it was written over");
    let log = tame(&bed.run(&["log"]).stderr, &bed.repo);
    format!("{log}\n{}", bed.seen(&["event", "x", "--session", &bad]))
}

/// The way to spoil a file so that it is then this.
pub(crate) fn spoil(kind: &str) -> fn(&Path) {
    UNREADABLE.iter().find(|(name, _)| *name == kind).unwrap().1
}

#[test]
fn an_empty_session_file_is_told() {
    insta::assert_snapshot!(check(spoil("empty")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is empty
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is empty

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_of_zeros_is_told() {
    insta::assert_snapshot!(check(spoil("zeros")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is not TOML: line 1: key with no value, expected `=`
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not TOML: line 1: key with no value, expected `=`

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_that_is_cut_in_its_head_is_told() {
    insta::assert_snapshot!(check(spoil("cut in its head")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is not TOML: line 8: key with no value, expected `=`
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not TOML: line 8: key with no value, expected `=`

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_that_is_not_toml_is_told() {
    insta::assert_snapshot!(check(spoil("not TOML")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is not TOML: line 1: key with no value, expected `=`
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not TOML: line 1: key with no value, expected `=`

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_that_is_toml_and_no_session_is_told() {
    insta::assert_snapshot!(check(spoil("not a session")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is not a session: missing field `id`
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not a session: missing field `id`

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_that_is_not_text_is_told() {
    insta::assert_snapshot!(check(spoil("not text")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is not UTF-8 text
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not UTF-8 text

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_in_conflict_is_told() {
    insta::assert_snapshot!(check(spoil("in conflict")), @"
    warning: /repo/.sessions/live/ID1.toml: the file is not TOML: line 5: key with no value, expected `=`
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not TOML: line 5: key with no value, expected `=`

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    ");
}

#[test]
fn a_session_file_with_a_word_that_is_not_known_is_told() {
    insta::assert_snapshot!(check(spoil("of an unknown status")), @r#"
    warning: /repo/.sessions/live/ID1.toml: the file is not a session: `status` is "asleep"; allowed are active, parked, completed
    hint: the file was left as it is; mend it with git session doctor --fix, or by hand

    exit 5
    ---
    error: cannot write /repo/.sessions/live/ID1.toml: the file is not a session: `status` is "asleep"; allowed are active, parked, completed

    hint: the file was left as it is; mend it with git session doctor --fix, or by hand
    "#);
}
