//! Sessions begin, are put aside, taken up, closed, taken in and forgotten.

use core_model::project::{Project, RoadmapStatus};
use core_model::{MadeBy, Opening, Session, SessionId};
use store::{Adopted, ProjectError, Store};

use super::values::{commit, continuation, done, event, new_id, opening, text};
use super::{Answer, Deed, Step, at_work, child, describe, not_created, parked, refused, told};

/// Opening is what makes a store, and whoever runs a deed opens one first.
pub(super) const MAKE: Deed =
    Deed { name: "make the store", is_promise: true, may_be_done: false, run: |_, _| Answer::Done(vec![]) };

/// A past: each kind of thing that a session holds, and what may lie beside it.
pub(super) const PROLOGUE: Deed = Deed {
    name: "the past",
    is_promise: true,
    may_be_done: false,
    run: |store, _| {
        let first = [
            start(store, opening(at_work(), store.now())),
            start(store, opening(parked(), store.now())),
            told(store.append(&at_work(), |_, now| Ok(event("it began", now)))),
            told(store.update(&at_work(), |session, now| {
                session.add_tasks(&[text("look"), text("understand")], now)?;
                session.ask(text("since when?"), now).map(drop)
            })),
            told(store.append(&parked(), |_, now| Ok(event("somebody called", now)))),
            told(store.update(&parked(), |session, now| {
                session.add_tasks(&[text("call back")], now)?;
                session.park(text("lunch"), vec![text("call")], now)
            })),
        ];
        first.into_iter().find(|answer| !matches!(answer, Answer::Done(_))).unwrap_or(Answer::Done(vec![]))
    },
};

pub(super) const START: Deed = Deed {
    name: "start",
    is_promise: true,
    may_be_done: true,
    run: |store, step| start(store, opening(new_id(step, 0), store.now())),
};

/// By a hook; nothing has happened in it since, so it has ended by itself.
pub(super) const START_LONG_AGO: Deed = Deed {
    name: "start long ago",
    is_promise: true,
    may_be_done: true,
    run: |store, step| {
        let started_at = store.now() - chrono::TimeDelta::hours(5);
        let made_by = MadeBy::AutoStart;
        start(store, Opening { made_by, started_at, ..opening(new_id(step, 0), store.now()) })
    },
};

fn start(store: &Store, opening: Opening) -> Answer {
    match store.create::<()>("main", |_, _| Ok(Session::open(opening.clone()))) {
        Ok(Ok(_)) => Answer::Done(vec![]),
        Ok(Err(())) => Answer::Refused,
        Err(error) => not_created(&error),
    }
}

pub(super) const PARK: Deed = Deed {
    name: "park",
    is_promise: true,
    may_be_done: false,
    run: |store, _| {
        let steps = vec![text("sleep"), text("go on")];
        told(store.update(&at_work(), |session, now| session.park(text("night"), steps, now)))
    },
};

pub(super) const COMPLETE: Deed = Deed {
    name: "complete",
    is_promise: true,
    may_be_done: false,
    run: |store, _| complete(store, &at_work()),
};

pub(super) const COMPLETE_PARKED: Deed = Deed {
    name: "complete the parked one",
    is_promise: true,
    may_be_done: false,
    run: |store, _| complete(store, &parked()),
};

pub(super) const COMPLETE_CHILD: Deed = Deed {
    name: "complete the child",
    is_promise: true,
    may_be_done: false,
    run: |store, _| complete(store, &child()),
};

fn complete(store: &Store, id: &SessionId) -> Answer {
    told(store.update(id, |session, now| session.complete(done(), "complete", now)))
}

pub(super) const CLOSE: Deed = Deed {
    name: "close as stale",
    is_promise: true,
    may_be_done: false,
    run: |store, _| told(store.update(&at_work(), |session, now| session.close("clean", now))),
};

pub(super) const RESUME: Deed = Deed {
    name: "resume",
    is_promise: true,
    may_be_done: false,
    run: |store, _| {
        let resume = |session: &mut Session, now| session.resume(continuation(child()), now);
        told(store.update_and_open(&parked(), &child(), resume))
    },
};

pub(super) const ADOPT_ACTIVE: Deed = Deed {
    name: "adopt, at work",
    is_promise: true,
    may_be_done: true,
    run: |store, step| adopt(store, step, 1, |_| true),
};

pub(super) const ADOPT_PARKED: Deed = Deed {
    name: "adopt, parked",
    is_promise: true,
    may_be_done: true,
    run: |store, step| {
        let now = store.now();
        adopt(store, step, 2, |session| session.park(text("elsewhere"), vec![], now).is_ok())
    },
};

pub(super) const ADOPT_COMPLETED: Deed = Deed {
    name: "adopt, completed",
    is_promise: true,
    may_be_done: true,
    run: |store, step| {
        let now = store.now();
        adopt(store, step, 3, |session| session.complete(done(), "complete", now).is_ok())
    },
};

