//! What holds of a session, and between it and what it was a moment ago.

use std::collections::BTreeSet;

use core_model::{Session, StatusName};

/// What happened in between that was not one of the two ways to change a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Nothing else.
    Nothing,
    /// Something was forgotten.
    Forgotten,
    /// A person has written in the file.
    Edited,
}

/// What is not as it must be, in words.
///
/// # Errors
/// The first thing that does not hold.
pub fn holds(it: &Session) -> Result<(), String> {
    it.check().map_err(|broken| broken.to_string())?;
    let record = it.record();
    let tasks = it.tasks().as_slice();
    let subjects: BTreeSet<&str> = tasks.iter().map(|task| task.subject.as_str()).collect();
    let ids: BTreeSet<&str> = tasks.iter().map(|task| &*task.id).collect();
    let shas: BTreeSet<&str> = record.commits.iter().map(|commit| &*commit.facts.sha).collect();
    let summary = it.tasks().derive_summary();
    let parts = summary.pending + summary.in_progress + summary.completed + summary.skipped;
    let each = [
        (record.events.is_sorted_by_key(|event| event.at), "its events are in order"),
        (record.decisions.is_sorted_by_key(|decision| decision.at), "its decisions are in order"),
        (record.commits.is_sorted_by_key(|commit| commit.at), "its commits are in order"),
        (record.heartbeats.is_sorted_by_key(|beat| beat.at), "its signs of life are in order"),
        (
            record.heartbeats.iter().all(|beat| beat.until.is_none_or(|until| until >= beat.at)),
            "spans end late",
        ),
        (subjects.len() == tasks.len(), "no two tasks are called alike"),
        (ids.len() == tasks.len(), "no two tasks have one id"),
        (shas.len() == record.commits.len(), "a commit counts once"),
        (summary.total() == parts && parts == tasks.len(), "the total is the sum of its parts"),
        (it.derive_last_sign() <= it.derive_latest(), "the last sign of life is not later than all"),
    ];
    each.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, what)| Err(format!("not so: {what}")))
}

/// Whether a session may be what came of `before`.
///
/// # Errors
/// The first thing that does not hold.
pub fn follows(before: &Session, after: &Session, since: Since) -> Result<(), String> {
    let (old, new) = (before.record(), after.record());
    let grows = new.events.starts_with(&old.events)
        && new.decisions.starts_with(&old.decisions)
        && new.commits.starts_with(&old.commits);
    let kept = old.events.iter().all(|event| new.events.contains(event));
    let count =
        |record: &core_model::Record| record.events.len() + record.decisions.len() + record.commits.len();
    let was_over = before.status().name() == StatusName::Completed;
    let each = [
        (before.id() == after.id(), "its id stays"),
        (before.opening().started_at == after.opening().started_at, "its start stays"),
        (before.opening().parent == after.opening().parent, "its parent stays"),
        (before.derive_latest() <= after.derive_latest(), "time does not go back"),
        (before.head().changed_at <= after.head().changed_at, "the time of its change does not go back"),
        (grows || since != Since::Nothing, "what was recorded is only added to"),
        (kept || since == Since::Forgotten, "nothing that was recorded is gone"),
        (count(old) <= count(new), "nothing of the record is lost"),
        (
            !was_over || before.head() == after.head() || since == Since::Forgotten,
            "what is over stays as it is",
        ),
        (!was_over || before == after || since != Since::Nothing, "a completed session stays as it is"),
    ];
    each.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, what)| Err(format!("not so: {what}")))
}
