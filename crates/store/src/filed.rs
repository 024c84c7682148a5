//! The archive, folder by folder: what an index of it needs to find what is new without reading what is old.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use core_model::SessionId;
use disk::{Access, Disk, Kind};
use locking::LockError;

use crate::files;
use crate::open::{OpenError, Store, check};
use crate::pending::Pending;
use crate::problem::{FileError, Problem};
use crate::read::Loaded;

/// The folder of what is derived from the sessions and may go at any time.
pub(crate) const CACHE: &str = "cache";

/// A file in it that is written to learn what time it is there.
const CLOCK: &str = "clock";

/// How long somebody else is waited for. Whoever has not got what is derived reads the sessions.
const PATIENCE: Duration = Duration::from_millis(100);

/// A folder of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its name.
    pub name: String,
    /// When a file came to it or went last. `None`: the system does not say.
    pub written: Option<SystemTime>,
}

/// The file of a session in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The session, by the file's name.
    pub id: SessionId,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was written last. `None`: the system does not say.
    pub written: Option<SystemTime>,
}

/// What is derived, to be written: nobody else writes it meanwhile.
#[derive(Debug)]
pub struct Cache {
    /// The folder.
    pub folder: PathBuf,
    /// The time by the file system that holds it.
    pub now: Option<SystemTime>,
    disk: Arc<dyn Disk>,
    _lock: locking::Held,
}

impl Store {
    /// The folders of the archive. Each of them has another time as soon as a file comes to it, or goes: files get there by
    /// being renamed.
    ///
    /// # Errors
    /// [`Problem`] where they cannot be listed.
    pub fn months(&self) -> Result<Vec<Month>, Problem> {
        let mut problems = Vec::new();
        let archive = self.layout.archive();
        let mut months = Vec::new();
        for path in self.entries(&archive, &mut problems) {
            let seen = self.disk.look(&path).map_err(|error| Problem::new(&path, error))?;
            let Some(seen) = seen.filter(|seen| seen.kind == Kind::Folder) else { continue };
            // A name that is no text is none of ours, and cannot be kept.
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                let error = FileError::NotASession("its folder's name is no text".to_owned());
                return Err(Problem { path, error });
            };
            months.push(Month { name: name.to_owned(), written: seen.modified });
        }
        months.sort_by(|a, b| a.name.cmp(&b.name));
        problems.into_iter().next().map_or(Ok(months), Err)
    }

    /// The files of sessions in a folder of the archive, and what else lies there that looks like one.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be listed.
    pub fn list_month(&self, month: &str) -> Result<(Vec<Filed>, Vec<Problem>), Problem> {
        let folder = self.layout.archive().join(month);
        let (mut listed, mut problems) = (Default::default(), Vec::new());
        self.list_folder(&folder, &mut listed, &mut problems);
        if let Some(at) = problems.iter().position(|problem| matches!(problem.error, FileError::Io(_))) {
            return Err(problems.swap_remove(at));
        }
        let mut files = Vec::new();
        for (id, path) in listed {
            match self.disk.look(&path) {
                Ok(Some(seen)) => files.push(Filed { id, bytes: seen.length, written: seen.modified }),
                // Somebody took it away since it was listed.
                Ok(None) => {}
                Err(error) => return Err(Problem::new(path, error)),
            }
        }
        Ok((files, problems))
    }

    /// Reads a session of the archive. `None`: its file is there no more.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be read.
    pub fn read_filed(&self, month: &str, id: &SessionId) -> Result<Option<Loaded>, Problem> {
        let path = self.layout.archive().join(month).join(format!("{id}.toml"));
        match self.load(id, &path, &Pending::default()) {
            Err(problem) if problem.is_not_found() => Ok(None),
            loaded => loaded.map(Some),
        }
    }

    /// The folder of what is derived. `None`: there is none.
    ///
    /// # Errors
    /// [`OpenError`] where what lies there is not ours.
    pub fn cache(&self) -> Result<Option<PathBuf>, OpenError> {
        let folder = self.root().join(CACHE);
        Ok(check(&*self.disk, &folder)?.then_some(folder))
    }

    /// The same to write there, made where it is missing. `None`: somebody else is at it.
    ///
    /// # Errors
    /// What stands in the way: a folder that is not ours or may not be written.
    pub fn cache_to_write(&self) -> Result<Option<Cache>, Problem> {
        let folder = self.root().join(CACHE);
        let failed = |error: std::io::Error| Problem::new(&folder, error);
        if !check(&*self.disk, &folder).map_err(|error| failed(std::io::Error::other(error)))? {
            self.disk.make_folder(&folder).map_err(failed)?;
        }
        let lock = match self.lock_cache(PATIENCE) {
            Ok(held) => held,
            Err(LockError::Timeout { .. }) => return Ok(None),
            Err(error) => return Err(failed(std::io::Error::other(error))),
        };
        // Whoever writes learns what time it is there: the clock of another machine may be another.
        let path = folder.join(CLOCK);
        let clock = files::open(&*self.disk, &path, Access::WriteOrMake).map_err(Problem::at(&path))?;
        clock.write_over(0, b".").map_err(failed)?;
        let now = clock.look().map_err(failed)?.modified;
        Ok(Some(Cache { folder, now, disk: Arc::clone(&self.disk), _lock: lock }))
    }
}

impl Cache {
    /// Makes an empty file where there is none of this name, for its owner alone.
    ///
    /// # Errors
    /// [`Problem`]; something else than a file may lie there.
    pub fn make(&self, name: &str) -> Result<(), Problem> {
        let path = self.folder.join(name);
        files::open(&*self.disk, &path, Access::WriteOrMake).map(drop).map_err(Problem::at(&path))
    }
}
