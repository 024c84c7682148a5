//! Agents that begin as often as they like, and whose process tells whether they are there.

use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::desk::{Desk, words};

/// A process that an agent could be. It ends with the test, if not before.
struct Agent(Child);

impl Agent {
    fn new() -> Self {
        let mut command = Command::new("sleep");
        Self(command.arg("600").stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap())
    }

    fn pid(&self) -> String {
        self.0.id().to_string()
    }

    fn end(&mut self) {
        drop(self.0.kill());
        self.0.wait().unwrap();
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.end();
    }
}

fn launch(desk: &Desk, conversation: &str, owner: &Agent) -> String {
    let agent = ["start", "--agent", "claude", "--conversation", conversation];
    desk.run(&[&agent[..], &["--owner", &owner.pid()]].concat())
}

fn heartbeats(desk: &Desk, id: &str) -> usize {
    desk.show(id)["heartbeats"].as_array().unwrap().len()
}

#[test]
fn a_conversation_has_one_session_at_a_time() {
    let desk = Desk::new();
    let agent = Agent::new();
    let first = launch(&desk, "c1", &agent);
    assert_eq!(launch(&desk, "c1", &agent), first);
    assert_eq!(heartbeats(&desk, &first), 0, "it began just now");
    desk.repo.let_pass(chrono::TimeDelta::minutes(5));
    assert_eq!(launch(&desk, "c1", &agent), first);
    assert_eq!(heartbeats(&desk, &first), 1);
    // A parked one goes on, in the worktree in which the agent is now.
    desk.run(&["park", "--reason", "lunch", "--session", &first, "--next", "the test"]);
    let other = desk.repo.worktree("other");
    let start = ["start", "--agent", "claude", "--conversation", "c1", "--no-owner"];
    let second = desk.run_in(&other, &start);
    let session = desk.show(&second);
    assert_eq!((&session["parent"], &session["worktree"]), (&json!(first), &json!("other")));
    assert_eq!((&session["next_steps"], &session["owner"]), (&json!(["the test"]), &json!(null)));
    // One that is over is over.
    desk.run(&["complete", "--session", &second]);
    let third = desk.run_in(&other, &start);
    assert_eq!(desk.show(&third)["parent"], json!(null));
    // Another conversation, another agent of the same, and one without are others.
    let others = [
        desk.run(&["start", "--agent", "claude", "--conversation", "c2", "--no-owner"]),
        desk.run(&["start", "--agent", "codex", "--conversation", "c1", "--no-owner"]),
        desk.run(&["start", "--agent", "claude", "--no-owner"]),
        desk.run(&["start", "--agent", "claude", "--no-owner"]),
    ];
    let mut all = [&others[..], &[first, second, third]].concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 7);
    let name = desk.json(&["project"])["project"]["name"].as_str().unwrap().to_owned();
    assert_eq!(desk.show(&others[0])["intent"], format!("claude in {name}"));
}

#[test]
fn what_is_said_of_a_conversation_s_session_is_said_whether_it_begins_or_is_there() {
    let desk = Desk::new();
    let start = |more: &[&str]| {
        desk.run(&[&["start", "--agent", "claude", "--conversation", "c1", "--no-owner"], more].concat())
    };
    let first = start(&["--tag", "old", "--task", "read it"]);
    let said =
        ["The refunds", "--tag", "billing", "--task", "read it", "--task", "mend it", "--roadmap", "Refunds"];
    assert_eq!(start(&said), first);
    let told = |id: &str| {
        let session = desk.show(id);
        let subjects = words(&session["tasks"], "subject");
        (session["intent"].clone(), session["tags"].clone(), subjects, session["roadmap"].clone())
    };
    let both = vec!["read it".to_owned(), "mend it".to_owned()];
    assert_eq!(
        told(&first),
        (json!("The refunds"), json!(["old", "billing"]), both.clone(), json!("Refunds"))
    );
    // One that goes on takes what is said with it; nothing said leaves all as it was.
    desk.run(&["park", "--reason", "lunch", "--session", &first]);
    let second = start(&["The tests", "--tag", "late", "--task", "mend it", "--task", "test it"]);
    assert_eq!(desk.show(&second)["parent"], json!(first));
    let tags = json!(["old", "billing", "late"]);
    let three = [both, vec!["test it".to_owned()]].concat();
    assert_eq!(told(&second), (json!("The tests"), tags, three, json!("Refunds")));
    let before = desk.show(&second);
    assert_eq!((start(&[]), desk.show(&second)), (second.clone(), before));
    // What does not fit is refused, and begins no other.
    let tags: Vec<String> = (0..30).map(|n| format!("--tag=t{n}")).collect();
    let too_many: Vec<&str> = ["start", "--agent", "claude", "--conversation", "c1"]
        .into_iter()
        .chain(tags.iter().map(String::as_str))
        .collect();
    assert_eq!(desk.program().run(&too_many).code, Some(1));
    let parent = ["start", "--agent", "claude", "--conversation", "c1", "--parent", &first];
    let run = desk.program().run(&parent);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.stderr.starts_with(&format!("error: this conversation has session {second} already")),
        "{run:?}"
    );
    assert_eq!(desk.run(&["log"]).lines().count(), 2);
}

#[test]
fn a_program_is_told_whether_a_session_began_is_alive_or_goes_on() {
    let desk = Desk::new();
    let start = || {
        desk.json(&["start", "--agent", "claude", "--conversation", "c1", "--no-owner"])["launched"].take()
    };
    assert_eq!(start(), "started");
    assert_eq!(start(), "alive");
    desk.run(&["park", "--reason", "lunch"]);
    assert_eq!(start(), "resumed");
    assert_eq!(desk.json(&["start", "Another"])["launched"], "started");
}

