//! Questions that are not there or have an answer; steps, activities and settings that are not taken.

use std::fs;

use crate::bed::Bed;

#[test]
fn a_question_that_is_not_there_is_named() {
    let (bed, _) = Bed::at_work();
    bed.ok(&["ask", "Which key?"]);
    insta::assert_snapshot!(bed.seen(&["answer", "q7", "the order's"]), @"
    exit 3
    ---
    error: session ID1: there is no question `q7`

    hint: see its questions: git session show SHORT1
    ");
    for odd in ["", "Q1", "key?", "which"] {
        assert_eq!(bed.run(&["answer", odd, "the order's"]).code, Some(3), "{odd:?}");
    }
}

#[test]
fn a_beginning_that_several_questions_have_is_told_with_all_that_it_could_be() {
    let (bed, _) = Bed::at_work();
    bed.ok(&["ask", "Which key?"]);
    bed.ok(&["ask", "Which order?"]);
    insta::assert_snapshot!(bed.seen(&["answer", "Which", "the first"]), @"
    exit 3
    ---
    error: session ID1: `Which` could be q1 or q2

    hint: see its questions: git session show SHORT1
    ");
}

#[test]
fn a_question_is_not_answered_twice() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["ask", "Which key?"]);
    bed.ok(&["answer", "q1", "the order's"]);
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["answer", "Which", "the attempt's"]), @"
    exit 1
    ---
    error: session ID1: question q1 is answered already

    hint: see its questions: git session show SHORT1
    ");
    assert_eq!(bed.run(&["answer", "q1", "the order's"]).code, Some(1));
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
}

#[test]
fn nothing_is_asked_answered_planned_or_set_in_a_session_that_is_over() {
    let (bed, id) = Bed::at_work();
    bed.ok(&["task", "add", "test"]);
    bed.ok(&["ask", "Which key?"]);
    bed.ok(&["complete", "Done"]);
    let before = bed.ok(&["show", &id, "--json"]);
    insta::assert_snapshot!(bed.seen(&["ask", "Why?", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is completed: it stays as it is

    hint: see what it is: git session show SHORT1
    ");
    let refused = bed.seen(&["ask", "Why?", "--session", &id]);
    for arguments in [
        &["answer", "q1", "x"][..],
        &["answer", "q9", "x"],
        &["next", "x"],
        &["next", "--clear"],
        &["task", "add", "x"],
        &["task", "done", "t1"],
        &["task", "done", "t9"],
        &["task", "rename", "t1", "x"],
        &["set", "--tag", "x"],
        &["set", "--no-roadmap"],
    ] {
        assert_eq!(bed.seen(&[arguments, &["--session", &id]].concat()), refused, "{arguments:?}");
    }
    insta::assert_snapshot!(bed.seen(&["activity", "x", "--session", &id]), @"
    exit 1
    ---
    error: session ID1 is completed: only an active session records what happens

    hint: see what it is: git session show SHORT1
    ");
    assert_eq!(
        bed.seen(&["await", "--clear", "--session", &id]),
        bed.seen(&["activity", "x", "--session", &id])
    );
    assert_eq!(bed.ok(&["show", &id, "--json"]), before);
}

#[test]
fn of_more_steps_or_tags_than_are_taken_none_is_added() {
    let (bed, id) = Bed::at_work();
    let steps: Vec<String> = (0..33).map(|number| number.to_string()).collect();
    let next = |from: usize, to: usize| {
        let mut arguments = vec!["next"];
        arguments.extend(steps[from..to].iter().map(String::as_str));
        arguments
    };
    insta::assert_snapshot!(bed.seen(&next(0, 33)), @"
    exit 2
    ---
    error: there are 33 next steps; at most 32 are taken
    ");
    bed.ok(&next(0, 31));
    insta::assert_snapshot!(bed.seen(&next(31, 33)), @"
    exit 1
    ---
    error: session ID1: at most 32 next steps are taken

    hint: see what it is: git session show SHORT1
    ");
    let tags: Vec<&str> = steps.iter().flat_map(|tag| ["--tag", tag]).collect();
    assert_eq!(bed.run(&[&["set"], &tags[..]].concat()).code, Some(2));
    bed.ok(&["set", "--tag", "billing"]);
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&[&["set", "--intent", "Else"], &tags[2..]].concat()), @"
    exit 1
    ---
    error: session ID1: at most 32 tags are taken

    hint: see what it is: git session show SHORT1
    ");
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before, "a part was set");
    bed.ok(&[&["next", "--replace"], &next(1, 33)[1..]].concat());
}

#[test]
fn what_is_missing_contradicts_or_shows_nothing_is_refused() {
    let (bed, id) = Bed::at_work();
    let before = fs::read(bed.live_file(&id)).unwrap();
    insta::assert_snapshot!(bed.seen(&["set"]), @"
    exit 2
    ---
    error: the following required arguments were not provided:
      <--intent <TEXT>|--tag <TAG>|--untag <TAG>|--roadmap <ITEM>|--no-roadmap>

    Usage: git session set [OPTIONS]

    For more information, try 'git session help set'.
    ");
    insta::assert_snapshot!(bed.seen(&["await"]), @"
    exit 2
    ---
    error: the following required arguments were not provided:
      <REASON>...

    Usage: git session await <REASON>...

    For more information, try 'git session help await'.
    ");
    insta::assert_snapshot!(bed.seen(&["await", "\u{200b}"]), @"
    exit 2
    ---
    error: the reason for waiting is empty; it takes 1 to 1024 bytes of text
    ");
    for arguments in [
        &["ask"][..],
        &["ask", ""],
        &["answer", "q1"],
        &["answer", "q1", " "],
        &["next"],
        &["next", "x", ""],
        &["next", "--replace"],
        &["next", "--clear", "x"],
        &["activity"],
        &["activity", ""],
        &["activity", "x", "--clear"],
        &["await", "x", "--clear"],
        &["set", "--intent", ""],
        &["set", "--roadmap", "\u{202e}"],
        &["set", "--roadmap", "x", "--no-roadmap"],
        &["set", "--tag", " "],
        &["set", "--session", &id],
        &["start", "x", "--roadmap", ""],
    ] {
        assert_eq!(bed.run(arguments).code, Some(2), "{arguments:?}");
    }
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
}
