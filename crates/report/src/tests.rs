//! What a person, a pipe and a program see of the same sessions.

use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Event, Evidence, Files, MadeBy, Opening,
    Outcome, OutcomeKind, Person, RandomBits, Session, SessionId, Text, TextKind, Time,
};

use crate::people::{self, StatusView};
use crate::{Look, Page, json, pipe};

fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + chrono::TimeDelta::minutes(minute)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

fn session(number: u64, worktree: &str, intent: &str) -> Session {
    Session::open(Opening {
        id: SessionId::new(at(0), RandomBits(number << 20)),
        project: "shop".into(),
        intent: text(intent),
        started_at: at(0),
        branch: Some("fix/double-charge".into()),
        worktree: worktree.into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by: MadeBy::Start,
        tags: vec![text("billing")],
        owner: None,
        roadmap: None,
        parent: None,
    })
}

fn commit(minute: i64, subject: &str) -> Commit {
    Commit {
        at: at(minute),
        facts: CommitFacts {
            sha: "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3".into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: "ada@example.org".into() },
            authored_at: at(minute),
            branch: None,
            subject: subject.into(),
            files: Files { paths: vec!["src/pay.rs".into()], more: false },
        },
        evidence: Evidence::Worktree,
    }
}

fn worked() -> Session {
    let mut session = session(1, "main", "Stop the double charge on retry");
    let hostile =
        "Fix \u{1b}[31mretry\u{202e} of the charge\nthat is made when the gateway answers late and twice";
    session.record_entry(Entry::Commit(Box::new(commit(4, hostile)))).unwrap();
    let because =
        "The gateway retries on its own, and each retry is a new attempt to it, so an attempt is no key";
    let title = text("Key the charge on the order, not on the attempt");
    session.record_entry(Entry::Decision(Decision { at: at(20), title, because: text(because) })).unwrap();
    session.record_entry(Entry::Event(Event { at: at(30), text: text("both tests pass") })).unwrap();
    session
}

fn parked() -> Session {
    let mut session = session(2, "shop-wt1", "Refund page");
    session
        .park(text("waiting for the design"), vec![text("write the test for a refund of nothing")], at(60))
        .unwrap();
    session
}

fn done() -> Session {
    let mut session = session(3, "main", "Move the prices to cents");
    let outcome = Outcome { kind: OutcomeKind::Done, note: Some(text("all prices are integers")) };
    session.complete(outcome, "complete", at(45)).unwrap();
    session
}

fn look(width: usize) -> Look<'static> {
    Look { width, local: &|time| time.naive_utc(), now: at(180) }
}

