//! Bringing the index up to date. It costs a look at each folder of the archive, and the reading of what is new.

use std::collections::HashMap;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime};

use core_model::{SessionId, StatusName, Time};
use index::{FILE, Filed, Index, IndexError, Month, Prepared, Stamp, Writer};
use store::{Cache, Problem, Store};

/// How long a folder must have been left alone before it was read, so that nothing can have come to it since that has the
/// same time. The coarsest file systems count in two seconds.
const SETTLES: Duration = Duration::from_secs(2);

/// How many sessions are read at each look before they are taken in: writing costs more than reading so many.
const FEW: usize = 16;

/// How many sessions are read before one of them is taken in: enough that nobody waits, and few enough to be held.
const AHEAD: usize = 64;

/// How large a folder is listed at each look before it is noted as settled, once it is.
const SMALL: usize = 64;

/// How the archive differs from what the index knows.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    /// The folders that were written since they were read, or may have been.
    pub(crate) months: Vec<Listed>,
    /// What was in folders that are gone.
    pub(crate) gone: Vec<SessionId>,
    gone_months: Vec<String>,
    /// What could not be listed, or is no session.
    pub(crate) problems: Vec<Problem>,
}

/// A folder that was listed.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    /// When it was written last, before it was listed.
    stamp: Stamp,
    files: usize,
    /// Whether something lies there that is no session's file, or the folder could not be listed: it is looked at each time.
    is_odd: bool,
    /// Files that are not known as they are.
    pub(crate) new: Vec<Filed>,
    /// Sessions that are known as they are no more.
    pub(crate) outdated: Vec<SessionId>,
}

/// Why the index was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RefreshError {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    File(#[from] Problem),
    #[error("somebody else is at it")]
    Busy,
    #[error("nobody can read meanwhile")]
    NoThread(#[source] std::io::Error),
}

/// Compares the archive with what the index knows. Of no index, nothing is known.
pub(crate) fn look(store: &Store, index: Option<&Index>) -> Result<Delta, IndexError> {
    let mut delta = Delta::default();
    let mut known: HashMap<String, Month> = match index {
        Some(index) => index.months()?.into_iter().map(|month| (month.name.clone(), month)).collect(),
        None => HashMap::new(),
    };
    let months = store.months().unwrap_or_else(|problem| {
        delta.problems.push(problem);
        Vec::new()
    });
    for month in months {
        let stamp = Filed::stamp_of(month.written);
        let before = known.remove(&month.name);
        if before.as_ref().is_some_and(|it| it.settled && it.stamp.is_some() && it.stamp == stamp) {
            continue;
        }
        let files = match index {
            Some(index) if before.is_some() => index.files(&month.name)?,
            Some(_) | None => HashMap::new(),
        };
        delta.months.push(list(store, &month.name, stamp, files, &mut delta.problems));
    }
    for (name, _) in known {
        let files = index.map(|index| index.files(&name)).transpose()?.unwrap_or_default();
        delta.gone.extend(files.into_keys());
        delta.gone_months.push(name);
    }
    Ok(delta)
}

fn list(
    store: &Store,
    month: &str,
    stamp: Stamp,
    mut known: HashMap<SessionId, Filed>,
    problems: &mut Vec<Problem>,
) -> Listed {
    let mut listed = Listed {
        name: month.to_owned(),
        stamp,
        files: 0,
        is_odd: false,
        new: Vec::new(),
        outdated: Vec::new(),
    };
    match store.list_month(month) {
        Ok((files, odd)) => {
            listed.files = files.len();
            listed.is_odd = !odd.is_empty();
            problems.extend(odd);
            for file in files {
                let file = Filed { id: file.id, bytes: file.bytes, stamp: Filed::stamp_of(file.written) };
                match known.remove(&file.id) {
                    Some(before) if before == file => {}
                    before => {
                        listed.outdated.extend(before.map(|it| it.id));
                        listed.new.push(file);
                    }
                }
            }
            listed.outdated.extend(known.into_keys());
        }
        Err(problem) => {
            listed.is_odd = true;
            problems.push(problem);
        }
    }
    listed
}

