//! Steps that the status of a session does not allow.

use std::fs;

use crate::bed::Bed;

#[test]
fn parking_twice_is_refused() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is parked already

    hint: see what it is: git session show SHORT1
    ");
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch"]), @"
    exit 3
    ---
    error: no session is active in this worktree

    hint: SHORT1 is parked here: take it up again with git session resume SHORT1, or begin another: git session start INTENT
    ");
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
}

#[test]
fn completing_twice_is_refused() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["complete", "Done"]);
    let before = bed.ok(&["show", &id, "--json"]);
    insta::assert_snapshot!(bed.seen(&["complete", "Done", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is completed already

    hint: see what it is: git session show SHORT1
    ");
    insta::assert_snapshot!(bed.seen(&["complete", "Done"]), @r#"
    exit 3
    ---
    error: no session is active in this worktree

    hint: begin one: git session start "what you are about to do"
    "#);
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is completed, so it cannot be parked

    hint: see what it is: git session show SHORT1
    ");
    assert_eq!(bed.ok(&["show", &id, "--json"]), before);
}

#[test]
fn nothing_is_added_to_a_session_that_is_over() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["complete", "Done"]);
    let before = bed.ok(&["show", &id, "--json"]);
    insta::assert_snapshot!(bed.seen(&["event", "x", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is completed: only an active session records what happens

    hint: see what it is: git session show SHORT1
    ");
    let refused = bed.seen(&["event", "x", "--session", &id]);
    assert_eq!(bed.seen(&["decide", "x", "--because", "y", "--session", &id]), refused);
    assert_eq!(bed.seen(&["heartbeat", "--session", &id]), refused);
    assert_eq!(bed.ok(&["show", &id, "--json"]), before);
}

#[test]
fn nothing_is_added_to_a_session_that_is_parked() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    insta::assert_snapshot!(bed.seen(&["event", "x", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is parked: only an active session records what happens

    hint: see what it is: git session show SHORT1
    ");
    let commit = bed.commit();
    assert_ne!(bed.session_of(&commit), id);
}
