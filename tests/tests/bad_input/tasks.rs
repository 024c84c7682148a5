//! Tasks that are not there, are called like another, or are too many.

use std::fmt::Write as _;
use std::fs;

use crate::bed::Bed;
use crate::texts::fed;

/// A session with three tasks.
fn with_tasks() -> (Bed, String) {
    let (bed, id) = Bed::at_work();
    bed.ok(&["task", "add", "test with two retries", "test with three retries", "tell support"]);
    (bed, id)
}

#[test]
fn a_task_that_is_not_there_is_named() {
    let (bed, id) = with_tasks();
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["task", "done", "t9"]), @"
    exit 3
    ---
    error: session ID1: there is no task `t9`

    hint: see its tasks: git session task list --session SHORT1
    ");
    for arguments in [
        vec!["task", "start", "T1"],
        vec!["task", "skip", ""],
        vec!["task", "reopen", "two retries"],
        vec!["task", "rename", "nothing", "something"],
    ] {
        assert_eq!(bed.run(&arguments).code, Some(3), "{arguments:?}");
    }
    let run = bed.run(&["task", "done", &"x".repeat(100_000)]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.len() < 1000, "{} bytes of a message", run.stderr.len());
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
}

#[test]
fn a_beginning_that_several_tasks_have_is_told_with_all_that_it_could_be() {
    let (bed, _) = with_tasks();
    insta::assert_snapshot!(bed.seen(&["task", "done", "test"]), @"
    exit 3
    ---
    error: session ID1: `test` could be t1 or t2

    hint: see its tasks: git session task list --session SHORT1
    ");
}

#[test]
fn no_two_tasks_are_called_alike_whether_added_or_renamed() {
    let (bed, id) = with_tasks();
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["task", "add", "deploy", "tell support"]), @"
    exit 1
    ---
    error: session ID1: task t3 is called `tell support` already

    hint: see its tasks: git session task list --session SHORT1
    ");
    insta::assert_snapshot!(bed.seen(&["task", "rename", "t1", "tell support"]), @"
    exit 1
    ---
    error: session ID1: task t3 is called `tell support` already

    hint: see its tasks: git session task list --session SHORT1
    ");
    for arguments in [
        vec!["task", "add", " tell support\n"],
        vec!["task", "add", "deploy", "deploy"],
        vec!["task", "rename", "t1", " tell support "],
    ] {
        assert_eq!(bed.run(&arguments).code, Some(1), "{arguments:?}");
    }
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before, "a part was added");
    // What a task was called before is free again.
    bed.ok(&["task", "rename", "t3", "tell the customer"]);
    bed.ok(&["task", "add", "tell support"]);
    assert_eq!(bed.run(&["task", "rename", "t4", "tell the customer"]).code, Some(1));
}

#[test]
fn a_session_does_not_begin_with_two_tasks_that_are_called_alike() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["start", "Work", "--task", "test", "--task", "test"]), @"
    exit 2
    ---
    error: task t1 is called `test` already
    ");
    assert_eq!(bed.run(&["start", "Work", "--task", " "]).code, Some(2));
    assert_eq!(bed.ok(&["log"]), "", "a session began");
}

#[test]
fn a_task_without_a_subject_is_refused_and_so_is_one_without_end() {
    let (bed, id) = with_tasks();
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["task", "add", "deploy", " "]), @"
    exit 2
    ---
    error: the task is empty; it takes 1 to 1024 bytes of text
    ");
    insta::assert_snapshot!(bed.seen(&["task", "rename", "t1", &"x".repeat(2000)]), @"
    exit 2
    ---
    error: the task has 2000 bytes; at most 1024 are taken
    ");
    let nothing = fed(&bed, &["task", "add", "-"], b"\n \n");
    assert_eq!(
        (nothing.code, nothing.stderr.as_str()),
        (Some(2), "error: there is no task on standard input\n")
    );
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
}

#[test]
fn of_more_tasks_than_are_taken_none_is_added() {
    let (bed, id) = with_tasks();
    let many = |from: usize, to: usize| {
        (from..to).fold(String::new(), |mut lines, number| {
            writeln!(lines, "task {number}").unwrap();
            lines
        })
    };
    let run = fed(&bed, &["task", "add", "-"], many(0, 1001).as_bytes());
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (Some(2), "error: there are 1001 tasks; at most 1000 are taken\n")
    );
    assert_eq!(fed(&bed, &["task", "add", "-"], many(0, 996).as_bytes()).code, Some(0));
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["task", "add", "the last", "one more"]), @"
    exit 1
    ---
    error: session ID1: at most 1000 tasks are taken

    hint: see its tasks: git session task list --session SHORT1
    ");
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
    assert_eq!(bed.ok(&["task", "list"]).lines().count(), 999);
}

#[test]
fn a_status_that_is_no_status_of_a_task_is_refused_with_those_that_are() {
    let (bed, _) = with_tasks();
    insta::assert_snapshot!(bed.seen(&["task", "list", "--status", "done"]), @"
    exit 2
    ---
    error: invalid value 'done' for '--status <STATUS>'
      [possible values: pending, in_progress, completed, skipped]

    For more information, try 'git session help task'.
    ");
    insta::assert_snapshot!(bed.seen(&["task", "finish", "t1"]), @"
    exit 2
    ---
    error: unrecognized subcommand 'finish'

    Usage: git session task [OPTIONS] <COMMAND>

    For more information, try 'git session help task'.
    ");
    assert_eq!(bed.run(&["task"]).code, Some(2));
}
