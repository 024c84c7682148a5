//! The register: which repositories of this machine have sessions, so that a look at all of them is possible.
//!
//! Not here: what is in those repositories, and where the user's state folder is. That is handed in at the edge.
//!
//! Where to enter: [`Register`].
//!
//! Invariants: it holds paths and when they were seen last, and nothing else; it is only ever a hint, and whoever cannot write
//! it goes on; it is changed under a lock, and put in place as a whole; what cannot be read, or comes from a newer version, is
//! never written over.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod file;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;
use core_model::Time;
use disk::{Disk as _, Existing, System};

use file::{parse, render};

/// How long the lock is waited for: nobody waits gladly for a hint.
const DEADLINE: Duration = Duration::from_millis(200);

/// How often a repository that is noted already is noted again.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// The largest register that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The most repositories that are noted; those that were seen longest ago are forgotten first.
const MOST: usize = 1000;

/// Why the register cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// What stands in it is no register.
    #[error("{} is no register of repositories: {why}", .path.display())]
    NotARegister {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// A newer version wrote it.
    #[error("{} has format {found}; this version knows format {}", .path.display(), file::FORMAT)]
    FormatTooNew {
        /// The file.
        path: PathBuf,
        /// Its number.
        found: i64,
    },
    /// A path that is not text cannot be noted.
    #[error("{} is not text, and so cannot be noted", .0.display())]
    NotText(PathBuf),
    /// Its lock was not to be had.
    #[error(transparent)]
    Lock(#[from] locking::LockError),
    /// The system did not let us.
    #[error("cannot read or write {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The register of a user.
#[derive(Debug, Clone)]
pub struct Register {
    path: PathBuf,
}

/// The repositories, each with when it was seen last.
pub type Known = BTreeMap<PathBuf, Time>;

impl Register {
    /// The one in this file, whether it is there or not.
    #[must_use]
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// What is noted.
    ///
    /// # Errors
    /// [`RegisterError`] says for each variant.
    pub fn read(&self) -> Result<Known, RegisterError> {
        let file = match System.open(&self.path, disk::Access::Read) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Known::new()),
            file => file.map_err(|error| self.io(error))?,
        };
        let length = file.look().map_err(|error| self.io(error))?.length;
        if length > LARGEST {
            let why = format!("it has {length} bytes; at most {LARGEST} are read");
            return Err(RegisterError::NotARegister { path: self.path.clone(), why });
        }
        let bytes = file.read_at(0, length).map_err(|error| self.io(error))?;
        parse(&self.path, &bytes)
    }

    /// Notes a repository. Within a day of the last time nothing is written.
    ///
    /// # Errors
    /// [`RegisterError`] says for each variant.
    pub fn note(&self, repository: &Path, now: Time) -> Result<(), RegisterError> {
        if repository.to_str().is_none() {
            return Err(RegisterError::NotText(repository.to_owned()));
        }
        let is_recent = |known: &Known| known.get(repository).is_some_and(|seen| (now - *seen).abs() < AGAIN);
        if is_recent(&self.read()?) {
            return Ok(());
        }
        self.change(|known| {
            known.insert(repository.to_owned(), now);
            while known.len() > MOST {
                let oldest = known.iter().min_by_key(|(_, seen)| **seen).map(|(path, _)| path.clone());
                oldest.and_then(|path| known.remove(&path));
            }
        })
    }

    /// Forgets repositories that are gone.
    ///
    /// # Errors
    /// [`RegisterError`] says for each variant.
    pub fn forget(&self, gone: &[PathBuf]) -> Result<(), RegisterError> {
        if gone.is_empty() {
            return Ok(());
        }
        self.change(|known| known.retain(|path, _| !gone.contains(path)))
    }

    fn change(&self, change: impl FnOnce(&mut Known)) -> Result<(), RegisterError> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| self.io(error))?;
        }
        let lock = self.path.with_extension("lock");
        let _held = locking::lock_file("the register of repositories", &lock, DEADLINE)?;
        let mut known = self.read()?;
        change(&mut known);
        disk::write_whole(&System, &self.path, render(&known).as_bytes(), None, Existing::Replace)
            .map_err(|error| self.io(error))
    }

    fn io(&self, source: io::Error) -> RegisterError {
        RegisterError::Io { path: self.path.clone(), source }
    }
}
