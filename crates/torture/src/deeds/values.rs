//! Made-up sessions, texts and commits.

use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Continuation, Entry, Event, Evidence, Files, MadeBy, Opening,
    Outcome, OutcomeKind, Owner, Person, RandomBits, SessionId, Text, Time,
};

use super::Step;
use crate::hands::Hands;

pub(crate) fn id(number: u64) -> SessionId {
    SessionId::new(Hands::new().now(), RandomBits(number))
}

/// The id of what a deed makes. Several from one deed are told apart by `which`.
pub(super) fn new_id(step: Step, which: u64) -> SessionId {
    id(100 + 10 * step.0 as u64 + which)
}

pub(crate) fn text(raw: &str) -> Text {
    Text::restored(raw.to_owned())
}

pub(crate) fn event(raw: &str, at: Time) -> Entry {
    Entry::Event(Event { at, text: text(raw) })
}

pub(super) fn done() -> Outcome {
    Outcome { kind: OutcomeKind::Done, note: Some(text("all of it")) }
}

fn author() -> Author {
    Author { kind: AuthorKind::Agent, name: text("Ada"), conversation: Some(text("c-1")) }
}

pub(super) fn opening(id: SessionId, now: Time) -> Opening {
    Opening {
        id,
        project: "shop".into(),
        intent: text("stop the double charge"),
        started_at: now,
        branch: Some("main".into()),
        worktree: "main".into(),
        author: author(),
        made_by: MadeBy::Start,
        tags: vec![],
        owner: Some(Owner { host: "lab".into(), boot: None, pid: 42, started_at: now }),
        roadmap: None,
        parent: None,
    }
}

pub(super) fn continuation(id: SessionId) -> Continuation {
    Continuation { id, author: author(), owner: None, intent: None, place: None }
}

pub(crate) fn a_commit(at: Time) -> Commit {
    commit(Step(500), at, 1)
}

/// A commit of its own for each step, which changed so many files.
pub(super) fn commit(step: Step, at: Time, files: usize) -> Commit {
    let person = Person { name: "Ada".into(), email: "ada@example.org".into() };
    let paths = (0..files).map(|number| format!("crates/shop/src/checkout/step_{number}.rs")).collect();
    Commit::new(
        at,
        CommitFacts {
            sha: format!("{:040x}", step.0 + 1),
            tree: format!("{:040x}", step.0 + 1000),
            parents: vec![format!("{:040x}", step.0)],
            author: person,
            authored_at: at,
            branch: Some("main".into()),
            subject: format!("Step {} of the checkout", step.0),
            files: Files { paths, more: false },
        },
        Evidence::Worktree,
    )
}
