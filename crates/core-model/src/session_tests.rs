use super::*;
use crate::{
    Author, AuthorKind, Commit, CommitFacts, Continuation, Decision, Event, Evidence, Files, MadeBy, Person,
    RandomBits, TextKind,
};

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
        owner: None,
        roadmap: None,
        parent: None,
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
    let commit = Commit::new(
        at(1),
        CommitFacts {
            sha: "9f2c".into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: String::new() },
            authored_at: at(1),
            branch: None,
            subject: "s".into(),
            files: Files::default(),
        },
        Evidence::Worktree,
    );
    for entry in [
        event(1),
        Entry::Decision(Decision { at: at(1), title: text("what"), because: text("why") }),
        Entry::Commit(Box::new(commit)),
    ] {
        let mut before = session();
        before.record_entry(entry).unwrap();
        let after = Session { record: Record::default(), ..before.clone() };
        assert_eq!(after.check_follows(&before).unwrap_err().what, "what was recorded can only be added to");
    }
}

#[test]
fn a_change_of_a_completed_session_does_not_follow() {
    let mut before = session();
    before.complete(done(), "complete", at(1)).unwrap();
    let reopened = Session::open(before.opening().clone());
    assert_eq!(reopened.check_follows(&before).unwrap_err().what, "a completed session cannot change");
}

fn with_status(status: Status) -> Session {
    let mut it = session();
    it.head.status = status;
    it
}

#[test]
fn times_out_of_order_are_found() {
    let parked = |stopped, parked| {
        let (stopped_at, at) = (at(stopped), at(parked));
        with_status(Status::Parked(Parked { stopped_at, at, by: "park".into(), reason: text("x") }))
    };
    let over = |ended, closed| {
        let (ended_at, closed_at) = (at(ended), at(closed));
        with_status(Status::Completed(Completed {
            ended_at,
            closed_at,
            closed_by: "complete".into(),
            outcome: done(),
        }))
    };
    let mut changed = session();
    changed.stamp(at(-1));
    for (session, wrong) in [
        (changed, "it was changed before it started"),
        (parked(-1, 1), "it was parked before it started"),
        (parked(2, 1), "it was parked before it stopped"),
        (over(-1, 1), "it ended before it started"),
        (over(2, 1), "it was closed before it ended"),
    ] {
        assert_eq!(session.check().unwrap_err().what, wrong);
    }
    assert!(parked(1, 2).check().is_ok());
    assert!(over(1, 1).check().is_ok());
}

#[test]
fn no_change_takes_anything_away_or_turns_time_back() {
    let mut before = session();
    before.add_tasks(&[text("a"), text("b")], at(1)).unwrap();
    before.ask(text("why?"), at(1)).unwrap();
    before.answer("q1", text("because"), at(2)).unwrap();
    before.stamp(at(2));
    let mut earlier = before.clone();
    earlier.stamp(at(1));
    let mut orphan = before.clone();
    orphan.head.opening.parent = Some(SessionId::new(at(0), RandomBits(8)));
    for (after, wrong) in [
        (earlier, "its time cannot go back"),
        (orphan, "its id, its start and its parent cannot change"),
        (Session { tasks: Tasks::default(), ..before.clone() }, "a task cannot vanish"),
        (
            Session { questions: Questions::default(), ..before.clone() },
            "what was asked and answered cannot change",
        ),
    ] {
        assert_eq!(after.check_follows(&before).unwrap_err().what, wrong);
    }
}

#[test]
fn nothing_of_a_completed_session_changes() {
    let mut session = session();
    session.add_tasks(&[text("a")], at(1)).unwrap();
    session.ask(text("why?"), at(1)).unwrap();
    session.complete(done(), "complete", at(5)).unwrap();
    let completed = session.clone();
    let over = "session 20261120-0000000007 is completed: it stays as it is";
    for refusal in [
        session.set_intent(text("else")).unwrap_err(),
        session.set_roadmap(None).unwrap_err(),
        session.tag(&[text("x")], &[]).unwrap_err(),
        session.plan_next(vec![text("x")], true).unwrap_err(),
        session.add_tasks(&[text("b")], at(6)).unwrap_err(),
        session.move_task("t1", TaskStatus::Completed, at(6)).unwrap_err(),
        session.rename_task("t1", text("b"), at(6)).unwrap_err(),
        session.ask(text("b"), at(6)).unwrap_err(),
        session.answer("q1", text("b"), at(6)).unwrap_err(),
    ] {
        assert_eq!(refusal.to_string(), over);
    }
    assert!(session.set_activity(None, at(6)).is_err());
    assert!(session.set_awaiting(None, at(6)).is_err());
    assert_eq!(session, completed);
}

#[test]
fn a_batch_of_tasks_is_added_whole_or_not_at_all() {
    let mut session = session();
    let refused = session.add_tasks(&[text("a"), text("b"), text("a")], at(1)).unwrap_err();
    assert_eq!(refused.to_string(), "session 20261120-0000000007: task t1 is called `a` already");
    assert!(session.tasks().as_slice().is_empty());
}

#[test]
fn a_session_that_nobody_holds_any_more_is_set_aside_at_its_last_sign_of_life() {
    let mut session = session();
    session.record_entry(event(3)).unwrap();
    session.set_aside(text("its process is gone"), "clean", at(60)).unwrap();
    let Status::Parked(parked) = session.status() else { panic!("{:?}", session.status()) };
    assert_eq!((parked.stopped_at, parked.at, parked.by.as_str()), (at(3), at(60), "clean"));
    session.complete(done(), "complete", at(90)).unwrap();
    assert_eq!(session.derive_last_sign(), at(3));
}

