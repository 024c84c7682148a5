//! A session that is named in `GIT_SESSION_ID`, and takes nothing.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use testkit::Run;

use crate::bed::Bed;
use crate::seen::seen;

#[test]
fn garbage_in_the_environment_is_told_and_its_commit_goes_to_no_session() {
    let (bed, _) = Bed::at_work();
    insta::assert_snapshot!(bed.seen_as("garbage \u{1b}[31m", &["event", "x"]), @"
    exit 2
    ---
    error: GIT_SESSION_ID: `garbage [31m` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw

    hint: name a session in full there, or take it back: unset GIT_SESSION_ID
    ");
    let run = bed.command(&["event", "x"]).env("GIT_SESSION_ID", "garbage").output().unwrap();
    assert!(Run::new(&run).stderr.contains("GIT_SESSION_ID"), "where the name comes from is not said");

    let commit = bed.commit_as("garbage");
    bed.assert_once_in("none", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 goes to no session: GIT_SESSION_ID: `garbage` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw");
}

#[test]
fn a_name_in_the_environment_that_is_not_text_is_told_and_its_commit_goes_to_no_session() {
    let (bed, _) = Bed::at_work();
    let garbage = OsStr::from_bytes(b"\xff\xfe");
    let commit = bed.commit_as(garbage);
    bed.assert_once_in("none", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 goes to no session: GIT_SESSION_ID: `��` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw");
    let run = Run::new(&bed.command(&["event", "x"]).env("GIT_SESSION_ID", garbage).output().unwrap());
    assert_ne!(
        run.code,
        Some(0),
        "it was written to a session that was not named: {}",
        seen(&run, &bed.repo)
    );
    assert!(run.stderr.contains("GIT_SESSION_ID"), "{run:?}");
}

#[test]
fn a_completed_session_in_the_environment_takes_nothing_and_nor_does_the_worktrees_own() {
    let (bed, over) = Bed::at_work();
    bed.ok(&["complete"]);
    let id = bed.ok(&["start", "Another"]);
    let commit = bed.commit_as(&over);
    bed.assert_once_in("none", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 goes to no session: GIT_SESSION_ID: session ID1 is completed: only an active session records what happens");
    insta::assert_snapshot!(bed.seen_as(&over, &["event", "x"]), @"
    exit 1
    ---
    error: session ID1 is completed: only an active session records what happens

    hint: see what it is: git session show SHORT1
    ");
    bed.assert_once_in(&id, &bed.commit());
}

#[test]
fn a_parked_session_in_the_environment_takes_nothing_and_nor_does_the_worktrees_own() {
    let (bed, parked) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    let id = bed.ok(&["start", "Another"]);
    let commit = bed.commit_as(&parked);
    bed.assert_once_in("none", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 goes to no session: GIT_SESSION_ID: session ID1 is parked: only an active session records what happens");
    bed.assert_once_in(&id, &bed.commit());
}

#[test]
fn an_unknown_session_in_the_environment_takes_nothing_and_nor_does_the_worktrees_own() {
    let (bed, id) = Bed::at_work();
    let commit = bed.commit_as("20200101-aaaaaaaaaa");
    bed.assert_once_in("none", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 goes to no session: GIT_SESSION_ID: there is no session 20200101-aaaaaaaaaa");
    bed.assert_once_in(&id, &bed.commit());
}

#[test]
fn a_session_that_takes_nothing_opens_none_either() {
    let (bed, over) = Bed::at_work();
    bed.ok(&["complete"]);
    for named in [over.as_str(), "20200101-aaaaaaaaaa", "garbage"] {
        let commit = bed.commit_as(named);
        bed.assert_once_in("none", &commit);
    }
    assert_eq!(bed.ok(&["log"]).matches("session\t").count(), 1, "one was opened");
}

#[test]
fn the_log_says_why_a_session_that_is_named_takes_nothing() {
    let (bed, over) = Bed::at_work();
    bed.ok(&["complete"]);
    bed.commit_as(&over);
    assert!(bed.hook_log().contains("is completed"), "{}", bed.hook_log());
    bed.commit_as("20200101-aaaaaaaaaa");
    assert!(bed.hook_log().contains("there is no session 20200101-aaaaaaaaaa"), "{}", bed.hook_log());
}
