//! What there is to do, what is asked and answered, what a session does now and what it waits for.

use std::fs::File;

use serde_json::{Value, json};
use testkit::Run;

use crate::desk::{Desk, words};
use crate::output::masked;

/// The status of each task, by its subject.
fn tasks(session: &Value) -> Vec<(String, String)> {
    words(&session["tasks"], "subject").into_iter().zip(words(&session["tasks"], "status")).collect()
}

fn pair(subject: &str, status: &str) -> (String, String) {
    (subject.into(), status.into())
}

/// Runs the program with this text as its standard input; it must end well.
fn fed(desk: &Desk, arguments: &[&str], input: &str) -> String {
    let file = desk.repo.root().join("input");
    std::fs::write(&file, input).unwrap();
    let mut command = desk.program().command(desk.repo.path());
    let run = Run::new(&command.args(arguments).stdin(File::open(&file).unwrap()).output().unwrap());
    assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
    run.stdout.trim_end().to_owned()
}

#[test]
fn a_text_that_begins_like_an_item_of_a_list_is_a_text() {
    let desk = Desk::new();
    let id = desk.run(&["start", "- Work", "--task", "- one", "--tag", "billing"]);
    desk.run(&["event", "- leading dash", "--session", &id]);
    desk.run(&["event", "seen:", "- one", "- two"]);
    desk.run(&["decide", "Wait", "--because", "- the bank\n- the gateway"]);
    desk.run(&["park", "--reason", "- lunch"]);
    let session = desk.show(&id);
    assert_eq!((&session["intent"], &session["parked_reason"]), (&"- Work".into(), &"- lunch".into()));
    assert_eq!(words(&session["tasks"], "subject"), ["- one"]);
    assert_eq!(words(&session["events"], "text"), ["- leading dash", "seen: - one - two"]);
    assert_eq!(words(&session["decisions"], "because"), ["- the bank\n- the gateway"]);
    // What looks like an option is still one.
    assert_eq!(desk.program().run(&["event", "-x"]).code, Some(2));
    assert_eq!(desk.program().run(&["event", "x", "--sesion", &id]).code, Some(2));
}

#[test]
fn tasks_are_added_done_skipped_reopened_renamed_and_counted() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge", "--task", "reproduce", "--task", "test"]);
    assert_eq!(desk.run(&["task", "add", "tell support", "deploy"]), format!("{id}\tt3\n{id}\tt4"));
    assert_eq!(
        fed(&desk, &["task", "add", "-"], "write it up\n\n  measure it \n"),
        format!("{id}\tt5\n{id}\tt6")
    );
    desk.run(&["task", "start", "repro"]);
    desk.run(&["task", "done", "repro"]);
    desk.run(&["task", "start", "t2"]);
    desk.run(&["task", "skip", "deploy"]);
    desk.run(&["task", "done", "t5"]);
    desk.run(&["task", "reopen", "t5"]);
    assert_eq!(desk.run(&["task", "rename", "tell", "tell", "the", "customer"]), format!("{id}\tt3"));
    let session = desk.show(&id);
    assert_eq!(
        tasks(&session),
        [
            pair("reproduce", "completed"),
            pair("test", "in_progress"),
            pair("tell the customer", "pending"),
            pair("deploy", "skipped"),
            pair("write it up", "pending"),
            pair("measure it", "pending"),
        ]
    );
    let summary = json!({ "pending": 3, "in_progress": 1, "completed": 1, "skipped": 1, "total": 6 });
    assert_eq!(session["task_summary"], summary);

    let list = desk.json(&["task", "list", "--status", "pending", "--status", "in_progress"]);
    assert_eq!(words(&list["tasks"], "id"), ["t2", "t3", "t5", "t6"]);
    assert_eq!((&list["task_summary"], &list["session"]["id"]), (&summary, &id.as_str().into()));
    insta::assert_snapshot!(masked(&desk.run(&["task", "list", "--status", "completed"])), @"task ⇥ SESSION-0 ⇥ t1 ⇥ completed ⇥ TIME ⇥ reproduce");
}

