//! Bringing the index up to date: taking sessions in, letting go of them. Nothing of it is seen before [`Writer::commit`].

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use core_model::{Digest, Session, SessionId};
use rusqlite::{OptionalExtension as _, params};

use crate::known::{Filed, Month, Stamp};
use crate::names::{NameOf, Names};
use crate::open::{Index, IndexError};
use crate::said::columns_of;
use crate::short::{encode, millis};

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

    /// Takes in a session that is completed, in place of what its file was before. `remarked`: something is not as it should
    /// be in the file.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn take(
        &mut self,
        month: &str,
        file: &Filed,
        session: &Session,
        remarked: bool,
    ) -> Result<(), IndexError> {
        self.drop(month, &file.id)?;
        let month = self.month(month)?;
        let digest = Digest::of(session);
        let (db, names) = (&self.index.db, &mut self.names);
        let project = names.number(db, NameOf::Project, &digest.project)?;
        let worktree = names.number(db, NameOf::Worktree, &digest.worktree)?;
        let author = names.number(db, NameOf::Author(digest.author_kind), &digest.author)?;
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
            millis(digest.started_at),
            millis(digest.last_sign),
            project,
            worktree,
            author,
            digest.parent.as_ref().map(SessionId::as_str),
        ])?;
        drop(add);
        db.prepare_cached("INSERT INTO short (session, rest) VALUES (?, ?)")?
            .execute(params![number, encode(&digest)?])?;
        self.take_marks(number, session)?;
        self.take_said(number, session)
    }

    fn take_marks(&mut self, number: i64, session: &Session) -> Result<(), IndexError> {
        let (db, names, opening) = (&self.index.db, &mut self.names, session.opening());
        let commits = &session.record().commits;
        let made_on = commits.iter().filter_map(|commit| commit.facts.branch.as_deref());
        let branches = opening.branch.as_deref().into_iter().chain(made_on);
        let tags = opening.tags.iter().map(|tag| (NameOf::Tag, tag.as_str()));
        let marks: BTreeSet<(i64, &str)> =
            branches.map(|it| (NameOf::Branch, it)).chain(tags).map(|(of, it)| (of.number(), it)).collect();
        let mut mark = db.prepare_cached("INSERT OR IGNORE INTO mark (name, session) VALUES (?, ?)")?;
        for (of, text) in marks {
            let of = if of == NameOf::Tag.number() { NameOf::Tag } else { NameOf::Branch };
            mark.execute(params![names.number(db, of, text)?, number])?;
        }
        let shas: BTreeSet<&str> = commits
            .iter()
            .flat_map(|commit| std::iter::once(&commit.facts.sha).chain(&commit.replaces))
            .map(String::as_str)
            .collect();
        let mut made = db.prepare_cached("INSERT OR IGNORE INTO made (sha, session) VALUES (?, ?)")?;
        for sha in shas {
            made.execute(params![bytes_of(sha), number])?;
        }
        Ok(())
    }

    fn take_said(&self, number: i64, session: &Session) -> Result<(), IndexError> {
        let [intent, decided, said, commits, paths] = columns_of(session);
        let mut add = self.index.db.prepare_cached(
            "INSERT INTO said (rowid, intent, decided, told, commits, paths) VALUES (?, ?, ?, ?, ?, ?)",
        )?;
        add.execute(params![number, intent, decided, said, commits, paths])?;
        Ok(())
    }

    /// Notes a file that cannot be read, in place of what it was before.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn take_unreadable(&mut self, month: &str, file: &Filed) -> Result<(), IndexError> {
        self.drop(month, &file.id)?;
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

/// The id of a commit as bytes; what is none, as it stands.
pub(crate) fn bytes_of(sha: &str) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let pair = |pair: &[u8]| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?);
    let is_ours = matches!(sha.len(), 40 | 64) && !sha.bytes().any(|b| b.is_ascii_uppercase());
    let bytes = is_ours.then(|| sha.as_bytes().chunks(2).map(pair).collect::<Option<Vec<u8>>>());
    bytes.flatten().unwrap_or_else(|| sha.as_bytes().to_vec())
}