fn continuation() -> Continuation {
    let author = Author { kind: AuthorKind::Person, name: text("Bob"), conversation: None };
    Continuation { id: SessionId::new(at(0), RandomBits(9)), author, owner: None, intent: None, place: None }
}

fn laden() -> Session {
    let mut session = session();
    session.add_tasks(&[text("a"), text("b"), text("c"), text("d")], at(1)).unwrap();
    for (task, status) in ["t2", "t3", "t4"].into_iter().zip(&TaskStatus::ALL[1..]) {
        session.move_task(task, *status, at(2)).unwrap();
    }
    session.ask(text("why?"), at(2)).unwrap();
    session.ask(text("how?"), at(2)).unwrap();
    session.answer("q1", text("because"), at(2)).unwrap();
    session.tag(&[text("billing")], &[]).unwrap();
    session.record_entry(event(3)).unwrap();
    session
}

#[test]
fn what_is_open_travels_to_the_session_that_goes_on_and_what_is_done_stays() {
    let mut parent = laden();
    parent.park(text("weekend"), vec![text("write the test")], at(4)).unwrap();
    let child = parent.resume(continuation(), at(99)).unwrap();
    let tasks: Vec<_> = child.tasks().as_slice().iter().map(|it| (it.id.as_str(), it.status)).collect();
    assert_eq!(tasks, [("t1", TaskStatus::Pending), ("t2", TaskStatus::InProgress)]);
    let questions: Vec<_> = child.questions().as_slice().iter().map(|it| it.id.as_str()).collect();
    assert_eq!(questions, ["q2"]);
    assert_eq!(child.head().next_steps, [text("write the test")]);
    let (was, is) = (parent.opening(), child.opening());
    assert_eq!((&is.tags, &is.project, &is.intent), (&was.tags, &was.project, &was.intent));
    assert_eq!((&is.branch, &is.worktree), (&was.branch, &was.worktree));
    assert_eq!(is.parent.as_ref(), Some(parent.id()));
    assert_eq!(parent.status().resumed_as(), Some(child.id()));
    assert_eq!(parent.derive_last_sign(), at(4), "it ended when it was parked");
    assert_eq!(child.record(), &Record::default());
    assert!(child.check().is_ok() && parent.check().is_ok());
}

#[test]
fn a_session_is_resumed_once_and_the_second_learns_by_which() {
    let mut parent = laden();
    assert!(parent.resume(continuation(), at(5)).is_err(), "only what is parked is resumed");
    parent.park(text("weekend"), vec![], at(4)).unwrap();
    let with = Continuation { intent: Some(text("anew")), ..continuation() };
    let child = parent.resume(with, at(99)).unwrap();
    assert_eq!(child.opening().intent, text("anew"));
    let resumed = "session 20261120-0000000007 was resumed already: 20261120-0000000009 goes on with it";
    assert_eq!(parent.resume(continuation(), at(100)).unwrap_err().to_string(), resumed);
    assert_eq!(parent.continue_as(continuation(), at(100)).unwrap_err().to_string(), resumed);
}

#[test]
fn only_what_is_over_is_continued() {
    let mut parent = laden();
    let refused = "session 20261120-0000000007 is active: only a completed session is continued by another";
    assert_eq!(parent.continue_as(continuation(), at(5)).unwrap_err().to_string(), refused);
    parent.close("clean", at(2000)).unwrap();
    let child = parent.continue_as(continuation(), at(3000)).unwrap();
    assert_eq!(child.opening().parent.as_ref(), Some(parent.id()));
    assert_eq!(child.tasks().as_slice().len(), 2);
}

#[test]
fn which_session_goes_on_with_which_is_told_by_either() {
    let mut parent = laden();
    parent.park(text("weekend"), vec![], at(4)).unwrap();
    let child = parent.resume(continuation(), at(99)).unwrap();
    let pair = (parent.id(), std::collections::BTreeSet::from([child.id()]));
    for told in [vec![&parent], vec![&child], vec![&parent, &child]] {
        assert_eq!(crate::derive_children(told), std::collections::BTreeMap::from([pair.clone()]));
    }
    assert!(crate::derive_children([&session()]).is_empty());
}

#[test]
fn what_was_taken_over_from_another_session_is_no_sign_of_life_of_this_one() {
    let mut session = session();
    session.add_tasks(&[text("open one")], at(-75)).unwrap();
    session.ask(text("who?"), at(-70)).unwrap();
    session.record_entry(event(10)).unwrap();
    session.complete(done(), "complete", at(20)).unwrap();
    let signs = session.derive_signs();
    let active = crate::worked::derive_active(&signs, crate::worked::ACTIVE_GAP);
    assert_eq!(active, [crate::worked::Span { from: at(0), to: at(20) }]);
}

#[test]
fn what_is_planned_when_it_is_parked_comes_after_what_was_planned() {
    let mut session = session();
    session.plan_next(vec![text("a"), text("b")], false).unwrap();
    session.park(text("lunch"), vec![text("b"), text("c")], at(1)).unwrap();
    let steps: Vec<&str> = session.head().next_steps.iter().map(Text::as_str).collect();
    assert_eq!(steps, ["a", "b", "c"]);
}