#[test]
fn an_agent_that_comes_back_as_another_process_holds_its_session() {
    let desk = Desk::new();
    let [mut before, after] = [Agent::new(), Agent::new()];
    let id = launch(&desk, "c1", &before);
    let pid = |id: &str| desk.show(id)["owner"]["pid"].clone();
    assert_eq!(pid(&id), before.0.id());
    before.end();
    assert_eq!(words(&desk.json(&["stale"])["stale"], "why"), ["orphaned"]);
    assert_eq!(launch(&desk, "c1", &after), id);
    assert_eq!(pid(&id), after.0.id());
    assert_eq!(desk.run(&["stale"]), "");
    desk.run(&["start", "--agent", "claude", "--conversation", "c1", "--no-owner"]);
    assert_eq!(desk.show(&id)["owner"], json!(null));
    // Who is not named takes what nobody holds, and leaves what somebody holds.
    let unnamed = ["start", "--agent", "claude", "--conversation", "c1"];
    desk.run(&unnamed);
    assert_eq!(pid(&id), std::process::id());
    launch(&desk, "c1", &after);
    desk.run(&unnamed);
    assert_eq!(pid(&id), after.0.id());
}

#[test]
fn a_process_that_is_not_there_holds_nothing() {
    let desk = Desk::new();
    let mut gone = Agent::new();
    gone.end();
    let run = desk.program().run(&["start", "--agent", "claude", "--owner", &gone.pid()]);
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(run.stderr.starts_with(&format!("error: there is no process {}\n", gone.pid())), "{run:?}");
    assert_eq!(desk.run(&["log"]), "");
}

#[test]
fn a_sign_of_life_for_all_that_is_mine_is_none_for_what_is_another_s() {
    let desk = Desk::new();
    let other = desk.repo.worktree("other");
    let mut gone = Agent::new();
    let alive = Agent::new();
    let nobodys = desk.run(&["start", "Nobody's process holds it"]);
    let nobodys_elsewhere = desk.run_in(&other, &["start", "Nor this"]);
    let mine = desk.run(&["start", "--agent", "claude", "--owner", &std::process::id().to_string()]);
    let mine_elsewhere =
        desk.run_in(&other, &["start", "--agent", "claude", "--owner", &std::process::id().to_string()]);
    let orphan = launch(&desk, "orphan", &gone);
    let theirs = launch(&desk, "theirs", &alive);
    let parked = desk.run(&["start", "Aside"]);
    desk.run(&["park", "--reason", "lunch", "--session", &parked]);
    gone.end();

    desk.repo.let_pass(chrono::TimeDelta::minutes(5));
    let mut beaten: Vec<String> = desk.run(&["heartbeat", "--project"]).lines().map(str::to_owned).collect();
    beaten.sort();
    let mut expected = vec![nobodys.clone(), mine.clone(), mine_elsewhere.clone()];
    expected.sort();
    assert_eq!(beaten, expected);
    for (id, count) in [
        (&nobodys, 1),
        (&mine, 1),
        (&mine_elsewhere, 1),
        (&nobodys_elsewhere, 0),
        (&orphan, 0),
        (&theirs, 0),
        (&parked, 0),
    ] {
        assert_eq!(heartbeats(&desk, id), count, "{}", desk.show(id)["intent"]);
    }
    let answer = desk.json_in(&other, &["heartbeat", "--project"]);
    let mut beaten = words(&answer["heartbeats"], "id");
    beaten.sort();
    let mut expected = vec![nobodys_elsewhere, mine, mine_elsewhere];
    expected.sort();
    assert_eq!(beaten, expected);
}

#[test]
fn within_half_a_minute_of_the_last_write_a_sign_of_life_writes_nothing() {
    let desk = Desk::new();
    let id = desk.run(&["start", "Work"]);
    let path = desk.repo.path().join(format!(".sessions/live/{id}.toml"));
    let before = std::fs::read(&path).unwrap();
    for _ in 0..3 {
        assert_eq!(desk.run(&["heartbeat"]), id);
        assert_eq!(desk.run(&["heartbeat", "--project"]), id);
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    desk.repo.let_pass(chrono::TimeDelta::seconds(31));
    assert_eq!(desk.run(&["heartbeat"]), id);
    assert_eq!(desk.run(&["heartbeat"]), id);
    assert_eq!(heartbeats(&desk, &id), 1);
}

#[test]
fn where_nothing_is_mine_a_sign_of_life_for_all_that_is_mine_is_none_and_no_failure() {
    let desk = Desk { repo: testkit::TestRepo::new() };
    assert_eq!(desk.run(&["heartbeat", "--project"]), "");
    assert!(!desk.repo.path().join(".sessions").exists());
    let broken = desk.run(&["start", "Broken"]);
    let id = desk.run(&["start", "Mine"]);
    let path = desk.repo.path().join(format!(".sessions/live/{broken}.toml"));
    std::fs::write(&path, "<<<<<<< HEAD\n").unwrap();
    // One that cannot be read hides none of the others, and is told.
    let run = desk.program().run(&["heartbeat", "--project"]);
    assert_eq!((run.code, run.stdout.trim_end()), (Some(0), id.as_str()), "{run:?}");
    assert!(run.stderr.contains(path.to_str().unwrap()), "{run:?}");
    let answer = desk.json(&["heartbeat", "--project"]);
    assert_eq!(words(&answer["problems"], "path"), [path.to_str().unwrap()]);
}
