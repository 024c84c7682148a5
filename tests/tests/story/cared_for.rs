//! Sessions that nobody works on any more: shown, closed, put aside.

use std::fs;
use std::process::{Command, Stdio};

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::desk::{Desk, words};

/// Begins a session of an agent whose process has ended by now.
fn orphan(desk: &Desk, intent: &str) -> String {
    let mut process = Command::new("sleep").arg("600").stdout(Stdio::null()).spawn().unwrap();
    let id = desk.run(&["start", intent, "--agent", "claude", "--owner", &process.id().to_string()]);
    process.kill().unwrap();
    process.wait().unwrap();
    id
}

/// One word of each session that needs care, by its id.
fn told(answer: &Value, list: &str, key: &str) -> Vec<(String, String)> {
    words(&answer[list], "id").into_iter().zip(words(&answer[list], key)).collect()
}

fn pair(id: &str, word: &str) -> (String, String) {
    (id.to_owned(), word.to_owned())
}

fn exit_code_and_errors(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let run = desk.program().run(arguments);
    (run.code, run.stderr)
}

#[test]
fn a_session_that_was_silent_for_a_day_is_closed_at_its_last_sign_of_life() {
    let desk = Desk::new();
    let silent = desk.run(&["start", "Silent", "--task", "test", "--tag", "billing"]);
    desk.run(&["event", "the last that was heard"]);
    desk.repo.let_pass(TimeDelta::hours(24));
    let alive = desk.run(&["start", "Alive"]);
    let last = desk.show(&silent)["last_heartbeat"].clone();

    let stale = desk.json(&["stale"]);
    assert_eq!(told(&stale, "stale", "why"), [pair(&silent, "stale")]);
    assert_eq!((&stale["stale"][0]["last_heartbeat"], &stale["stale"][0]["due"]), (&last, &json!(true)));
    let plan = desk.json(&["clean", "--dry-run"]);
    assert_eq!(told(&plan, "plan", "would"), [pair(&silent, "close")]);
    assert_eq!(
        words(&desk.json(&["status"])["sessions"], "status"),
        ["active", "active"],
        "nothing was done"
    );

    let cleaned = desk.json(&["clean"]);
    assert_eq!(told(&cleaned, "cleaned", "done"), [pair(&silent, "closed")]);
    let session = desk.show(&silent);
    let over = &session["completed"];
    assert_eq!((&over["outcome"], &over["closed_by"]), (&json!("stale"), &json!("clean")));
    assert_eq!(over["ended_at"], last, "it ended when it was last heard of");
    assert!(over["closed_at"].as_str() > last.as_str(), "and was closed later: {over}");
    assert_eq!(session["last_heartbeat"], last);
    assert_eq!(desk.show(&alive)["status"], "active");
    assert!(desk.repo.path().join(".sessions/archive").is_dir());

    // There is nothing left to do.
    assert_eq!(desk.json(&["clean"])["cleaned"], json!([]));
    assert_eq!(desk.run(&["stale"]), "");
    // What was open goes on in another.
    let child = desk.run(&["start", "--parent", &silent]);
    let child = desk.show(&child);
    assert_eq!(words(&child["tasks"], "subject"), ["test"]);
    assert_eq!((&child["tags"], &child["intent"]), (&json!(["billing"]), &json!("Silent")));
}

#[test]
fn how_long_it_may_be_silent_is_a_setting() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]);
    desk.repo.let_pass(TimeDelta::minutes(61));
    assert_eq!(desk.run(&["stale"]), "");
    assert!(desk.run(&["stale", "-c", "stale_after=1h"]).starts_with(&format!("stale\t{id}\t")));
    desk.run(&["config", "set", "stale_after", "1h"]);
    assert!(desk.run(&["clean"]).contains("\tclosed\t"));
}