fn adopt(store: &Store, step: Step, which: u64, past: impl FnOnce(&mut Session) -> bool) -> Answer {
    let now = store.now();
    let mut session = Session::open(opening(new_id(step, which), now));
    if session.record_entry(event("far from here", now)).is_err() || !past(&mut session) {
        return Answer::Refused;
    }
    match store.adopt(&session) {
        Ok(Adopted::New | Adopted::Same) => Answer::Done(vec![]),
        Ok(Adopted::Other) => Answer::Refused,
        Err(error) => refused(&error),
    }
}

pub(super) const FORGET_IN: Deed = Deed {
    name: "forget a text",
    is_promise: true,
    may_be_done: true,
    run: |store, _| match store.forget_in(&at_work(), &|text| text.replace("it began", "[forgotten]")) {
        Ok(_) => Answer::Done(vec![]),
        Err(error) => refused(&error),
    },
};

pub(super) const FORGET_UNASSIGNED: Deed = Deed {
    name: "forget a text of no session",
    is_promise: true,
    may_be_done: true,
    run: |store, _| match store.forget_in_unassigned(&|text| text.replace("checkout", "[forgotten]"), &[]) {
        Ok(_) => Answer::Done(vec![]),
        Err(error) => refused(&error),
    },
};

pub(super) const FORGET_ACTIVE: Deed = Deed {
    name: "forget a session",
    is_promise: true,
    may_be_done: true,
    run: |store, _| forget(store, &at_work()),
};

pub(super) const FORGET_PARKED: Deed = Deed {
    name: "forget the parked one",
    is_promise: true,
    may_be_done: true,
    run: |store, _| forget(store, &parked()),
};

fn forget(store: &Store, id: &SessionId) -> Answer {
    match store.forget_session(id) {
        Ok(()) => Answer::Done(vec![]),
        Err(error) => refused(&error),
    }
}

pub(super) const FORGET_ENDED: Deed = Deed {
    name: "forget what ended",
    is_promise: false,
    may_be_done: false,
    run: |store, _| match store.forget_ended("main") {
        Ok(()) => Answer::Done(vec![]),
        Err(error) => refused(&error),
    },
};

pub(super) const RENEW_NOTES: Deed = Deed {
    name: "renew notes",
    is_promise: false,
    may_be_done: false,
    run: |store, _| match store.renew_notes() {
        Ok(()) => Answer::Done(vec![]),
        Err(problem) => Answer::Failed(problem.to_string()),
    },
};

pub(super) const SWEEP: Deed = Deed {
    name: "sweep",
    is_promise: false,
    may_be_done: false,
    run: |store, _| {
        store.sweep();
        Answer::Done(vec![])
    },
};

pub(super) const FINISH: Deed = Deed {
    name: "finish",
    is_promise: true,
    may_be_done: false,
    run: |store, _| match store.recover().first() {
        None => Answer::Done(vec![]),
        Some(problem) => Answer::Failed(problem.to_string()),
    },
};

pub(super) const PROJECT: Deed = Deed {
    name: "project",
    is_promise: true,
    may_be_done: true,
    run: |store, step| {
        let change = |project: &mut Project, now| {
            project.set_phase(Some(text(&format!("phase {}", step.0))), now);
            project.roadmap.add(text(&format!("item {}", step.0)), RoadmapStatus::Next, now).map(drop)
        };
        of_projects(store.change_project("shop", change))
    },
};

pub(super) const NOTE_COMPLETED: Deed = Deed {
    name: "note what was completed",
    is_promise: false,
    may_be_done: false,
    run: |store, _| match store.read(&at_work()) {
        Ok(Some(loaded)) => of_projects(store.note_completed(&loaded.session)),
        Ok(None) => Answer::Refused,
        Err(problem) => Answer::Failed(problem.to_string()),
    },
};

pub(super) const REBUILD: Deed = Deed {
    name: "rebuild projects",
    is_promise: false,
    may_be_done: false,
    run: |store, _| of_projects(store.rebuild_projects()),
};

fn of_projects<T>(result: Result<T, ProjectError>) -> Answer {
    match result {
        Ok(_) => Answer::Done(vec![]),
        Err(ProjectError::Refused(_)) => Answer::Refused,
        Err(error) => Answer::Failed(describe(&error)),
    }
}

pub(super) const ADOPT_UNASSIGNED: Deed = Deed {
    name: "adopt commits of no session",
    is_promise: true,
    may_be_done: true,
    run: |store, step| {
        let commits =
            [commit(Step(step.0 + 200), store.now(), 1), commit(Step(step.0 + 300), store.now(), 2)];
        match store.adopt_unassigned(&commits) {
            Ok(_) => Answer::Done(vec![]),
            Err(error) => refused(&error),
        }
    },
};
