//! Bringing the index up to date: taking sessions in, letting go of them. Nothing of it is seen before [`Writer::commit`].

use std::collections::HashMap;
use std::path::Path;

use core_model::SessionId;
use rusqlite::{OptionalExtension as _, params};

use crate::known::{Filed, Month, Stamp};
use crate::names::{NameOf, Names};
use crate::open::{Index, IndexError};
use crate::prepared::Prepared;
use crate::short::millis;

/// The index, to be changed.
#[derive(Debug)]
pub struct Writer {
    index: Index,
    names: Names,
    months: HashMap<String, i64>,
}

impl Writer {
    /// Opens the index in this folder to write, in a file that is there and may be empty. Whoever opens it holds the lock of
    /// that folder.
    ///
    /// # Errors
    /// [`IndexError`]; where that [wants another](IndexError::wants_another), it is to be removed first.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let index = Index::open_to_write(folder)?;
        // Where a power cut takes what was written last, SQLite finds out; so it need not wait for the disk more than once.
        index.db.pragma_update(None, "synchronous", "NORMAL")?;
        index.db.pragma_update(None, "cache_size", -16 * 1024)?;
        Self::begin(index)
    }

    pub(crate) fn begin(index: Index) -> Result<Self, IndexError> {
        index.db.set_prepared_statement_cache_capacity(64);
        // What is asked already stays of one moment, and begins to be written with the first change.
        if index.db.is_autocommit() {
            index.db.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(Self { index, names: Names::default(), months: HashMap::new() })
    }

    /// What it says by now.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Makes the changes seen. The index as it is by now is the answer.
    ///
    /// # Errors
    /// [`IndexError`]; then nothing was changed.
    pub fn commit(self) -> Result<Index, IndexError> {
        self.index.db.execute_batch("COMMIT; BEGIN")?;
        Ok(self.index)
    }

    /// Takes the changes back. `None`: it may not be what it was.
    pub(crate) fn give_up(self) -> Option<Index> {
        self.index.db.execute_batch("ROLLBACK").ok()?;
        Some(self.index)
    }

    /// Notes that all that is in a folder was taken in, and that it was so before it was read.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn note_month(&mut self, month: &Month) -> Result<(), IndexError> {
        let number = self.month(&month.name)?;
        let mut note = self.index.db.prepare_cached(
            "UPDATE month SET stamp = ?1, settled = ?2, taken = \
             (SELECT count(*) FROM session WHERE month = ?3 AND started_at IS NOT NULL) WHERE number = ?3",
        )?;
        note.execute(params![month.stamp, month.settled, number])?;
        Ok(())
    }

    /// Lets go of a folder and of all that was in it.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn drop_month(&mut self, name: &str) -> Result<(), IndexError> {
        for id in self.index.files(name)?.into_keys() {
            self.drop(name, &id)?;
        }
        self.index.db.prepare_cached("DELETE FROM month WHERE name = ?")?.execute([name])?;
        self.months.remove(name);
        Ok(())
    }

    /// Takes in a session that is completed. What its file was before is let go of by then. `remarked`: something is not as it
    /// should be in the file.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn take(
        &mut self,
        month: &str,
        file: &Filed,
        session: &Prepared,
        remarked: bool,
    ) -> Result<(), IndexError> {
        let month = self.month(month)?;
        let Prepared { short, rest, marks, shas, said } = session;
        let (db, names) = (&self.index.db, &mut self.names);
        let project = names.number(db, NameOf::Project, &short.project)?;
        let worktree = names.number(db, NameOf::Worktree, &short.worktree)?;
        let author = names.number(db, NameOf::Author(short.author_kind), &short.author)?;
        let mut add = db.prepare_cached(
            "INSERT INTO session (id, month, bytes, stamp, remarked, started_at, last_sign, project, worktree, \
             author, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        let number = add.insert(params![
            file.id.as_str(),
            month,
            file.bytes as i64,
            file.stamp,
            remarked,
            millis(short.started_at),
            millis(short.last_sign),
            project,
            worktree,
            author,
            short.parent.as_ref().map(SessionId::as_str),
        ])?;
        db.prepare_cached("INSERT INTO short (session, rest) VALUES (?, ?)")?
            .execute(params![number, rest])?;
        let mut mark = db.prepare_cached("INSERT INTO mark (name, session) VALUES (?, ?)")?;
        for (of, text) in marks {
            mark.execute(params![names.number(db, *of, text)?, number])?;
        }
        let mut made = db.prepare_cached("INSERT INTO made (sha, session) VALUES (?, ?)")?;
        for sha in shas {
            made.execute(params![sha, number])?;
        }
        let [intent, decided, told, commits, paths] = said;
        db.prepare_cached(
            "INSERT INTO said (rowid, intent, decided, told, commits, paths) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![number, intent, decided, told, commits, paths])?;
        Ok(())
    }

    /// Notes a file that cannot be read. What it was before is let go of by then.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn take_unreadable(&mut self, month: &str, file: &Filed) -> Result<(), IndexError> {
        let month = self.month(month)?;
        let mut add = self.index.db.prepare_cached(
            "INSERT INTO session (id, month, bytes, stamp, remarked) VALUES (?, ?, ?, ?, TRUE)",
        )?;
        add.execute(params![file.id.as_str(), month, file.bytes as i64, file.stamp])?;
        Ok(())
    }

    /// Lets go of a session. Of one that is not there, nothing.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn drop(&mut self, month: &str, id: &SessionId) -> Result<(), IndexError> {
        let db = &self.index.db;
        let mut find = db.prepare_cached(
            "SELECT session.number FROM session JOIN month ON month.number = month WHERE id = ? AND name = ?",
        )?;
        let Some(number) = find.query_row([id.as_str(), month], |row| row.get::<_, i64>(0)).optional()?
        else {
            return Ok(());
        };
        for delete in [
            "DELETE FROM session WHERE number = ?",
            "DELETE FROM short WHERE session = ?",
            "DELETE FROM mark WHERE session = ?",
            "DELETE FROM made WHERE session = ?",
            "DELETE FROM said WHERE rowid = ?",
        ] {
            db.prepare_cached(delete)?.execute([number])?;
        }
        Ok(())
    }

    fn month(&mut self, name: &str) -> Result<i64, IndexError> {
        if let Some(&number) = self.months.get(name) {
            return Ok(number);
        }
        let db = &self.index.db;
        let mut find = db.prepare_cached("SELECT number FROM month WHERE name = ?")?;
        let number = match find.query_row([name], |row| row.get(0)).optional()? {
            Some(number) => number,
            None => {
                let stamp: Stamp = None;
                let mut add = db.prepare_cached(
                    "INSERT INTO month (name, stamp, settled, taken) VALUES (?, ?, FALSE, 0)",
                )?;
                add.insert(params![name, stamp])?
            }
        };
        self.months.insert(name.to_owned(), number);
        Ok(number)
    }
}
