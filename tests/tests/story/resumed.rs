//! Parked on Friday, taken up again on Monday.

use chrono::TimeDelta;
use serde_json::json;
use testkit::Run;

use crate::desk::{Desk, shas, words};

/// A session with something of everything, parked before a weekend. Answers with its id.
fn parked_on_friday(desk: &Desk) -> String {
    let id = desk.run(&["start", "Stop the double charge", "--tag", "billing", "--roadmap", "refunds"]);
    desk.run(&["task", "add", "reproduce", "test", "deploy", "tell support"]);
    desk.run(&["task", "done", "reproduce"]);
    desk.run(&["task", "start", "test"]);
    desk.run(&["task", "skip", "deploy"]);
    desk.repo.commit("Reproduce it");
    desk.run(&["decide", "Key the charge on the order", "--because", "the gateway retries"]);
    desk.run(&["ask", "Who tells the customers?"]);
    desk.run(&["ask", "Since when?"]);
    desk.run(&["answer", "q2", "Since May"]);
    desk.run(&["activity", "reading the gateway's manual"]);
    desk.run(&["park", "--reason", "weekend", "--next", "test with three retries", "--next", "ask the bank"]);
    desk.repo.let_pass(TimeDelta::hours(63));
    id
}

/// What is said beside the answer, after the brief.
fn after_the_brief(run: &Run) -> String {
    let remarks =
        run.stderr.lines().skip_while(|line| !["note: ", "warning: "].iter().any(|it| line.starts_with(it)));
    remarks.map(|line| format!("{line}\n")).collect()
}

