//! What is said and seen in a session.

use core_model::{Commit, Decision, Entry, Evidence, Heartbeat, SessionId, Source, TaskStatus};
use store::{Beat, Store};

use super::values::{commit, event, text};
use super::{Answer, Deed, Step, at_work, child, kept, refused, told};

pub(super) const EVENT: Deed = Deed {
    name: "event",
    is_promise: true,
    may_be_done: false,
    run: |store, step| say(store, &at_work(), step, 1),
};

/// Longer than a page of the system's memory, so that parts of it may come to the disk in any order.
pub(super) const LONG_EVENT: Deed = Deed {
    name: "event, long",
    is_promise: true,
    may_be_done: false,
    run: |store, step| say(store, &at_work(), step, 600),
};

pub(super) const EVENT_IN_CHILD: Deed = Deed {
    name: "event in the child",
    is_promise: true,
    may_be_done: false,
    run: |store, step| say(store, &child(), step, 1),
};

fn say(store: &Store, id: &SessionId, step: Step, times: usize) -> Answer {
    let words = format!("this happened at {}\n", step.0).repeat(times);
    told(store.append(id, |_, now| Ok(event(&words, now))))
}

pub(super) const DECIDE: Deed = Deed {
    name: "decide",
    is_promise: true,
    may_be_done: false,
    run: |store, step| {
        let title = text(&format!("key the charge on the order, {}", step.0));
        let because = text("the gateway retries on its own");
        told(store.append(&at_work(), |_, at| Ok(Entry::Decision(Decision { at, title, because }))))
    },
};

pub(super) const COMMIT: Deed = Deed {
    name: "commit",
    is_promise: false,
    may_be_done: false,
    run: |store, step| record_commit(store, step, 2),
};

pub(super) const LONG_COMMIT: Deed = Deed {
    name: "commit, long",
    is_promise: false,
    may_be_done: false,
    run: |store, step| record_commit(store, step, 200),
};

fn record_commit(store: &Store, step: Step, files: usize) -> Answer {
    told(store.append(&at_work(), |_, at| Ok(Entry::Commit(Box::new(commit(step, at, files))))))
}

pub(super) const BEAT: Deed = Deed {
    name: "heartbeat",
    is_promise: false,
    may_be_done: false,
    run: |store, _| match store.beat(&at_work(), "main", Source::Command) {
        Ok(Beat::Recorded(remarks)) => Answer::Done(remarks),
        Ok(Beat::Recent) => Answer::Refused,
        Err(error) => refused(&error),
    },
};

pub(super) const BEAT_IN_CHILD: Deed = Deed {
    name: "heartbeat in the child",
    is_promise: false,
    may_be_done: false,
    run: |store, _| {
        let beat = |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::PostCheckout });
        told(store.append(&child(), |_, at| Ok(beat(at))))
    },
};

pub(super) const TASK_ADD: Deed = Deed {
    name: "task add",
    is_promise: true,
    may_be_done: false,
    run: |store, step| {
        let subjects = [text(&format!("reproduce {}", step.0)), text(&format!("repair {}", step.0))];
        told(store.update(&at_work(), |session, now| session.add_tasks(&subjects, now).map(drop)))
    },
};

pub(super) const TASK_DONE: Deed = Deed {
    name: "task done",
    is_promise: true,
    may_be_done: false,
    run: |store, _| {
        let done = TaskStatus::Completed;
        told(store.update(&at_work(), |session, now| session.move_task("t1", done, now).map(drop)))
    },
};

pub(super) const ASK: Deed = Deed {
    name: "ask",
    is_promise: true,
    may_be_done: false,
    run: |store, step| {
        let question = text(&format!("is {} enough?", step.0));
        told(store.update(&at_work(), |session, now| session.ask(question, now).map(drop)))
    },
};

pub(super) const ANSWER: Deed = Deed {
    name: "answer",
    is_promise: true,
    may_be_done: false,
    run: |store, step| {
        let words = text(&format!("it is, {}", step.0));
        told(store.update(&at_work(), |session, now| session.answer("q1", words, now).map(drop)))
    },
};

pub(super) const INTENT: Deed = Deed {
    name: "set",
    is_promise: true,
    may_be_done: false,
    run: |store, step| {
        told(store.update(&at_work(), |session, now| {
            session.set_intent(text(&format!("stop the double charge, {}", step.0)))?;
            session.tag(&[text("urgent")], &[])?;
            session.set_activity(Some(text("reading")), now)
        }))
    },
};

pub(super) const NEXT: Deed = Deed {
    name: "next",
    is_promise: true,
    may_be_done: false,
    run: |store, step| {
        let steps = vec![text(&format!("ask {}", step.0))];
        told(store.update(&super::parked(), |session, _| session.plan_next(steps, true)))
    },
};

pub(super) const NOTHING: Deed = Deed {
    name: "a change that changes nothing",
    is_promise: true,
    may_be_done: false,
    run: |store, _| told(store.update(&at_work(), |_, _| Ok(()))),
};

pub(super) const UNASSIGNED: Deed = Deed {
    name: "commit of no session",
    is_promise: false,
    may_be_done: false,
    run: |store, step| kept(store.append_unassigned(|at| commit(step, at, 2))),
};

pub(super) const SEVERAL: Deed = Deed {
    name: "several commits at once",
    is_promise: false,
    may_be_done: false,
    run: |store, step| {
        let commits = |at| {
            (0..3).map(move |more| Entry::Commit(Box::new(commit(Step(step.0 * 10 + 5000 + more), at, 2))))
        };
        match store.append_several(&at_work(), |_, now| commits(now).collect()) {
            Ok(remarks) => Answer::Done(remarks),
            Err(error) => refused(&error),
        }
    },
};

pub(super) const ASSIGN: Deed = Deed {
    name: "assign",
    is_promise: true,
    may_be_done: true,
    run: |store, step| {
        let assigned = |now| Commit {
            session: Some(at_work()),
            assigned_at: Some(now),
            evidence: Evidence::Assigned,
            ..commit(step, now, 2)
        };
        kept(store.assign(assigned))
    },
};