#[test]
fn a_question_is_asked_and_answered_once_by_its_id_or_by_how_it_begins() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge"]);
    assert_eq!(desk.run(&["ask", "Does", "the", "gateway", "retry?"]), format!("{id}\tq1"));
    assert_eq!(fed(&desk, &["ask", "-"], "Which key?\nThe order's?\n"), format!("{id}\tq2"));
    let asked = desk.json(&["ask", "Who tells support?"]);
    assert_eq!((&asked["question"], &asked["session"]["id"]), (&"q3".into(), &id.as_str().into()));
    desk.run(&["answer", "Does", "yes,", "twice"]);
    assert_eq!(fed(&desk, &["answer", "q2", "-"], "the order's\n"), format!("{id}\tq2"));
    let session = desk.show(&id);
    assert_eq!(
        words(&session["questions"], "text"),
        ["Does the gateway retry?", "Which key?\nThe order's?", "Who tells support?"]
    );
    let answers: Vec<_> = session["questions"].as_array().unwrap().iter().map(|it| &it["answer"]).collect();
    assert_eq!(answers, [&json!("yes, twice"), &json!("the order's"), &Value::Null]);
    assert!(session["questions"][0]["asked_at"].as_str() <= session["questions"][0]["answered_at"].as_str());
}

#[test]
fn what_comes_next_is_added_to_replaced_and_cleared() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge"]);
    let next = || desk.show(&id)["next_steps"].clone();
    desk.run(&["next", "test with three retries"]);
    desk.run(&["next", "tell support", "deploy"]);
    assert_eq!(next(), json!(["test with three retries", "tell support", "deploy"]));
    assert_eq!(fed(&desk, &["next", "--replace", "-"], "sleep\nthen deploy\n"), id);
    assert_eq!(next(), json!(["sleep", "then deploy"]));
    desk.run(&["next", "--clear"]);
    assert_eq!(next(), json!([]));
}

#[test]
fn what_a_session_does_and_what_it_waits_for_is_seen_in_status_until_it_is_cleared() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge", "--agent", "claude-code"]);
    desk.run(&["activity", "reading", "the", "log"]);
    desk.run(&["await", "the key to the sandbox"]);
    insta::assert_snapshot!(masked(&desk.run(&["status"])), @"
    session ⇥ SESSION-0 ⇥ active ⇥ TIME ⇥  ⇥ 0 ⇥ main ⇥ main ⇥ claude-code ⇥ Stop the double charge
    awaiting ⇥ SESSION-0 ⇥ TIME ⇥ the key to the sandbox
    activity ⇥ SESSION-0 ⇥ TIME ⇥ reading the log
    ");
    let session = desk.json(&["status"])["sessions"][0].take();
    assert_eq!(
        (&session["activity"], &session["awaiting"]),
        (&"reading the log".into(), &"the key to the sandbox".into())
    );
    assert!(session["activity_at"].as_str() <= session["awaiting_since"].as_str());
    desk.run(&["await", "--clear"]);
    desk.run(&["activity", "--clear"]);
    assert_eq!(desk.run(&["status"]).lines().count(), 1);
    let session = desk.show(&id);
    for key in ["activity", "activity_at", "awaiting", "awaiting_since"] {
        assert_eq!(session[key], Value::Null, "{key}");
    }
}

#[test]
fn what_a_session_is_for_and_how_it_is_found_can_be_said_anew() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop it", "--tag", "billing", "--tag", "retry", "--roadmap", "payments"]);
    assert_eq!(desk.show(&id)["roadmap"], "payments");
    desk.run(&[
        "set",
        "--intent",
        "Stop the double charge",
        "--untag",
        "retry",
        "--tag",
        "order",
        "--tag",
        "billing",
    ]);
    let session = desk.show(&id);
    assert_eq!(
        (&session["intent"], &session["roadmap"]),
        (&"Stop the double charge".into(), &"payments".into())
    );
    assert_eq!(session["tags"], json!(["billing", "order"]));
    desk.run(&["set", "--roadmap", "refunds"]);
    assert_eq!(desk.show(&id)["roadmap"], "refunds");
    desk.run(&["set", "--no-roadmap"]);
    assert_eq!((&desk.show(&id)["roadmap"], &desk.show(&id)["intent"]), (&Value::Null, &session["intent"]));
    assert!(desk.show(&id)["changed_at"].as_str() > session["changed_at"].as_str());
}

