//! One state, opened by the real store.

use std::sync::Arc;

use core_model::attribution::has_ended_by_itself;
use core_model::{Session, SessionId, StatusName};
use store::Store;

use super::recording::Recording;
use crate::belief::{Belief, Moment};
use crate::deeds::{Answer, Deed, Step, a_commit, describe, event, told};
use crate::look::{Look, glance, look};
use crate::memory::{Image, MemoryDisk};
use crate::place::Place;

/// What a state turned out to be.
pub(super) struct Checked {
    /// Which candidate it is; of two that are alike, the first.
    pub(super) candidate: usize,
    /// Whether not even what may be lost is lost.
    pub(super) is_all: bool,
    /// What whoever opened it first did to the disk, if it had to be mended.
    pub(super) mending: Option<Recording>,
}

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// All of it.
    Fully,
    /// Nobody goes on where there is nothing to mend.
    Quick,
}

/// Opens a state and compares it with what may be there.
///
/// # Errors
/// What is not as it must be.
pub(super) fn check(
    place: &Place,
    image: &Image,
    candidates: &[Moment],
    how: How,
) -> Result<Checked, String> {
    let disk = place.disk(image);
    let ids: Vec<&SessionId> = candidates.iter().flat_map(|it| it.all.sessions.keys()).collect();
    let is_empty = |moment: &Moment| moment.all == Belief::default();
    let Some(store) = open(place, &disk)? else {
        let candidate = candidates.iter().position(is_empty).ok_or("there is no store any more")?;
        place.open_or_make(Arc::new(disk)).map_err(|error| format!("making it anew: {error}"))?;
        return Ok(Checked { candidate, is_all: true, mending: None });
    };
    let seen = look(&store, ids.iter().copied())?;
    if disk.count() != 0 {
        return Err("a reader has written".into());
    }
    let differs: Vec<String> =
        candidates.iter().filter_map(|candidate| candidate.differs(&seen.belief)).collect();
    if differs.len() == candidates.len() {
        return Err(differs.join("; or "));
    }
    let candidate = candidates.iter().position(|it| it.differs(&seen.belief).is_none()).unwrap_or_default();
    let is_all = candidates[candidate].all == seen.belief;
    recover(&store, &disk, &seen, &ids)?;
    let is_mended = disk.count() > 0 || seen.torn + seen.holes > 0 || lies_twice_or_wrong(image, &seen);
    if how == How::Quick && !is_mended {
        return Ok(Checked { candidate, is_all, mending: None });
    }
    let mending = go_on(place, image, &seen, &ids)?;
    Ok(Checked { candidate, is_all, mending: is_mended.then_some(mending) })
}

fn open(place: &Place, disk: &MemoryDisk) -> Result<Option<Store>, String> {
    place.open(Arc::new(disk.clone())).map_err(|error| format!("opening: {error}"))
}

/// Finishing what is unfinished changes nothing of what is seen.
fn recover(store: &Store, disk: &MemoryDisk, seen: &Look, ids: &[&SessionId]) -> Result<(), String> {
    if let Some(problem) = store.recover().first() {
        return Err(format!("it cannot be finished: {problem}"));
    }
    if disk.count() == 0 {
        return Ok(());
    }
    let after = look(store, ids.iter().copied()).map_err(|what| format!("once finished: {what}"))?;
    if after == *seen { Ok(()) } else { Err("once finished it is another".into()) }
}

/// Whether a completed session lies among the live ones.
fn lies_twice_or_wrong(image: &Image, seen: &Look) -> bool {
    let completed = |id: &&SessionId| {
        seen.belief.sessions.get(id).is_some_and(|it| it.status().name() == StatusName::Completed)
    };
    let live = std::path::Path::new(store::FOLDER).join("live");
    let lies_there =
        |id: &SessionId| image.files_below(&live).any(|path| path.to_string_lossy().contains(id.as_str()));
    seen.belief.sessions.keys().filter(completed).any(lies_there)
}

