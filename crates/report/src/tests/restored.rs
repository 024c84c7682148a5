//! JSON that comes back as the same session.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::json::{JsonError, SessionJson, parse, render};

#[derive(Serialize, Deserialize)]
struct One {
    session: SessionJson,
}

fn line(session: &Session) -> String {
    render(One { session: session.into() })
}

fn back(line: &str) -> Result<Session, JsonError> {
    let parsed = parse::<One>(line)?;
    assert_eq!(parsed.unknown, [""; 0]);
    parsed.value.session.restore()
}

/// The session with some of what it may lack left out: a bit for each.
fn lacking(of: &Session, left_out: u32) -> Session {
    let mut head = of.head().clone();
    let out = |bit: u32| left_out & (1 << bit) != 0;
    let opening = &mut head.opening;
    if out(0) {
        opening.owner = None;
    }
    if let (true, Some(owner)) = (out(1), &mut opening.owner) {
        owner.boot = None;
    }
    if out(2) {
        opening.roadmap = None;
    }
    if out(3) {
        opening.parent = None;
    }
    if out(4) {
        opening.branch = None;
    }
    if out(5) {
        opening.author.conversation = None;
    }
    if out(6) {
        head.activity = None;
    }
    if out(7) {
        head.awaiting = None;
    }
    Session::restore(head, of.tasks().clone(), of.questions().clone(), of.record().clone())
}

#[test]
fn a_session_in_any_status_and_with_anything_left_out_comes_back_as_it_was() {
    for session in laden_in_each_status() {
        for left_out in 0..1 << 8 {
            let session = lacking(&session, left_out);
            assert_eq!(back(&line(&session)).unwrap(), session);
        }
    }
    for session in [worked(), parked(), done()] {
        assert_eq!(back(&line(&session)).unwrap(), session);
    }
}

#[test]
fn what_became_of_commits_comes_back_as_it_was_said() {
    let mut session = worked();
    let sha = |digit: &str| digit.repeat(40);
    let another = |digit: &str, replaces: &[String], replaced_by: Option<String>| {
        let mut it = commit(5, "Another");
        (it.facts.sha, it.replaces, it.replaced_by) = (sha(digit), replaces.to_vec(), replaced_by);
        Entry::Commit(Box::new(it))
    };
    for entry in [another("a", &[], None), another("b", &[sha("a")], None), another("c", &[], Some(sha("e")))]
    {
        session.record_entry(entry).unwrap();
    }
    let line = line(&session);
    let value: Value = serde_json::from_str(&line).unwrap();
    let commits = value["session"]["commits"].as_array().unwrap();
    let became: Vec<&Value> = commits.iter().map(|commit| &commit["replaced_by"]).collect();
    assert_eq!(became, [&json!(null), &json!(sha("b")), &json!(null), &json!(sha("e"))]);
    assert_eq!(back(&line).unwrap(), session);
}

#[test]
fn what_is_derived_is_written_and_not_taken_over() {
    let session = laden();
    let mut value: Value = serde_json::from_str(&line(&session)).unwrap();
    let it = value["session"].as_object_mut().unwrap();
    it.insert("last_heartbeat".into(), "2020-01-01T00:00:00Z".into());
    it.insert("children".into(), json!(["20200101-0000000000"]));
    it.insert("files".into(), json!(["/etc/passwd"]));
    for key in ["task_summary", "more_files"] {
        it.remove(key).unwrap();
    }
    assert_eq!(back(&value.to_string()).unwrap(), session);
}

#[test]
fn a_commit_that_is_told_twice_counts_once() {
    let mut value: Value = serde_json::from_str(&line(&laden())).unwrap();
    let commits = value["session"]["commits"].as_array_mut().unwrap();
    commits.push(commits[0].clone());
    assert_eq!(back(&value.to_string()).unwrap(), laden());
}

