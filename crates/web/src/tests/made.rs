//! Sessions to show, and the page of them.

use chrono::{NaiveDateTime, TimeDelta};
use core_model::worked::ACTIVE_GAP;
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Continuation, Decision, Entry, Event, Evidence, Files,
    Heartbeat, MadeBy, Opening, Outcome, OutcomeKind, Person, RandomBits, Session, SessionId, Source,
    TaskStatus, Text, Time,
};
use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::{Report, render};

pub(super) fn text(raw: &str) -> Text {
    Text::restored(raw.to_owned())
}

pub(super) fn at(minute: i64) -> Time {
    "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + TimeDelta::minutes(minute)
}

/// Some that look like nothing else on the page.
fn bits(number: u64) -> RandomBits {
    RandomBits((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 14)
}

pub(super) fn opened(number: u64, from: i64, said: &str) -> Session {
    Session::open(Opening {
        id: SessionId::new(at(from), bits(number)),
        project: said.to_owned(),
        intent: text(said),
        started_at: at(from),
        branch: Some(said.to_owned()),
        worktree: said.to_owned(),
        author: Author {
            kind: if number.is_multiple_of(2) { AuthorKind::Agent } else { AuthorKind::Person },
            name: text(said),
            conversation: Some(text(said)),
        },
        made_by: MadeBy::Start,
        tags: vec![text(said)],
        owner: None,
        roadmap: Some(text(said)),
        parent: None,
    })
}

/// A session in which everything is said that can be said, all of it this.
pub(super) fn told(number: u64, from: i64, said: &str) -> Session {
    let mut session = opened(number, from, said);
    let at = |minute: i64| at(from + minute);
    let task = session.add_tasks(&[text(said), text(&format!("{said}."))], at(0)).unwrap().remove(0);
    session.move_task(&task, TaskStatus::Completed, at(1)).unwrap();
    let question = session.ask(text(said), at(2)).unwrap();
    session.answer(&question, text(said), at(3)).unwrap();
    session.ask(text(said), at(3)).unwrap();
    let facts = CommitFacts {
        sha: format!("{number:040x}"),
        tree: "aa01".into(),
        parents: Vec::new(),
        author: Person { name: said.to_owned(), email: said.to_owned() },
        authored_at: at(4),
        branch: Some(said.to_owned()),
        subject: said.to_owned(),
        files: Files { paths: (0..20).map(|it| format!("{said}/{it}")).collect(), more: true },
    };
    for entry in [
        Entry::Heartbeat(Heartbeat { at: at(1), until: Some(at(3)), source: Source::Command }),
        Entry::Commit(Box::new(Commit::new(at(4), facts, Evidence::Worktree))),
        Entry::Event(Event { at: at(5), text: text(said) }),
        Entry::Decision(Decision { at: at(6), title: text(said), because: text(said) }),
    ] {
        session.record_entry(entry).unwrap();
    }
    session.set_activity(Some(text(said)), at(7)).unwrap();
    session.set_awaiting(Some(text(said)), at(8)).unwrap();
    session.stamp(at(8));
    session
}

/// Of each status one, each for itself, and one that goes on with another.
pub(super) fn of_every_kind(said: &str) -> Vec<Session> {
    let active = told(1, 4000, said);
    let mut parked = told(2, 3000, said);
    parked.park(text(said), vec![text(said)], at(3010)).unwrap();
    let mut done = told(3, 2000, said);
    let outcome = Outcome { kind: OutcomeKind::Done, note: Some(text(said)) };
    done.complete(outcome, "complete", at(2010)).unwrap();
    let mut resumed = told(4, 0, said);
    resumed.park(text(said), vec![text(said)], at(10)).unwrap();
    let author = resumed.opening().author.clone();
    let id = SessionId::new(at(100), bits(5));
    let with = Continuation { id, author, owner: None, intent: None, place: None };
    let child = resumed.resume(with, at(100)).unwrap();
    vec![resumed, child, done, parked, active]
}

pub(super) fn utc(at: Time) -> NaiveDateTime {
    at.naive_utc()
}

/// The page of all of these.
pub(super) fn page(sessions: &[Session], private: bool) -> String {
    let shown: Vec<&Session> = sessions.iter().collect();
    page_of(&Report {
        name: "shop",
        all: sessions,
        shown: &shown,
        since: None,
        until: None,
        chosen: &[],
        limit: ACTIVE_GAP,
        private,
        local: &utc,
        now: at(4100),
    })
}

/// A page, which must be well formed.
pub(super) fn page_of(report: &Report<'_>) -> String {
    let page = render(report).unwrap();
    let dom = parse(&page);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{errors:?}");
    drop(errors);
    page
}

pub(super) fn parse(page: &str) -> RcDom {
    html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page)
}

/// Each element below one, itself included, in the order of the document.
pub(super) fn elements(node: &Handle) -> Vec<Handle> {
    let mut found = Vec::new();
    if matches!(node.data, NodeData::Element { .. }) {
        found.push(node.clone());
    }
    node.children.borrow().iter().for_each(|child| found.extend(elements(child)));
    found
}

/// The name of an element, and its attributes.
pub(super) fn described(node: &Handle) -> (String, Vec<(String, String)>) {
    let NodeData::Element { name, attrs, .. } = &node.data else { panic!("no element") };
    let attributes = attrs.borrow();
    let pairs = attributes.iter().map(|it| (it.name.local.to_string(), it.value.to_string()));
    (name.local.to_string(), pairs.collect())
}

/// The text below a node.
pub(super) fn text_of(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text_of).collect(),
    }
}
