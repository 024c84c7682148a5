//! The times of a session: what has been, what is in order, and when it last showed a sign of life.

use chrono::SubsecRound as _;
use core_model::Time;

use super::notes::Notes;
use crate::predecessor::session::{Session, Status};

/// How closing a session as stale began its outcome.
const STALE: &str = "Automatisch afgesloten (stale";

/// The times that all else follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// When it began.
    pub(super) start: Time,
    /// Its last sign of life.
    pub(super) last_sign: Time,
    /// Its last heartbeat. `None`: there was none, or closing it overwrote it.
    pub(super) heartbeat: Option<Time>,
    /// When it was parked or completed.
    pub(super) ended: Option<Time>,
}

/// In milliseconds: what a session keeps.
pub(super) fn kept(time: Time) -> Time {
    time.trunc_subsecs(3)
}

/// Whether it was closed because it showed no sign of life.
pub(super) fn was_stale(old: &Session) -> bool {
    old.status == Status::Completed && old.outcome.as_deref().is_some_and(|it| it.starts_with(STALE))
}

/// The times of a session. Those that are wrong are taken out of it and kept as notes.
pub(super) fn derive_times(old: &mut Session, now: Time, notes: &mut Notes) -> Times {
    take_future(old, now, notes);
    let start = kept(old.started_at);
    if let Some(ended) = old.ended_at.filter(|&ended| kept(ended) < start) {
        notes.refuse("ended_at", ended, "no earlier than `started_at`");
        old.ended_at = None;
    }
    // Closing a session as stale gave it a heartbeat: the same time as its end.
    let is_alive = !(was_stale(old) && old.last_heartbeat == old.ended_at);
    let heartbeat = old.last_heartbeat.filter(|_| is_alive).map(kept);
    let events = old.events.iter().filter_map(|event| event.timestamp);
    let tasks = old.tasks.iter().flat_map(|task| [task.added_at, task.updated_at]).flatten();
    let last_sign = events.chain(tasks).map(kept).chain(heartbeat).fold(start, Time::max);
    Times { start, last_sign, heartbeat, ended: old.ended_at.map(kept) }
}

/// A time that is yet to come would keep a session alive until then.
fn take_future(old: &mut Session, now: Time, notes: &mut Notes) {
    let mut take = |field: String, time: &mut Option<Time>| {
        if let Some(future) = time.take_if(|time| *time > now) {
            notes.refuse(&field, future, "a time that has been");
        }
    };
    take("last_heartbeat".into(), &mut old.last_heartbeat);
    take("ended_at".into(), &mut old.ended_at);
    for (index, event) in old.events.iter_mut().enumerate() {
        take(format!("events[{index}].timestamp"), &mut event.timestamp);
    }
    for (index, task) in old.tasks.iter_mut().enumerate() {
        take(format!("tasks[{index}].added_at"), &mut task.added_at);
        take(format!("tasks[{index}].updated_at"), &mut task.updated_at);
    }
}
