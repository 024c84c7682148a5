//! Opening the database, and refusing one that is not ours.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

/// Its name, in the folder of what is derived.
pub const FILE: &str = "index.sqlite";

/// What SQLite puts beside it while it writes.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The version of the tables. One of another version is made anew.
const VERSION: i32 = 2;

/// How long somebody who writes is waited for. Whoever has not got the index reads the files.
const PATIENCE: Duration = Duration::from_millis(50);

const TABLES: &str = include_str!("tables.sql");

/// The index, to be asked.
#[derive(Debug)]
pub struct Index {
    pub(crate) db: Connection,
}

/// Why the index does not answer. None of it matters to whoever can read the files.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is none yet.
    #[error("there is no index")]
    Missing,
    /// Another version of the program made it.
    #[error("the index has version {found}; this program makes version {VERSION}")]
    Version {
        /// The version.
        found: i32,
    },
    /// It is damaged, or no database.
    #[error("the index is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// Somebody has changed it since it was asked first.
    #[error("the index was changed meanwhile")]
    Changed,
    /// Somebody else has it, it may not be written, or the system did not let us.
    #[error("the index cannot be used")]
    Unusable(#[source] rusqlite::Error),
}

impl IndexError {
    /// Whether it is to be made anew.
    #[must_use]
    pub fn wants_another(&self) -> bool {
        match self {
            Self::Missing | Self::Version { .. } | Self::Damaged(_) => true,
            Self::Changed | Self::Unusable(_) => false,
        }
    }
}

impl From<rusqlite::Error> for IndexError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error),
            // Tables that are not there, values of another kind: somebody else's database under this name.
            Some(ErrorCode::Unknown | ErrorCode::TypeMismatch | ErrorCode::ConstraintViolation) => {
                Self::Damaged(error)
            }
            Some(_) => Self::Unusable(error),
            // What is in it cannot be understood.
            None => Self::Damaged(error),
        }
    }
}

impl Index {
    /// Opens the index in this folder, to ask it. Until [`Index::let_go`] all answers are of one moment, and nobody can change
    /// it.
    ///
    /// # Errors
    /// [`IndexError`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(FILE);
        if !path.is_file() {
            return Err(IndexError::Missing);
        }
        // Another process may have been killed while it wrote: only who may write can put that right.
        let db = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .or_else(|_| connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY))?;
        db.execute_batch("BEGIN")?;
        match version(&db)? {
            VERSION => Ok(Self { db }),
            0 => Err(IndexError::Missing),
            found => Err(IndexError::Version { found }),
        }
    }

    /// An empty one in a file that is gone when it is closed, and stays in memory while it is small.
    pub(crate) fn of_nobody() -> Result<Self, IndexError> {
        let db = Connection::open("")?;
        prepare(&db)?;
        db.execute_batch(TABLES)?;
        Ok(Self { db })
    }

    /// Says that what is asked from now on need not be of one moment: others may change it.
    pub fn let_go(&self) {
        if !self.db.is_autocommit() {
            // Nothing was written, so nothing can be lost.
            let _ = self.db.execute_batch("ROLLBACK");
        }
    }

    /// Which state it is in: another number where somebody else has changed it since.
    pub(crate) fn moment(&self) -> Result<i64, IndexError> {
        Ok(self.db.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Waits until nobody else writes it, and lets nobody, as long as it is in the state of `moment`.
    pub(crate) fn hold(&self, moment: i64, patience: Duration) -> Result<(), IndexError> {
        self.db.busy_timeout(patience)?;
        let held = self.db.execute_batch("BEGIN IMMEDIATE");
        self.db.busy_timeout(PATIENCE)?;
        held?;
        if self.moment()? == moment { Ok(()) } else { Err(IndexError::Changed) }
    }

    /// Opens it to write, and makes its tables where it has none. The file must be there; it may be empty.
    pub(crate) fn open_to_write(folder: &Path) -> Result<Self, IndexError> {
        let db = connect(&folder.join(FILE), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        match version(&db)? {
            VERSION => {}
            0 => {
                db.execute_batch(TABLES)?;
                db.pragma_update(None, "user_version", VERSION)?;
            }
            found => return Err(IndexError::Version { found }),
        }
        Ok(Self { db })
    }
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, IndexError> {
    let db = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    prepare(&db)?;
    Ok(db)
}

fn prepare(db: &Connection) -> Result<(), IndexError> {
    db.busy_timeout(PATIENCE)?;
    Ok(rusqlite::vtab::array::load_module(db)?)
}

fn version(db: &Connection) -> Result<i32, IndexError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Removes the index and what lies beside it. Whoever asks it just now goes on asking the one that is gone.
///
/// # Errors
/// What the system says.
pub fn remove(folder: &Path) -> std::io::Result<()> {
    // What was begun in a database that is gone is not finished in the next one: SQLite knows it by the empty file.
    let names = std::iter::once(FILE.to_owned()).chain(BESIDE.map(|end| format!("{FILE}{end}")));
    for name in names {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
