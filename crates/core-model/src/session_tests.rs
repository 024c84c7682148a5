use super::*;
use crate::{Commit, CommitFacts, Decision, Event, Evidence, Files, Person, RandomBits, TextKind};

fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + chrono::TimeDelta::minutes(minute)
}

fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

fn session() -> Session {
    Session::open(Opening {
        id: SessionId::new(at(0), RandomBits(7)),
        project: "shop".into(),
        intent: text("stop the double charge"),
        started_at: at(0),
        branch: Some("main".into()),
        worktree: "main".into(),
        author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
        made_by: MadeBy::Start,
        tags: Vec::new(),
    })
}

fn event(minute: i64) -> Entry {
    Entry::Event(Event { at: at(minute), text: text("it happened") })
}

fn done() -> Outcome {
    Outcome { kind: OutcomeKind::Done, note: None }
}

#[test]
fn a_completed_session_cannot_be_parked_completed_closed_or_written_to() {
    let mut session = session();
    session.complete(done(), "complete", at(5)).unwrap();
    let completed = session.clone();
    assert!(session.park(text("why"), vec![], at(6)).is_err());
    assert!(session.complete(done(), "complete", at(6)).is_err());
    assert!(session.close("clean", at(6)).is_err());
    assert_eq!(
        session.record_entry(event(6)).unwrap_err().to_string(),
        "session 20261120-0000000007 is completed: only an active session records what happens"
    );
    assert_eq!(session, completed);
}

#[test]
fn a_session_closed_for_want_of_life_ends_at_its_last_sign() {
    let mut session = session();
    session.record_entry(event(3)).unwrap();
    session.close("clean", at(2000)).unwrap();
    let Status::Completed(over) = session.status() else { panic!("{:?}", session.status()) };
    assert_eq!((over.ended_at, over.closed_at), (at(3), at(2000)));
    assert_eq!(over.outcome.kind, OutcomeKind::Stale);
}

#[test]
fn a_parked_session_that_is_completed_ended_when_it_was_parked() {
    let mut session = session();
    session.park(text("weekend"), vec![text("write the test")], at(9)).unwrap();
    session.complete(done(), "complete", at(4000)).unwrap();
    let Status::Completed(over) = session.status() else { panic!("{:?}", session.status()) };
    assert_eq!((over.ended_at, over.closed_at), (at(9), at(4000)));
    assert_eq!(session.head().next_steps, [text("write the test")]);
}

#[test]
fn a_change_that_loses_an_entry_of_any_kind_does_not_follow() {
    let commit = Commit {
        at: at(1),
        facts: CommitFacts {
            sha: "9f2c".into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: String::new() },
            authored_at: at(1),
            branch: None,
            subject: "s".into(),
            files: Files::default(),
        },
        evidence: Evidence::Worktree,
    };
    for entry in [
        event(1),
        Entry::Decision(Decision { at: at(1), title: text("what"), because: text("why") }),
        Entry::Commit(Box::new(commit)),
    ] {
        let mut before = session();
        before.record_entry(entry).unwrap();
        let after = Session::restore(before.head().clone(), Record::default());
        assert_eq!(after.check_follows(&before).unwrap_err().what, "what was recorded can only be added to");
    }
}

#[test]
fn a_change_of_a_completed_session_does_not_follow() {
    let mut before = session();
    before.complete(done(), "complete", at(1)).unwrap();
    let reopened =
        Session::restore(Head::restore(before.opening().clone(), vec![], Status::Active), Record::default());
    assert_eq!(reopened.check_follows(&before).unwrap_err().what, "a completed session cannot change");
}

#[test]
fn times_out_of_order_are_found() {
    let parked = Head::restore(
        session().opening().clone(),
        vec![],
        Status::Parked(Parked { at: at(-1), reason: text("x") }),
    );
    let session = Session::restore(parked, Record::default());
    assert_eq!(session.check().unwrap_err().what, "it was parked before it started");
}
