//! What a program reads.

use super::*;
use crate::json;

#[test]
fn a_program_gets_json() {
    #[derive(serde::Serialize)]
    struct One {
        session: json::SessionJson,
    }
    let line = json::render(One { session: (&laden()).into() });
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap().replace('\u{202e}', "\\u202e");
    insta::assert_snapshot!(pretty, @r#"
    {
      "schema": 1,
      "session": {
        "activity": "reading the gateway's log",
        "activity_at": "2026-11-20T10:06:00.000Z",
        "author": {
          "conversation": "0c9c47",
          "kind": "agent",
          "name": "claude-code"
        },
        "awaiting": "the key to the sandbox",
        "awaiting_since": "2026-11-20T10:07:00.000Z",
        "branch": "fix/double-charge",
        "changed_at": "2026-11-20T10:07:00.000Z",
        "children": [],
        "commits": [
          {
            "at": "2026-11-20T10:04:00.000Z",
            "author_email": "ada@example.org",
            "author_name": "Ada",
            "authored_at": "2026-11-20T10:04:00.000Z",
            "branch": null,
            "considered": [],
            "evidence": "worktree",
            "files": [
              "src/pay.rs"
            ],
            "more_files": false,
            "parents": [],
            "reason": null,
            "replaced_by": null,
            "replaces": [],
            "sha": "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3",
            "subject": "a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂",
            "tree": "aa01"
          },
          {
            "at": "2026-11-20T10:09:00.000Z",
            "author_email": "ada@example.org",
            "author_name": "Ada",
            "authored_at": "2026-11-20T10:09:00.000Z",
            "branch": "fix/double-charge",
            "considered": [],
            "evidence": "worktree",
            "files": [
              "src/order.rs",
              "src/pay.rs"
            ],
            "more_files": true,
            "parents": [
              "9f2c"
            ],
            "reason": null,
            "replaced_by": null,
            "replaces": [],
            "sha": "77b0",
            "subject": "Key the charge on the order",
            "tree": "aa01"
          }
        ],
        "decisions": [
          {
            "at": "2026-11-20T10:09:00.000Z",
            "because": "a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂",
            "title": "the order is the key"
          }
        ],
        "events": [
          {
            "at": "2026-11-20T10:08:00.000Z",
            "text": "a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂"
          }
        ],
        "files": [
          "src/order.rs",
          "src/pay.rs"
        ],
        "heartbeats": [
          {
            "at": "2026-11-20T10:01:00.000Z",
            "source": "several",
            "until": "2026-11-20T10:03:00.000Z"
          },
          {
            "at": "2026-11-20T10:08:00.000Z",
            "source": "post-checkout",
            "until": null
          }
        ],
        "id": "20261120-0000050000",
        "intent": "Stop the double charge on retry",
        "last_heartbeat": "2026-11-20T10:09:00.000Z",
        "made_by": "start",
        "more_files": true,
        "next_steps": [
          "write the test",
          "tell support"
        ],
        "owner": {
          "boot": "5a1e",
          "host": "lab",
          "pid": 4242,
          "process_started_at": "2026-11-20T09:00:00.000Z"
        },
        "parent": "20261114-0000000003",
        "project": "shop",
        "questions": [
          {
            "answer": "Yes, twice within a minute",
            "answered_at": "2026-11-20T10:05:00.000Z",
            "asked_at": "2026-11-20T10:02:00.000Z",
            "id": "q1",
            "text": "Does the gateway retry on its own?"
          },
          {
            "answer": null,
            "answered_at": null,
            "asked_at": "2026-11-20T10:03:00.000Z",
            "id": "q2",
            "text": "a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂"
          }
        ],
        "roadmap": "payments",
        "started_at": "2026-11-20T10:00:00.000Z",
        "status": "active",
        "tags": [
          "billing"
        ],
        "task_summary": {
          "completed": 1,
          "in_progress": 1,
          "pending": 1,
          "skipped": 1,
          "total": 4
        },
        "tasks": [
          {
            "at": "2026-11-20T10:01:00.000Z",
            "id": "t1",
            "status": "pending",
            "subject": "Reproduce with two retries"
          },
          {
            "at": "2026-11-20T10:02:00.000Z",
            "id": "t2",
            "status": "in_progress",
            "subject": "Test with three"
          },
          {
            "at": "2026-11-20T10:02:00.000Z",
            "id": "t3",
            "status": "completed",
            "subject": "Tell support"
          },
          {
            "at": "2026-11-20T10:02:00.000Z",
            "id": "t4",
            "status": "skipped",
            "subject": "a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂"
          }
        ],
        "worktree": "main"
      }
    }
    "#);
    assert!(!line.contains(char::is_control) && !line.contains('\u{202e}'));
    assert!(
        value["session"]["commits"][0]["subject"].as_str().unwrap().contains('\u{202e}'),
        "nothing is lost"
    );
}

#[test]
fn a_session_says_in_json_what_is_true_only_in_its_status() {
    let mut told = String::new();
    for session in laden_in_each_status() {
        let value = serde_json::to_value(json::SessionJson::from(&session)).unwrap();
        let keys =
            ["status", "stopped_at", "parked_at", "parked_by", "parked_reason", "completed", "children"];
        let there = keys.iter().filter_map(|key| Some(format!("{key}={}", value.get(key)?)));
        told += &(there.collect::<Vec<_>>().join(" ") + "\n");
    }
    insta::assert_snapshot!(told.replace('\u{202e}', "\\u202e"), @r#"
    status="active" children=[]
    status="parked" stopped_at="2026-11-20T10:10:00.000Z" parked_at="2026-11-20T10:10:00.000Z" parked_by="park" parked_reason="weekend" children=[]
    status="parked" stopped_at="2026-11-20T10:09:00.000Z" parked_at="2026-11-20T11:40:00.000Z" parked_by="clean" parked_reason="its process is gone" children=[]
    status="completed" completed={"closed_at":"2026-11-21T19:20:00.000Z","closed_by":"clean","ended_at":"2026-11-20T10:09:00.000Z","outcome":"stale","outcome_note":null,"resumed_as":null} children=[]
    status="completed" completed={"closed_at":"2026-11-20T11:39:00.000Z","closed_by":"resume","ended_at":"2026-11-20T10:10:00.000Z","outcome":"resumed","outcome_note":null,"resumed_as":"20261120-0000000009"} children=["20261120-0000000009"]
    status="active" children=[]
    status="completed" completed={"closed_at":"2026-11-20T10:20:00.000Z","closed_by":"complete","ended_at":"2026-11-20T10:20:00.000Z","outcome":"done","outcome_note":"a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂","resumed_as":null} children=[]
    status="completed" completed={"closed_at":"2026-11-20T10:20:00.000Z","closed_by":"complete","ended_at":"2026-11-20T10:20:00.000Z","outcome":"abandoned","outcome_note":"a\ttab, a line\nand \u001b[31mred\u202e \"quoted\" \\ \u0000é 漢字 🙂","resumed_as":null} children=[]
    "#);
}

#[test]
fn the_sessions_that_go_on_with_one_are_told_by_whoever_knows_them() {
    let others = [7, 8].map(|number| SessionId::new(at(0), RandomBits(number)));
    let value = serde_json::to_value(json::SessionJson::from(&done()).with_children(&others)).unwrap();
    assert_eq!(value["children"], serde_json::json!(["20261120-0000000007", "20261120-0000000008"]));
}
