//! Names that many sessions have are kept once.

use std::collections::HashMap;

use core_model::AuthorKind;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::open::IndexError;

/// What a name is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameOf {
    Project,
    Worktree,
    Branch,
    Tag,
    Author(AuthorKind),
}

impl NameOf {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Project => 0,
            Self::Worktree => 1,
            Self::Branch => 2,
            Self::Tag => 3,
            Self::Author(AuthorKind::Person) => 4,
            Self::Author(AuthorKind::Agent) => 5,
        }
    }
}

/// The names that were met, with their numbers.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<(i64, String), i64>);

impl Names {
    /// The number of a name, which is added where it is new.
    pub(crate) fn number(&mut self, db: &Connection, of: NameOf, text: &str) -> Result<i64, IndexError> {
        let key = (of.number(), text.to_owned());
        if let Some(&number) = self.0.get(&key) {
            return Ok(number);
        }
        let number = match find(db, of, text)? {
            Some(number) => number,
            None => {
                let mut add = db.prepare_cached("INSERT INTO name (kind, text) VALUES (?, ?)")?;
                add.insert(params![of.number(), text])?
            }
        };
        self.0.insert(key, number);
        Ok(number)
    }
}

/// The number of a name. `None`: no session has it.
pub(crate) fn find(db: &Connection, of: NameOf, text: &str) -> Result<Option<i64>, IndexError> {
    let mut find = db.prepare_cached("SELECT number FROM name WHERE kind = ? AND text = ?")?;
    Ok(find.query_row(params![of.number(), text], |row| row.get(0)).optional()?)
}

/// The names of the kinds that every session has one of, by their numbers, with their kinds. They are looked up here rather
/// than by the database, which would look for three of each session.
pub(crate) fn texts(db: &Connection) -> Result<HashMap<i64, (i64, String)>, IndexError> {
    let kinds = [NameOf::Branch, NameOf::Tag].map(NameOf::number);
    let mut all = db.prepare("SELECT number, kind, text FROM name WHERE kind NOT IN (?, ?)")?;
    let texts = all.query_map(kinds, |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(texts.collect::<rusqlite::Result<_>>()?)
}

/// The numbers of the names that pass.
pub(crate) fn passing(
    db: &Connection,
    of: NameOf,
    passes: &dyn Fn(&str) -> bool,
) -> Result<Vec<i64>, IndexError> {
    let mut all = db.prepare_cached("SELECT number, text FROM name WHERE kind = ?")?;
    let mut rows = all.query([of.number()])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        if passes(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
            numbers.push(row.get(0)?);
        }
    }
    Ok(numbers)
}