/// Whoever comes next writes to every session, and everything is there, whole and in its place.
fn go_on(place: &Place, image: &Image, seen: &Look, ids: &[&SessionId]) -> Result<Recording, String> {
    let disk = place.disk(image);
    let store = place.open_or_make(Arc::new(disk.clone())).map_err(|error| format!("opening: {error}"))?;
    let first = Moment { all: seen.belief.clone(), lasting: seen.belief.clone() };
    let mut recording = Recording::new(image.clone(), first);
    for (id, session) in &seen.belief.sessions {
        let status = session.status().name();
        let answer = write_to(&store, session);
        match (status, &answer) {
            (StatusName::Active | StatusName::Parked, Answer::Done(_))
            | (StatusName::Completed, Answer::Refused) => {}
            (_, answer) => return Err(format!("writing to {id}, which is {status:?}: {answer:?}")),
        }
        let after = glance(&store).map_err(|what| format!("after writing: {what}"))?;
        has_grown(&recording, &after.belief, id)?;
        recording.answered(&disk, after.belief, true);
    }
    if glance(&store)?.holes > 0 {
        // Adding an entry does not look at those before it; a change does.
        for id in seen.belief.sessions.keys() {
            let next = vec![crate::deeds::text("mended")];
            if let Answer::Failed(what) = told(store.update(id, |session, _| session.plan_next(next, true))) {
                return Err(format!("mending {id}: {what}"));
            }
            recording.answered(&disk, glance(&store)?.belief, true);
        }
    }
    if glance(&store)?.torn > 0 {
        // It is no session's, so it is the commits that belong to none.
        store.append_unassigned(a_commit).map_err(|error| describe(&error))?;
        recording.answered(&disk, glance(&store)?.belief, false);
    }
    recording.actions = disk.actions();
    let after = look(&store, ids.iter().copied()).map_err(|what| format!("after writing: {what}"))?;
    if after.torn + after.holes > 0 {
        return Err("what was cut short is not mended".into());
    }
    if lies_twice_or_wrong(&disk.image(), &after) {
        return Err("a completed session lies among the live ones for good".into());
    }
    Ok(recording)
}

fn write_to(store: &Store, session: &Session) -> Answer {
    let id = session.id();
    match session.status().name() {
        // Nobody goes on with a session that ended by itself; what is left to do is to close it.
        StatusName::Active
            if has_ended_by_itself(session.head(), session.derive_last_sign(), store.now()) =>
        {
            told(store.update(id, |session, now| session.close("clean", now)))
        }
        StatusName::Active => told(store.append(id, |_, now| Ok(event("afterwards", now)))),
        StatusName::Parked | StatusName::Completed => told(
            store.update(id, |session, _| session.plan_next(vec![crate::deeds::text("afterwards")], true)),
        ),
    }
}

/// Only the one that was written to has changed, and of it everything is still there.
fn has_grown(recording: &Recording, after: &Belief, id: &SessionId) -> Result<(), String> {
    let before = recording.moments.last().map(|it| &it.all).ok_or("nothing before")?;
    for (other, session) in &before.sessions {
        let Some(now) = after.sessions.get(other) else { return Err(format!("writing lost {other}")) };
        if other != id && now != session {
            return Err(format!("writing to {id} changed {other}"));
        }
        let (then, now) = (session.record(), now.record());
        let kept = now.events.starts_with(&then.events)
            && now.decisions == then.decisions
            && now.commits == then.commits;
        if !kept {
            return Err(format!("writing to {id} lost entries of {other}"));
        }
    }
    if after.sessions.len() != before.sessions.len() || after.unassigned != before.unassigned {
        return Err(format!("writing to {id} made something else"));
    }
    Ok(())
}

/// Doing the deed that was in flight once more, where it has not happened, makes it happen.
///
/// # Errors
/// What came instead.
pub(super) fn retry(
    place: &Place,
    image: &Image,
    (deed, step): (&Deed, Step),
    after: &Moment,
) -> Result<(), String> {
    let disk = place.disk(image);
    let store = place.open_or_make(Arc::new(disk)).map_err(|error| format!("opening: {error}"))?;
    if let Answer::Failed(what) = (deed.run)(&store, step) {
        return Err(format!("done once more: {what}"));
    }
    let seen = look(&store, after.all.sessions.keys())?;
    after.differs(&seen.belief).map_or(Ok(()), |what| Err(format!("done once more: {what}")))
}
