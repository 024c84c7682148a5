//! What can be wrong with a file. One enum, whoever finds it.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file is not read, or not in full.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing in it: what a power cut leaves of a file that was not synced.
    #[error("the file is empty")]
    Empty,
    /// Larger than any session is.
    #[error("the file has {bytes} bytes; at most {limit} are read")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// It is not text.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// It is not TOML.
    #[error("the file is not TOML: {0}")]
    NotToml(String),
    /// It is TOML, and not a session.
    #[error("the file is not a session: {0}")]
    NotASession(String),
    /// It is TOML, and not what is kept of a project.
    #[error("the file is not a project: {0}")]
    NotAProject(String),
    /// It should be the record of a change, and is not.
    #[error("the file is not the record of a change: {0}")]
    NotARecord(String),
    /// A newer version wrote it.
    #[error("the file has format {found}; this version writes format {known}")]
    FormatTooNew {
        /// The number in the file.
        found: i64,
        /// The newest that is known here.
        known: i64,
    },
    /// Its name says one session, its text another.
    #[error("the file holds session {0}, which is not what its name says")]
    WrongName(String),
    /// Keys that this version does not know. Writing the file again would lose them.
    #[error("the file has keys that this version does not know: {}", .0.join(", "))]
    UnknownKeys(Vec<String>),
    /// The last append was cut short. What came before it is whole.
    #[error("the last {bytes} bytes are an entry that was cut short")]
    TornTail {
        /// How many bytes are left of it.
        bytes: u64,
    },
    /// Entries were cut short by a power cut, and others behind them were not. What stands around them is whole.
    #[error("{bytes} bytes in it are what a power cut left of entries")]
    Holes {
        /// How many bytes are left of them.
        bytes: u64,
    },
    /// Its marks do not fit: a person or another program has changed it. It is read as it stands.
    #[error("the file was changed by hand or by another program")]
    Edited,
    /// What is to be written is larger than what may be read.
    #[error("the session is full: with this it would have {bytes} bytes, and at most {limit} are taken")]
    Full {
        /// How many bytes it would have.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// It is a symbolic link, a folder or something else that we never make.
    #[error("it is not an ordinary file")]
    NotAFile,
    /// The system did not let us.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A file and what is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", .path.display())]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong.
    pub error: FileError,
}

impl FileError {
    /// Whether there is no such file.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::NotFound)
    }
}

impl Problem {
    pub(crate) fn is_not_found(&self) -> bool {
        self.error.is_not_found()
    }

    /// What is wrong with the file at `path`.
    pub(crate) fn at(path: &Path) -> impl Fn(FileError) -> Self {
        move |error| Self { path: path.to_owned(), error }
    }

    pub(crate) fn new(path: impl Into<PathBuf>, error: impl Into<FileError>) -> Self {
        Self { path: path.into(), error: error.into() }
    }
}
