//! Sessions that are named wrongly on the command line, or not at all.

use testkit::TestRepo;

use crate::bed::Bed;
use crate::seen::tame;

#[test]
fn without_a_store_there_is_no_session() {
    let bed = Bed::of(TestRepo::new());
    bed.repo.commit("Begin");
    insta::assert_snapshot!(bed.seen(&["show"]), @r#"
    exit 3
    ---
    error: no session is active in this worktree

    hint: begin one: git session start "what you are about to do"
    "#);
    insta::assert_snapshot!(bed.seen(&["show", "k7q2m9"]), @"
    exit 3
    ---
    error: there is no session `k7q2m9`

    hint: see what there is: git session log
    ");
    insta::assert_snapshot!(bed.seen(&["event", "x"]), @r#"
    exit 3
    ---
    error: no session is active in this worktree

    hint: begin one: git session start "what you are about to do"
    "#);
    assert!(!bed.store().exists(), "reading made a store");
}

#[test]
fn without_a_session_the_way_to_begin_one_is_told() {
    let bed = Bed::new();
    insta::assert_snapshot!(bed.seen(&["show"]), @r#"
    exit 3
    ---
    error: no session is active in this worktree

    hint: begin one: git session start "what you are about to do"
    "#);
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch"]), @r#"
    exit 3
    ---
    error: no session is active in this worktree

    hint: begin one: git session start "what you are about to do"
    "#);
    for arguments in [
        vec!["event", "x"],
        vec!["complete"],
        vec!["heartbeat"],
        vec!["decide", "x", "--because", "y"],
        vec!["ask", "x"],
        vec!["task", "add", "x"],
        vec!["task", "list"],
        vec!["await", "--clear"],
        vec!["set", "--tag", "x"],
    ] {
        assert_eq!(bed.seen(&arguments), bed.seen(&["show"]), "{arguments:?}");
    }
}

#[test]
fn a_parked_session_is_not_the_current_one_and_is_named() {
    let (bed, _) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    insta::assert_snapshot!(bed.seen(&["event", "x"]), @"
    exit 3
    ---
    error: no session is active in this worktree

    hint: SHORT1 is parked here: take it up again with git session resume SHORT1, or begin another: git session start INTENT
    ");
}

#[test]
fn two_sessions_at_work_are_named() {
    let (bed, _) = Bed::at_work();
    insta::assert_snapshot!(bed.seen(&["start", "Another"]), @"
    exit 0
    ID1
    ---
    warning: other sessions are at work in this worktree, so commits that neither an agent nor the branch tells apart go to none:
      ID2: Stop the double charge · Ada Lovelace
    hint: park what rests: git session park --session SHORT2 WHY
    hint: or name yours where you work: export GIT_SESSION_ID=ID1
    ");
    let run = bed.run(&["event", "x"]);
    assert_eq!(run.code, Some(3), "{run:?}");
    // Ids of one day have no order that is known beforehand.
    let mut lines: Vec<&str> = run.stderr.lines().collect();
    lines[1..3].sort_by_key(|line| line.contains("Another"));
    // One of them is the example.
    let told = tame(&lines.join("\n"), &bed.repo).replace("SHORT1", "SHORT").replace("SHORT2", "SHORT");
    insta::assert_snapshot!(told, @"
    error: 2 sessions are at work in this worktree
      ID1: Stop the double charge · Ada Lovelace
      ID2: Another · Ada Lovelace

    hint: say which one you mean, as in --session SHORT, or have its id in GIT_SESSION_ID
    ");
    let commit = bed.commit();
    bed.assert_in("none", &commit);
}

#[test]
fn an_unknown_id_is_named() {
    let (bed, _) = Bed::at_work();
    insta::assert_snapshot!(bed.seen(&["show", "20200101-0000000000"]), @"
    exit 3
    ---
    error: there is no session `20200101-0000000000`

    hint: see what there is: git session log
    ");
    insta::assert_snapshot!(bed.seen(&["park", "--reason", "Lunch", "--session", "zzzzzzzzzz"]), @"
    exit 3
    ---
    error: there is no session `zzzzzzzzzz`

    hint: see what there is: git session log
    ");
}

#[test]
fn an_ambiguous_id_is_told_with_all_that_it_could_be() {
    let (bed, _) = Bed::at_work();
    bed.ok(&["park", "--reason", "Lunch"]);
    bed.ok(&["start", "Another"]);
    insta::assert_snapshot!(bed.seen(&["show", "2"]), @"
    exit 3
    ---
    error: `2` could be ID1 or ID2

    hint: type more of the id
    ");
}

#[test]
fn a_piece_of_an_id_with_odd_characters_names_nothing() {
    let (bed, _) = Bed::at_work();
    insta::assert_snapshot!(bed.seen(&["show", "../../../../etc/passwd"]), @"
    exit 3
    ---
    error: there is no session and no commit `../../../../etc/passwd`

    hint: see what there is: git session log
    ");
    insta::assert_snapshot!(bed.seen(&["show", "\u{1b}[31mred\u{202e}\n\u{9b}0m"]), @"
    exit 3
    ---
    error: there is no session and no commit `[31mred 0m`

    hint: see what there is: git session log
    ");
    insta::assert_snapshot!(bed.seen(&["show", ""]), @"
    exit 3
    ---
    error: there is no session and no commit ``

    hint: see what there is: git session log
    ");
    for odd in [" ", "*", "%s", "é", "🙂", "-", "@@", "@1", "@~", "@~x", "@~-1", "@~99999999999999999999999"]
    {
        let run = bed.run(&["show", odd]);
        assert_eq!(run.code, Some(3), "{odd:?}: {run:?}");
        // What counts back counts sessions.
        let what = if odd.starts_with("@~") { "session" } else { "session and no commit" };
        assert!(run.stderr.starts_with(&format!("error: there is no {what} `{odd}`\n")), "{run:?}");
    }
}

#[test]
fn a_piece_without_end_is_not_repeated_in_full() {
    let (bed, _) = Bed::at_work();
    let run = bed.run(&["show", &"x".repeat(100_000)]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.len() < 1000, "{} bytes of a message", run.stderr.len());
}

#[test]
fn a_step_further_back_than_there_are_sessions_is_told() {
    let (bed, _) = Bed::at_work();
    insta::assert_snapshot!(bed.seen(&["show", "@~5"]), @"
    exit 3
    ---
    error: there is no session `@~5`: this worktree has 1

    hint: see what there is: git session log
    ");
    let empty = Bed::new();
    insta::assert_snapshot!(empty.seen(&["show", "@~1"]), @"
    exit 3
    ---
    error: there is no session `@~1`

    hint: see what there is: git session log
    ");
}

#[test]
fn a_session_that_was_asked_for_is_named_where_there_is_no_store_either() {
    let bed = Bed::of(TestRepo::new());
    for arguments in [vec!["show", "k7q2m9"], vec!["event", "x", "--session", "k7q2m9"]] {
        let run = bed.run(&arguments);
        assert_eq!(run.code, Some(3), "{run:?}");
        assert!(run.stderr.starts_with("error: there is no session `k7q2m9`\n"), "{run:?}");
    }
}