#[test]
fn keys_that_are_not_known_are_left_out_and_told() {
    let mut value: Value = serde_json::from_str(&line(&laden())).unwrap();
    value["colour"] = "red".into();
    value["session"]["mood"] = json!({ "today": "fine" });
    value["session"]["tasks"][1]["estimate"] = 3.into();
    let parsed = parse::<One>(&value.to_string()).unwrap();
    assert_eq!(parsed.unknown, ["colour", "session.mood", "session.tasks.1.estimate"]);
    assert_eq!(parsed.value.session.restore().unwrap(), laden());
}

/// The error of a session in whose JSON one thing is another.
fn spoilt(session: &Session, place: &str, to: Value) -> String {
    let mut value: Value = serde_json::from_str(&line(session)).unwrap();
    let place = value.pointer_mut(place).unwrap();
    assert_ne!(*place, to);
    *place = to;
    back(&value.to_string()).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_what_is_allowed() {
    let statuses = laden_in_each_status();
    let (active, parked, resumed) = (&statuses[0], &statuses[1], &statuses[4]);
    let mut told = String::new();
    for (session, place, to) in [
        (active, "/schema", json!(2)),
        (active, "/schema", json!("one")),
        (active, "/session/status", json!("done")),
        (active, "/session/status", json!(null)),
        (active, "/session/id", json!("../../etc")),
        (active, "/session/parent", json!("none")),
        (active, "/session/made_by", json!("hand")),
        (active, "/session/author/kind", json!("robot")),
        (active, "/session/started_at", json!("yesterday")),
        (active, "/session/changed_at", json!("2026-11-19T10:00:00Z")),
        (active, "/session/owner/process_started_at", json!("")),
        (active, "/session/owner/pid", json!(-1)),
        (active, "/session/activity_at", json!(null)),
        (active, "/session/awaiting", json!(null)),
        (active, "/session/tasks/1/status", json!("done")),
        (active, "/session/tasks/1/id", json!("t1")),
        (active, "/session/tasks/1/subject", json!("Reproduce with two retries")),
        (active, "/session/questions/1/id", json!("q1")),
        (active, "/session/tasks/1/id", json!("t1\u{1b}[31m")),
        (active, "/session/tasks/1/id", json!("../t")),
        (active, "/session/questions/1/id", json!("")),
        (active, "/session/commits/1/sha", json!("--all")),
        (active, "/session/commits/1/tree", json!("abc")),
        (active, "/session/commits/1/parents", json!(["abcd", "HEAD"])),
        (active, "/session/worktree", json!("é".repeat(128))),
        (active, "/session/project", json!("x".repeat(256))),
        (active, "/session/questions/0/answer", json!(null)),
        (active, "/session/commits/1/evidence", json!("guess")),
        (active, "/session/heartbeats/0/source", json!("cron")),
        (active, "/session/events/0/at", json!("10:00")),
        (parked, "/session/parked_by", json!(null)),
        (parked, "/session/stopped_at", json!("2026-11-20T11:00:00Z")),
        (resumed, "/session/completed", json!(null)),
        (resumed, "/session/completed/outcome", json!("finished")),
        (resumed, "/session/completed/resumed_as", json!(null)),
        (resumed, "/session/completed/resumed_as", json!("7")),
    ] {
        told += &format!("{place} = {to}\n    {}\n", spoilt(session, place, to.clone()));
    }
    told += &format!("{}\n", back("{}").unwrap_err());
    told += &format!(
        "{}\n",
        back("{\"schema\": 1, \"session\": {\"author\": {\"kind\": \"person\"}}}").unwrap_err()
    );
    told += &format!("{}\n", back("{\"schema\": 1").unwrap_err());
    insta::assert_snapshot!(told, @r#"
    /schema = 2
        `schema` is 2, and 1 is the latest that is known
    /schema = "one"
        `schema` is missing: the number of the form, 1
    /session/status = "done"
        `status`: "done" is not known; allowed are active, parked, completed
    /session/status = null
        `session.status`: invalid type: null, expected a string
    /session/id = "../../etc"
        `id`: `../../etc` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw
    /session/parent = "none"
        `parent`: `none` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw
    /session/made_by = "hand"
        `made_by`: "hand" is not known; allowed are start, auto-start
    /session/author/kind = "robot"
        `author.kind`: "robot" is not known; allowed are person, agent
    /session/started_at = "yesterday"
        `started_at` is "yesterday"; it must be a moment like 2026-11-20T10:00:00.120Z
    /session/changed_at = "2026-11-19T10:00:00Z"
        session 20261120-0000050000: it was changed before it started
    /session/owner/process_started_at = ""
        `owner.process_started_at` is ""; it must be a moment like 2026-11-20T10:00:00.120Z
    /session/owner/pid = -1
        `session.owner.pid`: invalid value: integer `-1`, expected u32
    /session/activity_at = null
        `activity_at` is missing
    /session/awaiting = null
        `awaiting` is missing
    /session/tasks/1/status = "done"
        `tasks.1.status`: "done" is not known; allowed are pending, in_progress, completed, skipped
    /session/tasks/1/id = "t1"
        `tasks`: two tasks have the id t1
    /session/tasks/1/subject = "Reproduce with two retries"
        `tasks`: task t1 is called `Reproduce with two retries` already
    /session/questions/1/id = "q1"
        `questions`: two questions have the id q1
    /session/tasks/1/id = "t1\u001b[31m"
        `tasks.1.id` is "t1\u{1b}[31m"; it must be 1 to 32 letters, digits, `_`, `-` or `.`
    /session/tasks/1/id = "../t"
        `tasks.1.id` is "../t"; it must be 1 to 32 letters, digits, `_`, `-` or `.`
    /session/questions/1/id = ""
        `questions.1.id` is ""; it must be 1 to 32 letters, digits, `_`, `-` or `.`
    /session/commits/1/sha = "--all"
        `commits.1.sha` is "--all"; it must be 4 to 64 hexadecimal digits
    /session/commits/1/tree = "abc"
        `commits.1.tree` is "abc"; it must be 4 to 64 hexadecimal digits
    /session/commits/1/parents = ["abcd","HEAD"]
        `commits.1.parents.1` is "HEAD"; it must be 4 to 64 hexadecimal digits
    /session/worktree = "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
        `worktree` is "éééééééééééééééééééééééééééé…"; it must be a name of at most 255 bytes
    /session/project = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
        `project` is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"; it must be a name of at most 255 bytes
    /session/questions/0/answer = null
        `questions.0.answer` is missing
    /session/commits/1/evidence = "guess"
        `commits.1.evidence`: "guess" is not known; allowed are assigned, rewrite, environment, conversation, process, worktree, branch, auto-start, trailer, none
    /session/heartbeats/0/source = "cron"
        `heartbeats.0.source`: "cron" is not known; allowed are command, post-checkout, several
    /session/events/0/at = "10:00"
        `events.0.at` is "10:00"; it must be a moment like 2026-11-20T10:00:00.120Z
    /session/parked_by = null
        `parked_by` is missing
    /session/stopped_at = "2026-11-20T11:00:00Z"
        session 20261120-0000050000: it was parked before it stopped
    /session/completed = null
        `completed` is missing
    /session/completed/outcome = "finished"
        `completed.outcome`: "finished" is not known; allowed are done, resumed, abandoned, stale
    /session/completed/resumed_as = null
        `completed.resumed_as` is missing
    /session/completed/resumed_as = "7"
        `completed.resumed_as`: `7` is not a session id: an id is a date and ten characters, like 20261120-k7q2m9xzpw
    `schema` is missing: the number of the form, 1
    `session.author`: missing field `name`
    not JSON: EOF while parsing an object at line 1 column 12
    "#);
}
