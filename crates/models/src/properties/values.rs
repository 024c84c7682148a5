//! Values of the model, made for a purpose.

use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Continuation, Decision, Entry, Event, Evidence, Files,
    Heartbeat, MadeBy, Opening, Outcome, OutcomeKind, Person, Session, SessionId, Source, Text, Time,
};
use store::{ChangeError, Store};

use super::deed::Change;
use super::texts::plain;

/// An intent that is not the one that was.
pub(crate) const ANOTHER: &str = "another intent";

pub(crate) const BRANCH: &str = "main";
pub(crate) const NAME: &str = "Ada";
pub(crate) const ADDRESS: &str = "ada@example.org";
pub(crate) const SUBJECT: &str = "a subject\nin two lines";

pub(crate) fn opening(id: SessionId, worktree: &str, intent: &Text, now: Time) -> Opening {
    Opening {
        id,
        project: "shop".into(),
        intent: intent.clone(),
        started_at: now,
        branch: Some(BRANCH.into()),
        worktree: worktree.to_owned(),
        author: author(),
        made_by: MadeBy::Start,
        tags: vec![],
        owner: None,
        roadmap: None,
        parent: None,
    }
}

fn author() -> Author {
    Author { kind: AuthorKind::Person, name: plain(NAME), conversation: None }
}

pub(crate) fn commit(sha: u8, at: Time) -> Commit {
    let facts = CommitFacts {
        sha: sha.to_string(),
        tree: "aa01".into(),
        parents: vec![],
        author: Person { name: NAME.into(), email: ADDRESS.into() },
        authored_at: at,
        branch: None,
        subject: SUBJECT.into(),
        files: Files::default(),
    };
    Commit::new(at, facts, Evidence::Worktree)
}

/// The same session, under another id or with another intent.
pub(crate) fn like(it: &Session, id: Option<&SessionId>, changed: bool) -> Session {
    let mut head = it.head().clone();
    if let Some(id) = id {
        head.opening.id = id.clone();
    }
    if changed {
        head.opening.intent = plain(ANOTHER);
    }
    Session::restore(head, it.tasks().clone(), it.questions().clone(), it.record().clone())
}

/// Asks the store for a change. `child` is the id that a resume takes.
pub(crate) fn change(
    store: &Store,
    id: &SessionId,
    change: &Change,
    child: &SessionId,
) -> Result<(), ChangeError> {
    let append = |entry: fn(&Change, Time) -> Option<Entry>| {
        let other = || Entry::Heartbeat(Heartbeat { at: store.now(), until: None, source: Source::Command });
        store.append(id, |_, now| Ok(entry(change, now).unwrap_or_else(other))).map(drop)
    };
    match change {
        Change::Event(_) | Change::Decide(..) | Change::Heartbeat | Change::Commit(_) => append(entry),
        Change::Resume(intent) => {
            let with = Continuation {
                id: child.clone(),
                author: author(),
                owner: None,
                intent: intent.clone(),
                place: None,
            };
            store.update_and_open(id, child, |session, now| session.resume(with, now)).map(drop)
        }
        _ => store.update(id, |session, now| in_memory(session, change, now)).map(drop),
    }
}

fn entry(change: &Change, at: Time) -> Option<Entry> {
    match change {
        Change::Event(text) => Some(Entry::Event(Event { at, text: text.clone() })),
        Change::Decide(title, because) => {
            Some(Entry::Decision(Decision { at, title: title.clone(), because: because.clone() }))
        }
        Change::Heartbeat => Some(Entry::Heartbeat(Heartbeat { at, until: None, source: Source::Command })),
        Change::Commit(sha) => Some(Entry::Commit(Box::new(commit(*sha, at)))),
        _ => None,
    }
}

fn in_memory(it: &mut Session, change: &Change, now: Time) -> Result<(), core_model::Refusal> {
    match change {
        Change::AddTasks(subjects) => it.add_tasks(subjects, now).map(drop),
        Change::MoveTask(task, status) => it.move_task(task.as_str(), *status, now).map(drop),
        Change::RenameTask(task, subject) => it.rename_task(task.as_str(), subject.clone(), now).map(drop),
        Change::Ask(text) => it.ask(text.clone(), now).map(drop),
        Change::Answer(question, answer) => it.answer(question.as_str(), answer.clone(), now).map(drop),
        Change::Plan(steps, keep) => it.plan_next(steps.clone(), *keep),
        Change::Activity(text) => it.set_activity(text.clone(), now),
        Change::Await(text) => it.set_awaiting(text.clone(), now),
        Change::Intent(text) => it.set_intent(text.clone()),
        Change::Tag(add, remove) => it.tag(add, remove),
        Change::Park(reason, steps) => it.park(reason.clone(), steps.clone(), now),
        Change::SetAside(reason) => it.set_aside(reason.clone(), "clean", now),
        Change::Complete(note) => {
            it.complete(Outcome { kind: OutcomeKind::Done, note: note.clone() }, "complete", now)
        }
        Change::Close => it.close("clean", now),
        Change::Event(_)
        | Change::Decide(..)
        | Change::Heartbeat
        | Change::Commit(_)
        | Change::Resume(_)
        | Change::Nothing => Ok(()),
    }
}
