//! What the index knows of files: which folders it has read, and which files it found there.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use core_model::SessionId;

use crate::open::{Index, IndexError};

/// When something was written last, by its file system, in nanoseconds since 1970. `None`: it does not say.
pub type Stamp = Option<i64>;

/// A folder of completed sessions, as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its name.
    pub name: String,
    /// When it was written last, as it was before it was read.
    pub stamp: Stamp,
    /// Whether it was written long enough before it was read. Of another it is not certain that all was seen.
    pub settled: bool,
}

/// The file of a session, as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The session.
    pub id: SessionId,
    /// The size of the file.
    pub bytes: u64,
    /// When it was written last.
    pub stamp: Stamp,
}

impl Filed {
    /// The stamp of a time.
    #[must_use]
    pub fn stamp_of(written: Option<SystemTime>) -> Stamp {
        let at = written?;
        match at.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok(),
            Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|it| -it),
        }
    }
}

impl Index {
    /// The folders that it has read.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn months(&self) -> Result<Vec<Month>, IndexError> {
        let mut all = self.db.prepare_cached("SELECT name, stamp, settled FROM month")?;
        let months = all
            .query_map([], |row| Ok(Month { name: row.get(0)?, stamp: row.get(1)?, settled: row.get(2)? }))?;
        Ok(months.collect::<Result<_, _>>()?)
    }

    /// The files that it found in a folder.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn files(&self, month: &str) -> Result<HashMap<SessionId, Filed>, IndexError> {
        let mut all = self.db.prepare_cached(
            "SELECT id, bytes, stamp FROM session WHERE month = (SELECT number FROM month WHERE name = ?)",
        )?;
        let mut rows = all.query([month])?;
        let mut files = HashMap::new();
        while let Some(row) = rows.next()? {
            let id = parse_id(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            files.insert(
                id.clone(),
                Filed { id, bytes: row.get::<_, i64>(1)?.unsigned_abs(), stamp: row.get(2)? },
            );
        }
        Ok(files)
    }

    /// The files in which something is not as it should be, with the folder of each, and whether the session in it was
    /// taken in all the same.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn remarked(&self) -> Result<Vec<(String, SessionId, bool)>, IndexError> {
        let mut all = self.db.prepare_cached(
            "SELECT month.name, id, started_at IS NOT NULL FROM session INDEXED BY session_remarked \
             JOIN month ON month.number = month WHERE remarked",
        )?;
        let mut rows = all.query([])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            let id = parse_id(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
            files.push((row.get(0)?, id, row.get(2)?));
        }
        Ok(files)
    }
}

pub(crate) fn parse_id(text: &str) -> Result<SessionId, IndexError> {
    text.parse().map_err(|error| {
        let kind = rusqlite::types::Type::Text;
        IndexError::Damaged(rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error)))
    })
}