#[test]
fn a_sign_of_life_keeps_a_session() {
    let desk = Desk::new();
    for sign in [&["event", "x"][..], &["heartbeat"], &["activity", "x"], &["task", "add", "x"]] {
        let id = desk.run(&["start", "Work"]);
        desk.repo.let_pass(TimeDelta::hours(25));
        assert!(desk.run(&["stale"]).starts_with(&format!("stale\t{id}\t")));
        desk.run(sign);
        assert_eq!(desk.run(&["stale"]), "", "{sign:?}");
        assert_eq!(desk.run(&["clean"]), "", "{sign:?}");
        desk.run(&["complete"]);
    }
    // A commit is one, too.
    let id = desk.run(&["start", "Work"]);
    desk.repo.let_pass(TimeDelta::hours(25));
    desk.repo.commit("Still here");
    assert_eq!(desk.run(&["clean"]), "");
    assert_eq!(desk.show(&id)["status"], "active");
}

#[test]
fn a_session_whose_process_is_gone_is_shown_at_once_and_put_aside_after_a_grace() {
    let desk = Desk::new();
    let id = orphan(&desk, "Refunds");
    let stale = desk.json(&["stale"]);
    assert_eq!(told(&stale, "stale", "why"), [pair(&id, "orphaned")]);
    assert_eq!(stale["stale"][0]["due"], false);
    assert_eq!(told(&desk.json(&["clean", "--dry-run"]), "plan", "would"), [pair(&id, "wait")]);
    assert_eq!(told(&desk.json(&["clean"]), "cleaned", "done"), [pair(&id, "left")]);
    assert_eq!(desk.show(&id)["status"], "active");

    let last = desk.show(&id)["last_heartbeat"].clone();
    let cleaned = desk.json(&["clean", "-c", "orphan_grace=0s"]);
    assert_eq!(told(&cleaned, "cleaned", "done"), [pair(&id, "parked")]);
    let session = desk.show(&id);
    assert_eq!((&session["status"], &session["parked_by"]), (&json!("parked"), &json!("clean")));
    assert!(
        session["parked_reason"].as_str().unwrap().starts_with("the process that held it ("),
        "{session}"
    );
    assert_eq!(session["stopped_at"], last, "it stopped when it was last heard of");
    let resumed = desk.run(&["resume"]);
    assert_eq!(desk.show(&resumed)["parent"], id.as_str());
    assert_eq!(desk.run(&["stale"]), "");
}

#[test]
fn a_session_whose_process_is_gone_can_be_taken_up_again_however_long_ago_that_was() {
    let desk = Desk::new();
    let id = orphan(&desk, "Refunds");
    desk.repo.let_pass(TimeDelta::days(3));
    assert_eq!(told(&desk.json(&["clean"]), "cleaned", "done"), [pair(&id, "parked")]);
    let resumed = desk.run(&["resume"]);
    assert_eq!(desk.show(&resumed)["parent"], id.as_str());
}

#[test]
fn a_session_whose_process_runs_is_kept_however_silent_it_is() {
    let desk = Desk::new();
    let id = desk.run(&["start", "--agent", "claude", "--owner", &std::process::id().to_string()]);
    desk.repo.let_pass(TimeDelta::days(30));
    assert_eq!(desk.run(&["stale"]), "");
    assert_eq!(desk.run(&["clean"]), "");
    assert_eq!(desk.show(&id)["status"], "active");
}

#[test]
fn a_session_whose_worktree_is_gone_is_put_aside() {
    let desk = Desk::new();
    let [removed, deleted] = ["removed", "deleted"].map(|name| desk.repo.worktree(name));
    let ids = [&removed, &deleted].map(|dir| desk.run_in(dir, &["start", "There"]));
    desk.repo.git(&["worktree", "remove", "--force", removed.to_str().unwrap()]);
    fs::remove_dir_all(&deleted).unwrap();
    let whys = told(&desk.json(&["stale"]), "stale", "why");
    assert_eq!(whys, ids.clone().map(|id| pair(&id, "worktree-gone")), "the oldest first");
    desk.repo.let_pass(TimeDelta::minutes(16));
    desk.run(&["clean"]);
    for (id, name) in ids.iter().zip(["removed", "deleted"]) {
        assert_eq!(desk.show(id)["parked_reason"], format!("its worktree {name} is gone"));
    }
}