/// Whether what is new should be written down, rather than read each time.
pub(crate) fn is_worth_writing(delta: &Delta, has_index: bool, now: Time) -> bool {
    let new: usize = delta.months.iter().map(|it| it.new.len() + it.outdated.len()).sum();
    let now = Filed::stamp_of(Some(SystemTime::from(now)));
    // A folder that is being written to just now is listed again anyway.
    let settles = |it: &&Listed| !it.is_odd && is_settled(it.stamp, now);
    new + delta.gone.len() >= FEW
        || has_index && delta.months.iter().filter(|it| it.files >= SMALL).any(|it| settles(&it))
}

fn is_settled(stamp: Stamp, now: Stamp) -> bool {
    let long = i64::try_from(SETTLES.as_nanos()).unwrap_or(i64::MAX);
    matches!((stamp, now), (Some(stamp), Some(now)) if now.saturating_sub(stamp) > long)
}

/// Takes in what is new; everything, where the index is `damaged`. The index as it is then is the answer, and what is not in
/// it.
pub(crate) fn write(
    store: &Store,
    damaged: bool,
    progress: &dyn Fn(usize, usize),
) -> Result<(Index, Delta), RefreshError> {
    let cache = store.cache_to_write()?.ok_or(RefreshError::Busy)?;
    cache.make(FILE)?;
    if damaged {
        remove(&cache)?;
    }
    let mut writer = match Writer::open(&cache.folder) {
        Err(error) if error.wants_another() => {
            remove(&cache)?;
            Writer::open(&cache.folder)?
        }
        opened => opened?,
    };
    let mut delta = look(store, Some(writer.index()))?;
    let now = Filed::stamp_of(cache.now);
    for month in delta.gone_months.drain(..) {
        writer.drop_month(&month)?;
    }
    delta.gone.clear();
    take_all(store, &mut writer, &delta.months, progress)?;
    for listed in &mut delta.months {
        (listed.new, listed.outdated) = (Vec::new(), Vec::new());
        let settled = !listed.is_odd && is_settled(listed.stamp, now);
        let month = Month { name: listed.name.clone(), stamp: listed.stamp, settled };
        writer.note_month(&month)?;
    }
    Ok((writer.commit()?, delta))
}

/// Takes in what is new, and lets go of what is outdated. One thread reads, since that takes about as long as the rest.
fn take_all(
    store: &Store,
    writer: &mut Writer,
    months: &[Listed],
    progress: &dyn Fn(usize, usize),
) -> Result<(), RefreshError> {
    for listed in months {
        for id in &listed.outdated {
            writer.drop(&listed.name, id)?;
        }
    }
    let new = || months.iter().flat_map(|listed| listed.new.iter().map(|file| (&*listed.name, file)));
    let all = new().count();
    thread::scope(|scope| {
        let (hand, handed) = mpsc::sync_channel(AHEAD);
        let read = move || {
            for (month, file) in new() {
                // Nobody takes it where something went wrong.
                let Ok(()) = hand.send((month, file, read(store, month, file))) else { break };
            }
        };
        thread::Builder::new().spawn_scoped(scope, read).map_err(RefreshError::NoThread)?;
        for (done, (month, file, read)) in handed.into_iter().enumerate() {
            match read? {
                Read::Session(session, remarked) => writer.take(month, file, &session, remarked)?,
                Read::Unreadable => writer.take_unreadable(month, file)?,
                Read::Gone => {}
            }
            progress(done + 1, all);
        }
        Ok(())
    })
}

/// Puts an empty file in place of the index.
fn remove(cache: &Cache) -> Result<(), RefreshError> {
    index::remove(&cache.folder)
        .map_err(|error| Problem { path: cache.folder.clone(), error: error.into() })?;
    Ok(cache.make(FILE)?)
}

/// What there is in a file.
enum Read {
    /// A session that is completed, and whether something is not as it should be.
    Session(Box<Prepared>, bool),
    /// What does not belong there or cannot be read: it is looked at each time.
    Unreadable,
    /// Nothing any more. The folder has another time now, so that is found at the next look.
    Gone,
}

fn read(store: &Store, month: &str, file: &Filed) -> Result<Read, IndexError> {
    Ok(match store.read_filed(month, &file.id) {
        Ok(Some(loaded)) if loaded.session.status().name() == StatusName::Completed => {
            Read::Session(Box::new(Prepared::of(&loaded.session)?), !loaded.problems.is_empty())
        }
        Ok(Some(_)) | Err(_) => Read::Unreadable,
        Ok(None) => Read::Gone,
    })
}