fn plain(page: &Page) -> String {
    let lines = page.0.iter().map(|line| line.0.iter().map(|span| span.text.as_str()).collect::<String>());
    lines.map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn status_for_a_person() {
    let live = [worked(), parked(), session(4, "shop-wt2", "Try the new gateway")];
    let view = StatusView {
        project: "shop",
        worktree: "main",
        branch: Some("fix/double-charge"),
        current: Some(live[0].id()),
        live: &live,
        at_work_here: 0,
        unassigned: 2,
    };
    insta::assert_snapshot!(plain(&people::status(&view, &look(80))), @"
    shop · worktree main · fix/double-charge

    Active here
    * 000001  Stop the double charge on retry
              Ada · started 3 hours ago · 1 commit · last sign of life 2 hours ago

    Active elsewhere
      000004  Try the new gateway
              Ada · started 3 hours ago · 0 commits · last sign of life 3 hours ago
              · worktree shop-wt2

    Parked
      000002  Refund page
              Ada · parked 2 hours ago · 0 commits · worktree shop-wt1: waiting for
              the design
              next: write the test for a refund of nothing

    2 commits belong to no session.
    ");
    let widest = |page: &Page| plain(page).lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest(&people::status(&view, &look(40))) <= Some(40));
}

#[test]
fn status_of_nothing() {
    let view = StatusView {
        project: "shop",
        worktree: "main",
        branch: None,
        current: None,
        live: &[],
        at_work_here: 2,
        unassigned: 1,
    };
    insta::assert_snapshot!(plain(&people::status(&view, &look(80))), @"
    shop · worktree main · detached HEAD

    No session is active here.

    2 sessions are at work here, so commits go to none of them: park all but one, or
    name the one that is meant in GIT_SESSION_ID.

    1 commit belongs to no session.
    ");
}

#[test]
fn log_for_a_person() {
    let (worked, parked, done) = (worked(), parked(), done());
    let page = people::log(&[&done, &parked, &worked], &[commit(9, "Whose is this?")], &look(80));
    insta::assert_snapshot!(plain(&page), @"
    Friday, 20 November 2026
      000003  10:00–10:45  completed  Move the prices to cents · Ada
      000002  10:00–11:00  parked     Refund page · Ada
      000001  10:00–       active     Stop the double charge on retry · Ada
              9f2c1ab3  Fix [31mretry of the charge that is made when the gateway a…

    Commits that belong to no session
      9f2c1ab3  Whose is this?
    ");
}

#[test]
fn show_for_a_person() {
    insta::assert_snapshot!(plain(&people::show(&worked(), &look(80))), @"
    20261120-0000010000  active
    Stop the double charge on retry

      author   Ada (person)
      started  2026-11-20 10:00 (3 hours ago)
      last     sign of life 2 hours ago
      where    fix/double-charge, worktree main, project shop
      tags     billing

    Friday, 20 November 2026
      10:04  commit    9f2c1ab3  Fix [31mretry of the charge
                       that is made when the gateway answers late and twice
      10:20  decision  Key the charge on the order, not on the attempt
                       because The gateway retries on its own, and each retry is a
                       new attempt to it, so an attempt is no key
      10:30  event     both tests pass
    ");
    insta::assert_snapshot!(plain(&people::show(&done(), &look(80))), @"
    20261120-0000030000  completed
    Move the prices to cents

      author   Ada (person)
      started  2026-11-20 10:00 (3 hours ago)
      ended    2026-11-20 10:45 (2 hours ago)
      outcome  done: all prices are integers
      where    fix/double-charge, worktree main, project shop
      tags     billing
    ");
}

#[test]
fn a_pipe_gets_whole_values_and_no_tabs_in_them() {
    let worked = worked();
    insta::assert_snapshot!(pipe::story(&worked).join("\n").replace('\t', " | "), @"
    session | 20261120-0000010000 | active | 2026-11-20T10:00:00.000Z |  | 1 | main | fix/double-charge | Ada | Stop the double charge on retry
    tag | 20261120-0000010000 | billing
    commit | 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 | 20261120-0000010000 | 2026-11-20T10:04:00.000Z | worktree | Fix [31mretry of the charge that is made when the gateway answers late and twice
    decision | 20261120-0000010000 | 2026-11-20T10:20:00.000Z | Key the charge on the order, not on the attempt | The gateway retries on its own, and each retry is a new attempt to it, so an attempt is no key
    event | 20261120-0000010000 | 2026-11-20T10:30:00.000Z | both tests pass
    ");
}

#[test]
fn a_program_gets_json() {
    #[derive(serde::Serialize)]
    struct One {
        session: json::SessionJson,
    }
    let line = json::render(One { session: (&worked()).into() });
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap().replace('\u{202e}', "\\u202e");
    insta::assert_snapshot!(pretty, @r#"
    {
      "schema": 1,
      "session": {
        "author": {
          "conversation": null,
          "kind": "person",
          "name": "Ada"
        },
        "branch": "fix/double-charge",
        "commits": [
          {
            "at": "2026-11-20T10:04:00.000Z",
            "author_email": "ada@example.org",
            "author_name": "Ada",
            "authored_at": "2026-11-20T10:04:00.000Z",
            "branch": null,
            "evidence": "worktree",
            "files": [
              "src/pay.rs"
            ],
            "more_files": false,
            "parents": [],
            "sha": "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3",
            "subject": "Fix \u001b[31mretry\u202e of the charge\nthat is made when the gateway answers late and twice",
            "tree": "aa01"
          }
        ],
        "decisions": [
          {
            "at": "2026-11-20T10:20:00.000Z",
            "because": "The gateway retries on its own, and each retry is a new attempt to it, so an attempt is no key",
            "title": "Key the charge on the order, not on the attempt"
          }
        ],
        "events": [
          {
            "at": "2026-11-20T10:30:00.000Z",
            "text": "both tests pass"
          }
        ],
        "heartbeats": [],
        "id": "20261120-0000010000",
        "intent": "Stop the double charge on retry",
        "last_heartbeat": "2026-11-20T10:30:00.000Z",
        "made_by": "start",
        "next_steps": [],
        "project": "shop",
        "started_at": "2026-11-20T10:00:00.000Z",
        "status": "active",
        "tags": [
          "billing"
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
