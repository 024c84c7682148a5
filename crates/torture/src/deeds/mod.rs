//! All that is done to a store, each as a line of a table: what is tried against power cuts and failing disks.

mod life;
mod said;
mod values;

use core_model::SessionId;
use store::{ChangeError, CreateError, Remark, Store, UnassignedError, Written};

pub(crate) use values::{a_commit, event, id, text};

/// Something that is done to a store.
#[derive(Debug, Clone, Copy)]
pub struct Deed {
    /// What it is called in figures.
    pub name: &'static str,
    /// Whether its answer is a promise that a power cut does not take back.
    pub(crate) is_promise: bool,
    /// Whether it may have happened where it fails because the disk does not confirm it: it says so.
    pub(crate) may_be_done: bool,
    pub(crate) run: fn(&Store, Step) -> Answer,
}

/// The place of a deed in what is done: what it makes is named by it, and the clock stands at that minute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step(pub(crate) usize);

/// What the store answered.
#[derive(Debug)]
pub(crate) enum Answer {
    /// It is done.
    Done(Vec<Remark>),
    /// What is there does not allow it.
    Refused,
    /// The disk, or a defect.
    Failed(String),
}

impl Answer {
    /// In a word.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Refused => "refused",
            Self::Failed(_) => "failed",
        }
    }
}

/// What stands before a deed that is looked at: a session `A` at work and a parked one `P`, each with a past.
pub(crate) const BEFORE: [&Deed; 2] = [&life::MAKE, &life::PROLOGUE];

/// What is done to an empty disk.
pub(crate) const FIRST: &Deed = &life::MAKE;

/// Everything that is done.
pub const DEEDS: [&Deed; 41] = [
    &life::START,
    &life::START_LONG_AGO,
    &said::EVENT,
    &said::SEVERAL,
    &said::ASSIGN,
    &said::LONG_EVENT,
    &said::DECIDE,
    &said::COMMIT,
    &said::LONG_COMMIT,
    &said::BEAT,
    &said::TASK_ADD,
    &said::TASK_DONE,
    &said::ASK,
    &said::ANSWER,
    &said::INTENT,
    &said::NEXT,
    &said::NOTHING,
    &said::UNASSIGNED,
    &life::PARK,
    &life::COMPLETE,
    &life::COMPLETE_PARKED,
    &life::CLOSE,
    &life::RESUME,
    &life::COMPLETE_CHILD,
    &said::EVENT_IN_CHILD,
    &said::BEAT_IN_CHILD,
    &life::ADOPT_ACTIVE,
    &life::ADOPT_PARKED,
    &life::ADOPT_COMPLETED,
    &life::FORGET_IN,
    &life::FORGET_UNASSIGNED,
    &life::FORGET_ACTIVE,
    &life::FORGET_PARKED,
    &life::FORGET_ENDED,
    &life::RENEW_NOTES,
    &life::SWEEP,
    &life::FINISH,
    &life::PROJECT,
    &life::NOTE_COMPLETED,
    &life::REBUILD,
    &life::ADOPT_UNASSIGNED,
];

/// The deed of that name. `None`: there is none.
pub(crate) fn named(name: &str) -> Option<&'static Deed> {
    DEEDS.into_iter().find(|deed| deed.name == name)
}

/// The session at work.
pub(crate) fn at_work() -> SessionId {
    id(1)
}

/// The parked session.
pub(crate) fn parked() -> SessionId {
    id(2)
}

/// The session that goes on with the parked one, whichever deed made it.
pub(crate) fn child() -> SessionId {
    id(3)
}

pub(crate) fn told<T>(result: Result<Written<T>, ChangeError>) -> Answer {
    match result {
        Ok(written) => Answer::Done(written.remarks),
        Err(error) => refused(&error),
    }
}

pub(crate) fn refused(error: &ChangeError) -> Answer {
    let said = describe(error);
    match error {
        ChangeError::NotFound(_) | ChangeError::Refused(_) | ChangeError::Taken(_) => Answer::Refused,
        ChangeError::Broken(_) | ChangeError::Lock(_) | ChangeError::File(_) => Answer::Failed(said),
    }
}

fn not_created(error: &CreateError) -> Answer {
    match error {
        CreateError::NoFreeId(_) => Answer::Refused,
        CreateError::Lock(_) | CreateError::File(_) => Answer::Failed(describe(error)),
    }
}

fn kept(result: Result<(), UnassignedError>) -> Answer {
    match result {
        Ok(()) => Answer::Done(vec![]),
        Err(error) => Answer::Failed(describe(&error)),
    }
}

/// An error with what caused it.
pub(crate) fn describe(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said.push_str(&format!(": {error}"));
        cause = error.source();
    }
    said
}