#[test]
fn on_monday_all_that_is_open_comes_along_and_what_is_done_stays_behind() {
    let desk = Desk::new();
    let friday = parked_on_friday(&desk);
    let before = desk.show(&friday);
    let monday = desk.json(&["resume"])["session"].take();
    let id = monday["id"].as_str().unwrap();
    assert_ne!(id, friday);
    assert_eq!(monday["status"], "active");
    assert_eq!(monday["intent"], "Stop the double charge");
    assert_eq!((&monday["worktree"], &monday["branch"]), (&json!("main"), &json!("main")));
    assert_eq!((&monday["tags"], &monday["roadmap"]), (&json!(["billing"]), &json!("refunds")));
    assert_eq!(words(&monday["tasks"], "subject"), ["test", "tell support"]);
    assert_eq!(words(&monday["tasks"], "status"), ["in_progress", "pending"]);
    assert_eq!(words(&monday["questions"], "text"), ["Who tells the customers?"]);
    assert_eq!(monday["next_steps"], json!(["test with three retries", "ask the bank"]));
    assert_eq!(monday["activity"], json!(null), "nobody does that any more");
    for empty in ["commits", "events", "decisions"] {
        assert_eq!(monday[empty], json!([]), "{empty} belong to the session in which they came");
    }
    assert_eq!(monday["parent"], friday.as_str());

    // What was parked is over, since when it was parked, and all of it is there.
    let after = desk.show(&friday);
    assert_eq!(after["status"], "completed");
    assert_eq!(after["completed"]["outcome"], "resumed");
    assert_eq!(after["completed"]["resumed_as"], id);
    assert_eq!(after["completed"]["closed_by"], "resume");
    assert_eq!(after["completed"]["ended_at"], before["stopped_at"]);
    assert_eq!(after["completed"]["closed_at"], monday["started_at"], "one moment for both");
    assert_eq!(after["children"], json!([id]));
    for kept in ["tasks", "questions", "commits", "decisions", "next_steps", "started_at"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
    assert!(desk.run(&["show", &friday]).contains(&format!("child\t{friday}\t{id}")));
    assert!(desk.run(&["show", id]).contains(&format!("parent\t{id}\t{friday}")));

    // Commits go to the one that goes on.
    let commit = desk.repo.commit("Test with three retries");
    assert_eq!(shas(&desk.show(id)["commits"]), [commit]);
    assert_eq!(words(&desk.json(&["status"])["sessions"], "id"), [id]);
    assert_eq!(words(&desk.json(&["log"])["sessions"], "id"), [id, &friday]);
}

#[test]
fn it_may_be_for_something_else_and_by_somebody_else_from_now_on() {
    let desk = Desk::new();
    let friday = parked_on_friday(&desk);
    let monday =
        desk.json(&["resume", &friday, "--intent", "And now the refunds", "--agent", "claude"])["session"]
            .take();
    assert_eq!(monday["intent"], "And now the refunds");
    assert_eq!((&monday["author"]["kind"], &monday["author"]["name"]), (&json!("agent"), &json!("claude")));
    assert_eq!(desk.show(&friday)["author"]["name"], "Ada Lovelace");
    assert_eq!(desk.show(&friday)["intent"], "Stop the double charge");
}

#[test]
fn what_is_resumed_is_resumed_once_and_whoever_comes_later_is_told_what_goes_on() {
    let desk = Desk::new();
    let friday = parked_on_friday(&desk);
    let monday = desk.run(&["resume"]);
    for late in [&["resume", &friday][..], &["resume"]] {
        let run = desk.program().run(late);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{late:?}: {run:?}");
        let told = format!("error: session {friday} was resumed already: {monday} goes on with it\n");
        assert!(run.stderr.starts_with(&told), "{late:?}: {run:?}");
        assert!(run.stderr.contains(&format!("git session show {}", &monday[9..])), "{run:?}");
    }
    assert_eq!(desk.json(&["log"])["sessions"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_not_parked_is_not_resumed() {
    let desk = Desk::new();
    let active = desk.run(&["start", "At work"]);
    let refused = |arguments: &[&str], code: i32, told: &str| {
        let run = desk.program().run(arguments);
        assert_eq!(run.code, Some(code), "{run:?}");
        assert!(run.stderr.contains(told), "{told}: {run:?}");
    };
    refused(&["resume", &active], 1, "is active, so it cannot be resumed");
    refused(&["resume", "zzzz"], 3, "there is no session `zzzz`");
    desk.run(&["complete"]);
    refused(&["resume", &active], 1, &format!("git session start --parent {}", &active[9..]));
    assert_eq!(desk.json(&["log"])["sessions"].as_array().unwrap().len(), 1);
}

#[test]
fn without_a_name_the_only_one_that_is_parked_here_is_meant() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    let seen = |code: i32| {
        let run = desk.program().run(&["resume"]);
        assert_eq!(run.code, Some(code), "{run:?}");
        run.stderr
    };
    insta::assert_snapshot!(seen(3), @r#"
    error: no session is parked in this worktree

    hint: begin one: git session start "what you are about to do"
    "#);
    let elsewhere = desk.run_in(&other, &["start", "Elsewhere"]);
    desk.run_in(&other, &["park", "--reason", "lunch"]);
    insta::assert_snapshot!(seen(3).replace(&elsewhere, "ELSEWHERE"), @"
    error: no session is parked in this worktree
      ELSEWHERE: Elsewhere · Ada Lovelace

    hint: take one of those up in this worktree: git session resume SESSION --here
    ");
    let parked = ["One", "Two"].map(|intent| {
        let id = desk.run(&["start", intent]);
        desk.run(&["park", "--reason", "lunch"]);
        id
    });
    insta::assert_snapshot!(seen(3).replace(&parked[0], "ONE").replace(&parked[1], "TWO"), @"
    error: 2 sessions are parked in this worktree
      ONE: One · Ada Lovelace
      TWO: Two · Ada Lovelace

    hint: say which: git session resume SESSION
    ");
    desk.run(&["complete", "--session", &parked[1]]);
    let resumed = desk.run(&["resume"]);
    assert_eq!(desk.show(&resumed)["parent"], parked[0].as_str());
}

#[test]
fn from_another_worktree_it_stays_where_it_was_unless_it_is_wanted_here() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    let first = desk.run(&["start", "Work"]);
    desk.run(&["park", "--reason", "lunch"]);
    let run = desk.program().run_in(&other, &["resume", &first]);
    let second = run.stdout.trim_end().to_owned();
    let short = &second[9..15];
    insta::assert_snapshot!(after_the_brief(&run).replace(short, "SHORT"), @"
    note: it is worked on in worktree main; commits made here are not its own
    hint: to work on it here: git session park --session SHORT --reason WHY, then git session resume SHORT --here
    ");
    let commit = desk.repo.commit("Where it was");
    assert_eq!(shas(&desk.show(&second)["commits"]), [commit]);

    // The hint does what it says.
    desk.run_in(&other, &["park", "--session", short, "--reason", "over there"]);
    let run = desk.program().run_in(&other, &["resume", short, "--here"]);
    let third = run.stdout.trim_end().to_owned();
    insta::assert_snapshot!(after_the_brief(&run), @"note: it was worked on in worktree main, and is worked on here from now on");
    let session = desk.show(&third);
    assert_eq!((&session["worktree"], &session["branch"]), (&json!("other"), &json!("other")));
    let commit = desk.repo.commit_in(&other, "Where it is now");
    assert_eq!(shas(&desk.show(&third)["commits"]), [commit]);
    let chain = [&first, &second, &third].map(|id| desk.show(id)["parent"].clone());
    assert_eq!(chain, [json!(null), json!(first), json!(second)]);
}

#[test]
fn where_its_worktree_is_gone_it_is_worked_on_here() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    let first = desk.run_in(&other, &["start", "Work"]);
    desk.run_in(&other, &["park", "--reason", "lunch"]);
    desk.repo.git(&["worktree", "remove", "--force", other.to_str().unwrap()]);
    let run = desk.program().run(&["resume", &first]);
    insta::assert_snapshot!(after_the_brief(&run), @"note: it was worked on in worktree other, and is worked on here from now on");
    let session = desk.show(run.stdout.trim_end());
    assert_eq!((&session["worktree"], &session["branch"]), (&json!("main"), &json!("main")));
    assert_eq!(desk.run(&["stale"]), "");
}

#[test]
fn what_is_at_work_in_its_worktree_already_is_told() {
    let desk = Desk::new();
    let parked = desk.run(&["start", "Work"]);
    desk.run(&["park", "--reason", "lunch"]);
    let other = desk.run(&["start", "Meanwhile"]);
    let run = desk.program().run(&["resume", &parked]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains(&format!("  {other}: Meanwhile · Ada Lovelace\n")), "{run:?}");
    assert!(run.stderr.contains(&format!("export GIT_SESSION_ID={}", run.stdout.trim_end())), "{run:?}");
}

#[test]
fn a_session_that_the_tool_opened_meanwhile_ends() {
    let desk = Desk::new();
    desk.run(&["start", "Work"]);
    desk.run(&["park", "--reason", "lunch"]);
    desk.repo.commit("Meanwhile");
    let made = desk.json(&["show"])["session"]["id"].as_str().unwrap().to_owned();
    let run = desk.program().run(&["resume"]);
    assert!(run.stderr.contains(&format!("{made}, which the tool had opened, has ended")), "{run:?}");
    let commit = desk.repo.commit("Back at work");
    assert_eq!(shas(&desk.show(run.stdout.trim_end())["commits"]), [commit]);
}

#[test]
fn what_is_over_is_gone_on_with_by_another() {
    let desk = Desk::new();
    let over = parked_on_friday(&desk);
    let refused = desk.program().run(&["start", "--parent", &over]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains(&format!("git session resume {}", &over[9..])), "{refused:?}");
    desk.run(&["complete", "--session", &over]);
    // It has its intent, where no other is said; as often as somebody likes.
    let child = desk.run(&["start", "--parent", &over, "--task", "write it up", "--roadmap", "receipts"]);
    let session = desk.show(&child);
    assert_eq!((&session["intent"], &session["parent"]), (&json!("Stop the double charge"), &json!(over)));
    assert_eq!(words(&session["tasks"], "subject"), ["test", "tell support", "write it up"]);
    assert_eq!(session["roadmap"], "receipts");
    desk.run(&["complete"]);
    let again = desk.run(&["start", "Once more", "--parent", &over]);
    assert_eq!(desk.show(&again)["intent"], "Once more");
    let children = desk.show(&over)["children"].take();
    let mut both = [child, again];
    both.sort();
    assert_eq!(children, json!(both));
}

#[test]
fn a_variable_that_still_names_the_one_that_was_parked_is_told() {
    let desk = Desk::new();
    let parked = desk.run(&["start", "Work"]);
    desk.run(&["park", "--reason", "lunch"]);
    let mut program = desk.program().command(desk.repo.path());
    let run = Run::new(&program.args(["resume", &parked]).env("GIT_SESSION_ID", &parked).output().unwrap());
    let id = run.stdout.trim_end();
    let told =
        format!("warning: GIT_SESSION_ID names {parked}; to work on this one: export GIT_SESSION_ID={id}\n");
    assert_eq!((run.code, after_the_brief(&run)), (Some(0), told));
}

#[test]
fn a_file_that_cannot_be_read_may_be_the_one_that_is_meant() {
    let desk = Desk::new();
    let parked = desk.run(&["start", "Work"]);
    desk.run(&["park", "--reason", "lunch"]);
    let path = desk.repo.path().join(format!(".sessions/live/{parked}.toml"));
    std::fs::write(&path, "<<<<<<< HEAD\n").unwrap();
    let run = desk.program().run(&["resume"]);
    assert_eq!(run.code, Some(5), "{run:?}");
    assert!(run.stderr.contains(path.to_str().unwrap()), "{run:?}");
}

#[test]
fn what_was_left_open_is_said_when_a_session_is_completed() {
    let desk = Desk::new();
    let complete = || {
        let run = desk.program().run(&["complete"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        run.stderr
    };
    desk.run(&["start", "Work", "--task", "one", "--task", "two", "--task", "three"]);
    desk.run(&["task", "done", "three"]);
    desk.run(&["ask", "Which?"]);
    assert_eq!(complete(), "note: 2 tasks and 1 question were open\n");
    desk.run(&["start", "Work", "--task", "one"]);
    assert_eq!(complete(), "note: 1 task was open\n");
    desk.run(&["start", "Work"]);
    assert_eq!(complete(), "");
}

#[test]
fn where_nothing_is_parked_that_is_said_and_of_several_the_newest_is_named() {
    let desk = Desk { repo: testkit::TestRepo::new() };
    let first_line = |run: Run| run.stderr.lines().next().unwrap_or_default().to_owned();
    let nothing = "error: no session is parked in this worktree";
    assert_eq!(first_line(desk.program().run(&["resume"])), nothing, "there is no store");
    desk.run(&["start", "One"]);
    desk.run(&["complete"]);
    assert_eq!(first_line(desk.program().run(&["resume"])), nothing);
    let mut newest = String::new();
    for intent in ["Two", "Three"] {
        newest = desk.run(&["start", intent]);
        desk.run(&["park", "--reason", "lunch"]);
    }
    let run = desk.program().run(&["event", "x"]);
    let short = newest.split_once('-').unwrap().1;
    assert!(run.stderr.contains(&format!("hint: {short} is parked here, the newest of 2: ")), "{run:?}");
}
