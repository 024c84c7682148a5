//! Bringing the index up to date. It costs a look at each folder of the archive, and the reading of what is new.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use core_model::{SessionId, StatusName, Time};
use index::{FILE, Filed, Index, IndexError, Month, Stamp, Writer};
use store::{Cache, Problem, Store};

/// How long a folder must have been left alone before it was read, so that nothing can have come to it since that has the
/// same time. The coarsest file systems count in two seconds.
const SETTLES: Duration = Duration::from_secs(2);

/// How many sessions are read at each look before they are taken in: writing costs more than reading so many.
const FEW: usize = 16;

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
    let all = delta.months.iter().map(|it| it.new.len()).sum();
    let mut done = 0;
    for month in delta.gone_months.drain(..) {
        writer.drop_month(&month)?;
    }
    delta.gone.clear();
    for listed in &mut delta.months {
        for id in listed.outdated.drain(..) {
            writer.drop(&listed.name, &id)?;
        }
        for file in listed.new.drain(..) {
            take(store, &mut writer, &listed.name, &file)?;
            done += 1;
            progress(done, all);
        }
        let settled = !listed.is_odd && is_settled(listed.stamp, now);
        let month = Month { name: listed.name.clone(), stamp: listed.stamp, settled };
        writer.note_month(&month)?;
    }
    Ok((writer.commit()?, delta))
}

/// Puts an empty file in place of the index.
fn remove(cache: &Cache) -> Result<(), RefreshError> {
    index::remove(&cache.folder)
        .map_err(|error| Problem { path: cache.folder.clone(), error: error.into() })?;
    Ok(cache.make(FILE)?)
}

fn take(store: &Store, writer: &mut Writer, month: &str, file: &Filed) -> Result<(), IndexError> {
    match store.read_filed(month, &file.id) {
        Ok(Some(loaded)) if loaded.session.status().name() == StatusName::Completed => {
            writer.take(month, file, &loaded.session, !loaded.problems.is_empty())
        }
        // It does not belong there, or cannot be read: it is looked at each time.
        Ok(Some(_)) | Err(_) => writer.take_unreadable(month, file),
        // The folder has another time now, so it is found to be gone at the next look.
        Ok(None) => Ok(()),
    }
}