#[test]
fn what_the_tool_opened_is_closed_when_it_has_ended_by_itself() {
    let desk = Desk::new();
    desk.repo.commit("Without a session");
    let id = desk.json(&["show"])["session"]["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.run(&["stale"]), "");
    desk.repo.let_pass(TimeDelta::hours(3));
    assert_eq!(told(&desk.json(&["stale"]), "stale", "why"), [pair(&id, "ended")]);
    desk.run(&["clean"]);
    assert_eq!(desk.show(&id)["completed"]["closed_by"], "clean");
}

#[test]
fn one_file_that_cannot_be_read_stops_none_of_the_others_and_is_named() {
    let desk = Desk::new();
    let ids: Vec<String> = (0..3).map(|number| desk.run(&["start", &format!("{number}")])).collect();
    desk.repo.let_pass(TimeDelta::days(2));
    let path = |id: &str| desk.repo.path().join(format!(".sessions/live/{id}.toml"));
    fs::write(path(&ids[1]), "<<<<<<< HEAD\n").unwrap();
    // A newer version's is read, and not written.
    let newer = fs::read_to_string(path(&ids[2])).unwrap().replacen("format = 1", "format = 2", 1);
    fs::write(path(&ids[2]), newer).unwrap();
    let named = |text: &str, id: &str| assert!(text.contains(path(id).to_str().unwrap()), "{id}: {text}");

    for reading in [&["stale"][..], &["clean", "--dry-run"]] {
        let (code, stderr) = exit_code_and_errors(&desk, reading);
        assert_eq!(code, Some(0), "{stderr}");
        named(&stderr, &ids[1]);
        let run = desk.program().run(&[reading, &["--json"]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
        assert!(run.stdout.contains(path(&ids[1]).to_str().unwrap()), "{run:?}");
    }
    let run = desk.program().run(&["clean"]);
    assert_eq!(run.code, Some(5), "{run:?}");
    named(&run.stderr, &ids[1]);
    named(&run.stderr, &ids[2]);
    assert!(run.stdout.contains(&format!("{}\tstale\tclosed\t", ids[0])), "{run:?}");
    assert!(run.stdout.contains(&format!("{}\t\tfailed\t", ids[2])), "{run:?}");
    assert_eq!(desk.show(&ids[0])["completed"]["closed_by"], "clean");
    // It is not forgotten the next time.
    let run = desk.program().run(&["clean", "--json"]);
    assert_eq!(run.code, Some(5), "{run:?}");
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    let unread = path(&ids[1]).to_str().unwrap().to_owned();
    assert!(words(&answer["problems"], "path").contains(&unread), "{answer}");
    assert_eq!(words(&answer["cleaned"], "done"), ["failed"]);
}

#[test]
fn where_there_is_nothing_to_clean_nothing_is_made() {
    let desk = Desk { repo: testkit::TestRepo::new() };
    assert_eq!(desk.run(&["stale"]), "");
    assert_eq!(desk.run(&["clean"]), "");
    assert_eq!(desk.json(&["clean"])["cleaned"], json!([]));
    assert!(!desk.repo.path().join(".sessions").exists());
}

#[test]
fn the_projects_figures_follow() {
    let desk = Desk::new();
    desk.run(&["start", "One"]);
    desk.run(&["start", "Two"]);
    desk.repo.let_pass(TimeDelta::days(2));
    desk.run(&["clean"]);
    let project = desk.json(&["project"])["project"].take();
    assert_eq!((&project["sessions"]["completed"], &project["outcomes"]["stale"]), (&json!(2), &json!(2)));
    assert_eq!(desk.run(&["project", "rebuild"]), "", "nothing had to be corrected");
}
