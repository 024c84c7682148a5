//! What a person, a pipe and a program see of the same projects.

use core_model::project::{Past, Project, ProjectState, RoadmapStatus};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Evidence, Files, MadeBy, Opening, Outcome,
    OutcomeKind, Person, RandomBits, Session, SessionId, Text, TextKind, Time,
};

use crate::{Look, Page, json, people, pipe};

fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + chrono::TimeDelta::minutes(minute)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

fn session(number: u64) -> Session {
    let author = Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None };
    Session::open(Opening {
        id: SessionId::new(at(0), RandomBits(number << 20)),
        project: "shop".into(),
        intent: text("work"),
        started_at: at(0),
        branch: None,
        worktree: "main".into(),
        author,
        made_by: MadeBy::Start,
        tags: vec![],
        owner: None,
        roadmap: None,
        parent: None,
    })
}

fn commit(minute: i64, subject: &str) -> Entry {
    Entry::Commit(Box::new(Commit::new(
        at(minute),
        CommitFacts {
            sha: "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3".into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: String::new() },
            authored_at: at(minute),
            branch: None,
            subject: subject.into(),
            files: Files::default(),
        },
        Evidence::Worktree,
    )))
}

fn shop() -> (Project, ProjectState) {
    let mut done = session(1);
    done.record_entry(commit(5, "Key the charge on the order")).unwrap();
    done.record_entry(Entry::Decision(Decision { at: at(6), title: text("what"), because: text("why") }))
        .unwrap();
    done.complete(Outcome { kind: OutcomeKind::Done, note: None }, "complete", at(9)).unwrap();
    let mut stale = session(2);
    stale.close("clean", at(9)).unwrap();
    let mut active = session(3);
    active.record_entry(commit(60, "Fix \u{1b}[31mretry\u{202e} of the\tcharge")).unwrap();
    active
        .ask(
            text("Does the gateway keep the key for longer than a day, or is the order gone by then?"),
            at(61),
        )
        .unwrap();
    let mut parked = session(4);
    parked.park(text("lunch"), vec![text("write the test for a refund of nothing")], at(70)).unwrap();
    let mut project = Project { past: Past::derive([&done, &stale]), ..Project::new("shop") };
    project.set_phase(Some(text("beta, behind a switch")), at(2));
    for (item, status) in [
        ("charge once", RoadmapStatus::Done),
        ("refunds", RoadmapStatus::Next),
        ("receipts that say which of the two gateways was asked, and how often", RoadmapStatus::InProgress),
    ] {
        project.roadmap.add(text(item), status, at(3)).unwrap();
    }
    let state = ProjectState::derive(&project, [&active, &parked], at(180));
    (project, state)
}

fn empty() -> (Project, ProjectState) {
    let project = Project::new("búro");
    let state = ProjectState::derive(&project, [], at(180));
    (project, state)
}

fn look(width: usize) -> Look<'static> {
    Look { width, local: &|time| time.naive_utc(), now: at(180) }
}