#[test]
fn a_parked_session_takes_tasks_questions_and_plans_by_its_id_and_nothing_of_the_present() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge", "--task", "reproduce"]);
    desk.run(&["ask", "Which key?"]);
    desk.run(&["park", "--reason", "weekend", "--next", "test"]);
    let piece = id.split_once('-').unwrap().1;
    for command in [
        &["ask", "Who tells support?"][..],
        &["answer", "q1", "the order's"],
        &["next", "tell support"],
        &["task", "add", "deploy"],
        &["task", "done", "reproduce"],
        &["set", "--tag", "billing"],
    ] {
        desk.run(&[command, &["--session", piece]].concat());
    }
    let session = desk.show(&id);
    assert_eq!(session["status"], "parked");
    assert_eq!(tasks(&session), [pair("reproduce", "completed"), pair("deploy", "pending")]);
    assert_eq!(words(&session["questions"], "id"), ["q1", "q2"]);
    assert_eq!(
        (&session["next_steps"], &session["tags"]),
        (&json!(["test", "tell support"]), &json!(["billing"]))
    );
    assert_eq!(words(&desk.json(&["task", "list", "-s", piece])["tasks"], "id"), ["t1", "t2"]);
    for command in [["activity", "x"], ["await", "x"], ["activity", "--clear"], ["await", "--clear"]] {
        assert_eq!(desk.program().run(&[&command[..], &["-s", piece]].concat()).code, Some(1), "{command:?}");
    }
    assert_eq!(desk.show(&id), session);
}

#[test]
fn the_changed_files_of_all_commits_are_listed_once_and_in_order() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge"]);
    for (file, message) in [("src/retry.rs", "Retry"), ("src/charge.rs", "Charge"), ("src/retry.rs", "Again")]
    {
        desk.repo.write(file, message);
        desk.repo.commit(message);
    }
    let session = desk.show(&id);
    assert_eq!(
        (&session["files"], &session["more_files"]),
        (&json!(["src/charge.rs", "src/retry.rs"]), &json!(false))
    );
    insta::assert_snapshot!(masked(&desk.run(&["show"])), @"
    session ⇥ SESSION-0 ⇥ active ⇥ TIME ⇥  ⇥ 3 ⇥ main ⇥ main ⇥ Ada Lovelace ⇥ Stop the double charge
    commit ⇥ COMMIT-1 ⇥ SESSION-0 ⇥ TIME ⇥ worktree ⇥ Retry
    commit ⇥ COMMIT-2 ⇥ SESSION-0 ⇥ TIME ⇥ worktree ⇥ Charge
    commit ⇥ COMMIT-3 ⇥ SESSION-0 ⇥ TIME ⇥ worktree ⇥ Again
    file ⇥ SESSION-0 ⇥ src/charge.rs
    file ⇥ SESSION-0 ⇥ src/retry.rs
    worked ⇥ SESSION-0 ⇥ SECONDS ⇥ SECONDS ⇥ 900
    ");
}

#[test]
fn all_of_it_comes_back_from_the_json_of_a_completed_session() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Stop the double charge", "--task", "reproduce"]);
    desk.run(&["ask", "Which key?"]);
    desk.run(&["next", "tell support"]);
    desk.run(&["await", "an answer"]);
    desk.run(&["complete", "done"]);
    let session = desk.show(&id);
    assert_eq!(tasks(&session), [pair("reproduce", "pending")]);
    assert_eq!(
        (&session["questions"][0]["text"], &session["next_steps"][0]),
        (&"Which key?".into(), &"tell support".into())
    );
    assert_eq!((&session["awaiting"], &session["children"]), (&"an answer".into(), &json!([])));
    assert_eq!(desk.json(&["log"])["sessions"][0], session);
}

#[test]
fn the_sessions_that_go_on_with_one_that_is_over_are_found() {
    let desk = Desk::new();
    let over = desk.run(&["start", "Stop the double charge"]);
    desk.run(&["complete"]);
    let child = desk.run(&["start", "Once more"]);
    let file = desk.repo.path().join(format!(".sessions/live/{child}.toml"));
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("\nmade_by", &format!("\nparent = \"{over}\"\nmade_by"), 1)).unwrap();
    assert_eq!(desk.show(&child)["parent"], over.as_str());
    assert_eq!(desk.show(&over)["children"], json!([child]));
    assert_eq!(desk.json(&["log"])["sessions"][1]["children"], json!([child]));
    let told = desk.run(&["show", &over]);
    assert!(told.lines().any(|line| line == format!("child\t{over}\t{child}")), "{told}");
}
