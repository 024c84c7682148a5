//! What a person, a pipe and a program see of the same sessions.

use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Continuation, Decision, Entry, Event, Evidence, Files,
    Heartbeat, MadeBy, Opening, Outcome, OutcomeKind, Owner, Person, RandomBits, Session, SessionId, Source,
    TaskStatus, Text, TextKind, Time,
};

use crate::{Look, Page};

mod care;
mod json;
mod people;
mod pipe;
mod read_back;
mod restored;
mod template;

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
    Commit::new(
        at(minute),
        CommitFacts {
            sha: "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3".into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: "ada@example.org".into() },
            authored_at: at(minute),
            branch: None,
            subject: subject.into(),
            files: Files { paths: vec!["src/pay.rs".into()], more: false },
        },
        Evidence::Worktree,
    )
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

const HOSTILE: &str = "a\ttab, a line\nand \u{1b}[31mred\u{202e} \"quoted\" \\ \u{0}é 漢字 🙂";

/// A session that holds all that there is to hold, and is active.
fn laden() -> Session {
    let mut opening = session(5, "main", "Stop the double charge on retry").opening().clone();
    opening.author =
        Author { kind: AuthorKind::Agent, name: text("claude-code"), conversation: Some(text("0c9c47")) };
    opening.owner =
        Some(Owner { host: "lab".into(), boot: Some("5a1e".into()), pid: 4242, started_at: at(-60) });
    opening.roadmap = Some(text("payments"));
    opening.parent = Some(SessionId::new(at(-9000), RandomBits(3)));
    let mut session = Session::open(opening);
    let subjects = ["Reproduce with two retries", "Test with three", "Tell support", HOSTILE].map(text);
    session.add_tasks(&subjects, at(1)).unwrap();
    for (task, status) in ["t2", "t3", "t4"].into_iter().zip(&TaskStatus::ALL[1..]) {
        session.move_task(task, *status, at(2)).unwrap();
    }
    session.ask(text("Does the gateway retry on its own?"), at(2)).unwrap();
    session.ask(text(HOSTILE), at(3)).unwrap();
    session.answer("q1", text("Yes, twice within a minute"), at(5)).unwrap();
    session.plan_next(vec![text("write the test"), text("tell support")], false).unwrap();
    session.set_activity(Some(text("reading the gateway's log")), at(6)).unwrap();
    session.set_awaiting(Some(text("the key to the sandbox")), at(7)).unwrap();
    session.stamp(at(7));
    let mut second = commit(9, "Key the charge on the order");
    second.facts.sha = "77b0".into();
    second.facts.branch = Some("fix/double-charge".into());
    second.facts.parents = vec!["9f2c".into()];
    second.facts.files = Files { paths: vec!["src/order.rs".into(), "src/pay.rs".into()], more: true };
    for entry in [
        Entry::Heartbeat(Heartbeat { at: at(1), until: Some(at(3)), source: Source::Several }),
        Entry::Heartbeat(Heartbeat { at: at(8), until: None, source: Source::PostCheckout }),
        Entry::Commit(Box::new(commit(4, HOSTILE))),
        Entry::Commit(Box::new(second)),
        Entry::Event(Event { at: at(8), text: text(HOSTILE) }),
        Entry::Decision(Decision { at: at(9), title: text("the order is the key"), because: text(HOSTILE) }),
    ] {
        session.record_entry(entry).unwrap();
    }
    session
}

/// The same in each status, with each way to come there.
pub(crate) fn laden_in_each_status() -> Vec<Session> {
    let ended = |kind| {
        let mut session = laden();
        session.complete(Outcome { kind, note: Some(text(HOSTILE)) }, "complete", at(20)).unwrap();
        session
    };
    let mut parked = laden();
    parked.park(text("weekend"), vec![], at(10)).unwrap();
    let mut set_aside = laden();
    set_aside.set_aside(text("its process is gone"), "clean", at(100)).unwrap();
    let mut stale = laden();
    stale.close("clean", at(2000)).unwrap();
    let mut resumed = parked.clone();
    let author = Author { kind: AuthorKind::Person, name: text("Bob"), conversation: None };
    let id = SessionId::new(at(0), RandomBits(9));
    let child =
        resumed.resume(Continuation { id, author, owner: None, intent: None, place: None }, at(99)).unwrap();
    let over = [ended(OutcomeKind::Done), ended(OutcomeKind::Abandoned)];
    [laden(), parked, set_aside, stale, resumed, child].into_iter().chain(over).collect()
}

fn look(width: usize) -> Look<'static> {
    Look { width, local: &|time| time.naive_utc(), now: at(180) }
}

fn plain(page: &Page) -> String {
    let lines = page.0.iter().map(|line| line.0.iter().map(|span| span.text.as_str()).collect::<String>());
    lines.map(|line| line.trim_end().to_owned() + "\n").collect()
}