fn plain(page: &Page) -> String {
    let lines = page.0.iter().map(|line| line.0.iter().map(|span| span.text.as_str()).collect::<String>());
    lines.map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[test]
fn a_project_for_a_person() {
    let (project, state) = shop();
    insta::assert_snapshot!(plain(&people::project(&project, &state, &look(72))), @r"
    shop
      phase    beta, behind a switch (since 2026-11-20 10:02)
      sessions 4: 1 active, 1 parked, 2 completed (1 done, 1 stale)
      recorded 2 commits, 1 decision
      last     sign of life 1 hour ago
      roadmap  3 items: 1 done, 1 in progress, 1 next

    Next
      r3  in progress  receipts that say which of the two gateways was
                       asked, and how often
      r2  next         refunds
      000004  write the test for a refund of nothing

    Open questions
      000003 q1  Does the gateway keep the key for longer than a day, or is
                 the order gone by then? (asked 1 hour ago)

    Newest commits
      9f2c1ab3  2026-11-20 11:00  000003  Fix [31mretry of the charge
      9f2c1ab3  2026-11-20 10:05  000001  Key the charge on the order
    ");
    let widest = |page: &Page| plain(page).lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest(&people::project(&project, &state, &look(40))) <= Some(40));
    let (project, state) = empty();
    insta::assert_snapshot!(plain(&people::project(&project, &state, &look(72))), @r"
    búro
      sessions none
      recorded 0 commits, 0 decisions
    ");
}

#[test]
fn a_roadmap_for_a_person() {
    insta::assert_snapshot!(plain(&people::roadmap(&shop().0, &look(60))), @r"
    shop  3 items: 1 done, 1 in progress, 1 next
      r1  done         charge once
      r2  next         refunds
      r3  in progress  receipts that say which of the two
                       gateways was asked, and how often
    ");
    insta::assert_snapshot!(plain(&people::roadmap(&empty().0, &look(60))), @r"
    búro  nothing on the roadmap
    ");
}

#[test]
fn projects_for_a_person() {
    let page = people::project_list(&[empty(), shop()], "shop", &look(80));
    insta::assert_snapshot!(plain(&page), @r"
      búro  no sessions
    * shop  4 sessions: 1 active, 1 parked, 2 completed · 1 hour ago · beta, behind…
    ");
}

#[test]
fn a_project_for_a_pipe() {
    let (project, state) = shop();
    let lines = pipe::project_story(&project, &state).join("\n");
    insta::assert_snapshot!(lines.replace('\t', " | "), @r"
    project | shop | 2026-11-20T10:02:00.000Z | beta, behind a switch | 2026-11-20T11:10:00.000Z | 1 | 1 | 2 | 1 | 0 | 0 | 1 | 2 | 1
    item | shop | r1 | done | 2026-11-20T10:03:00.000Z | charge once
    item | shop | r2 | next | 2026-11-20T10:03:00.000Z | refunds
    item | shop | r3 | in_progress | 2026-11-20T10:03:00.000Z | receipts that say which of the two gateways was asked, and how often
    next | 20261120-0000040000 | write the test for a refund of nothing
    question | 20261120-0000030000 | q1 | 2026-11-20T11:01:00.000Z | Does the gateway keep the key for longer than a day, or is the order gone by then?
    recent | shop | 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 | 20261120-0000030000 | 2026-11-20T11:00:00.000Z | Fix [31mretry of the charge
    recent | shop | 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 | 20261120-0000010000 | 2026-11-20T10:05:00.000Z | Key the charge on the order
    ");
    let (project, state) = empty();
    insta::assert_snapshot!(pipe::project(&project, &state).replace('\t', " | "), @r"
    project | búro |  |  |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0
    ");
}

#[test]
fn a_project_for_a_program() {
    let (project, state) = shop();
    let line = json::render(json::ProjectJson::new(&project, &state));
    assert!(!line.contains(['\u{1b}', '\u{202e}', '\n']));
    insta::assert_snapshot!(line.replace(",\"", ",\n\""), @r#"
    {"schema":1,
    "name":"shop",
    "phase":"beta, behind a switch",
    "phase_since":"2026-11-20T10:02:00.000Z",
    "sessions":{"active":1,
    "parked":1,
    "completed":2,
    "total":4},
    "outcomes":{"done":1,
    "resumed":0,
    "abandoned":0,
    "stale":1,
    "total":2},
    "commits":2,
    "decisions":1,
    "last_activity":"2026-11-20T11:10:00.000Z",
    "roadmap":[{"id":"r1",
    "text":"charge once",
    "status":"done",
    "at":"2026-11-20T10:03:00.000Z"},{"id":"r2",
    "text":"refunds",
    "status":"next",
    "at":"2026-11-20T10:03:00.000Z"},{"id":"r3",
    "text":"receipts that say which of the two gateways was asked, and how often",
    "status":"in_progress",
    "at":"2026-11-20T10:03:00.000Z"}],
    "next_steps":[{"session":"20261120-0000040000",
    "text":"write the test for a refund of nothing"}],
    "open_questions":[{"session":"20261120-0000030000",
    "id":"q1",
    "asked_at":"2026-11-20T11:01:00.000Z",
    "text":"Does the gateway keep the key for longer than a day, or is the order gone by then?"}],
    "recent_commits":[{"sha":"9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3",
    "subject":"Fix \u001b[31mretry\u202e of the\tcharge",
    "at":"2026-11-20T11:00:00.000Z",
    "session":"20261120-0000030000"},{"sha":"9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3",
    "subject":"Key the charge on the order",
    "at":"2026-11-20T10:05:00.000Z",
    "session":"20261120-0000010000"}]}
    "#);
}
