//! Finding the store, making it, and refusing one that is not ours to write.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::SubsecRound as _;
use core_model::{SessionId, Time};
use disk::{Disk, Kind, System};
use locking::{Held, LockError, Stripes};

use crate::change::ChangeError;
use crate::files::{self, Existing};
use crate::layout::Layout;

/// What the store asks for the time. It is asked under the lock, by the store alone.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Time + Send + Sync>);

impl Clock {
    /// A clock that is read with `now`.
    pub fn new(now: impl Fn() -> Time + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time, in milliseconds: what a document keeps.
    #[must_use]
    pub fn now(&self) -> Time {
        (self.0)().trunc_subsecs(3)
    }
}

/// Whoever is told how many of the files of sessions were read, and of how many.
type Watch = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// How long a lock is waited for. By itself, not at all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deadline(pub Duration);

/// The sessions of one repository.
#[derive(Clone)]
pub struct Store {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) layout: Layout,
    pub(crate) clock: Clock,
    stripes: Stripes,
    pub(crate) deadline: Deadline,
    watch: Option<Watch>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("root", &self.root()).finish_non_exhaustive()
    }
}

/// Why a store is not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file lies where a folder of the store belongs.
    #[error("{} is not a folder", .path.display())]
    NotAFolder {
        /// What it is.
        path: PathBuf,
    },
    /// A symbolic link lies there: it could lead out of the repository.
    #[error("{} is a symbolic link", .path.display())]
    SymbolicLink {
        /// The link.
        path: PathBuf,
    },
    /// It belongs to somebody else.
    #[error("{} belongs to another user (user id {owner})", .path.display())]
    ForeignOwner {
        /// The folder.
        path: PathBuf,
        /// The owner's user id.
        owner: u32,
    },
    /// The system did not let us.
    #[error("cannot open the store {}", .path.display())]
    Io {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Store {
    /// Opens the store at `root`. `None`: there is none.
    ///
    /// # Errors
    /// [`OpenError`] where what lies there is not a store that may be written.
    pub fn open(root: &Path, clock: Clock, deadline: Deadline) -> Result<Option<Self>, OpenError> {
        Self::open_on(Arc::new(System), root, clock, deadline)
    }

    /// The same on another disk: how a test sees what becomes of the files.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_on(
        disk: Arc<dyn Disk>,
        root: &Path,
        clock: Clock,
        deadline: Deadline,
    ) -> Result<Option<Self>, OpenError> {
        let layout = Layout::new(root.to_owned());
        match look(&*disk, &layout)? {
            Standing::Nothing => Ok(None),
            Standing::InPart | Standing::Whole => Ok(Some(Self::at(disk, layout, clock, deadline))),
        }
    }

    /// Opens the store at `root`, or makes one, or what is missing of one.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_or_make(root: &Path, clock: Clock, deadline: Deadline) -> Result<Self, OpenError> {
        Self::open_or_make_on(Arc::new(System), root, clock, deadline)
    }

    /// The same on another disk: how a test sees what becomes of the files.
    ///
    /// # Errors
    /// As [`Store::open_or_make`].
    pub fn open_or_make_on(
        disk: Arc<dyn Disk>,
        root: &Path,
        clock: Clock,
        deadline: Deadline,
    ) -> Result<Self, OpenError> {
        let layout = Layout::new(root.to_owned());
        if look(&*disk, &layout)? != Standing::Whole {
            make(&*disk, &layout).map_err(|source| OpenError::Io { path: root.to_owned(), source })?;
            // Somebody else may have put something else there in between.
            look(&*disk, &layout)?;
        }
        Ok(Self::at(disk, layout, clock, deadline))
    }

    fn at(disk: Arc<dyn Disk>, layout: Layout, clock: Clock, deadline: Deadline) -> Self {
        let stripes = Stripes::new(layout.locks());
        Self { disk, layout, clock, stripes, deadline, watch: None }
    }

    /// The same, and whoever looks on is told of each session that is read where all are: how many were, and of how many.
    #[must_use]
    pub fn watched(self, watch: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        Self { watch: Some(Arc::new(watch)), ..self }
    }

    /// The items, each told to whoever looks on as it is taken.
    pub(crate) fn telling<I: ExactSizeIterator>(&self, items: I) -> impl Iterator<Item = I::Item> {
        let of = items.len();
        let watch = self.watch.clone();
        items.enumerate().map(move |(done, item)| {
            if let Some(watch) = &watch {
                watch(done, of);
            }
            item
        })
    }

    /// The folder that it lies in.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.layout.root()
    }

    /// The time, as this store's changes would have it.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Takes the lock of a session. No change of it that somebody began is left unfinished then.
    pub(crate) fn lock(&self, id: &SessionId) -> Result<Vec<Held>, ChangeError> {
        self.lock_several(&[id])
    }

    /// Takes the locks of several sessions, as [`Store::lock`] does for one.
    pub(crate) fn lock_several(&self, ids: &[&SessionId]) -> Result<Vec<Held>, ChangeError> {
        let names: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
        loop {
            let held = self.lock_names(&names)?;
            let unfinished = ids.iter().find_map(|id| self.redo_of(id).transpose());
            match unfinished.transpose().map_err(ChangeError::File)? {
                None => return Ok(held),
                Some(unfinished) => {
                    drop(held);
                    self.finish_redo(&unfinished)?;
                }
            }
        }
    }

    /// Takes the locks of several names, each once and always in the same order, so that nobody waits in a circle.
    pub(crate) fn lock_names(&self, names: &[&str]) -> Result<Vec<Held>, LockError> {
        let mut by_file: Vec<&str> = names.to_vec();
        by_file.sort_by_key(|name| self.stripes.path_of(name));
        by_file.dedup_by_key(|name| self.stripes.path_of(name));
        by_file.into_iter().map(|name| self.lock_name(name)).collect()
    }

    /// Whoever holds this is the only one who looks for an agent's session to begin or to resume it. It is taken before
    /// any other lock.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn lock_launches(&self) -> Result<Held, LockError> {
        locking::lock_file("the launch of an agent", &self.layout.locks().join("launches"), self.deadline.0)
    }

    /// Whoever holds this is the only one who takes a snapshot of the store or puts one back. It is taken before any lock
    /// of a session.
    ///
    /// # Errors
    /// [`LockError`].
    pub fn lock_history(&self) -> Result<Held, LockError> {
        locking::lock_file("the store's history", &self.layout.locks().join("history"), self.deadline.0)
    }

    /// Whoever holds this is the only one who writes what is derived from the sessions.
    pub(crate) fn lock_cache(&self, deadline: Duration) -> Result<Held, LockError> {
        locking::lock_file("what is derived", &self.layout.locks().join("cache"), deadline)
    }

    /// Takes every lock that a name can have, in the order of [`Store::lock_names`]: nobody writes a session then.
    pub(crate) fn lock_all(&self) -> Result<Vec<Held>, LockError> {
        self.stripes.paths().map(|path| locking::lock_file("every session", &path, self.deadline.0)).collect()
    }

    pub(crate) fn lock_name(&self, name: &str) -> Result<Held, LockError> {
        match self.stripes.lock(name, self.deadline.0) {
            Err(LockError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                // Somebody cleaned up. The folders are made anew; if that fails, locking says why.
                let _ = make(&*self.disk, &self.layout);
                self.stripes.lock(name, self.deadline.0)
            }
            other => other,
        }
    }
}

/// How much of a store is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Nothing,
    InPart,
    Whole,
}

fn look(disk: &dyn Disk, layout: &Layout) -> Result<Standing, OpenError> {
    if !check(disk, layout.root())? {
        return Ok(Standing::Nothing);
    }
    let ignore_file = layout.ignore_file();
    let mut whole =
        disk.is_there(&ignore_file).map_err(|source| OpenError::Io { path: ignore_file.clone(), source })?;
    for folder in layout.folders() {
        whole &= check(disk, &folder)?;
    }
    Ok(if whole { Standing::Whole } else { Standing::InPart })
}

fn make(disk: &dyn Disk, layout: &Layout) -> io::Result<()> {
    disk.make_folder(layout.root())?;
    for folder in layout.folders() {
        disk.make_folder(&folder)?;
    }
    disk.sync_folder(layout.root())?;
    layout.root().parent().map_or(Ok(()), |parent| disk.sync_folder(parent))?;
    // It ignores itself, so that nobody has to change a tracked file for it. It comes last: where it is there, all else
    // is, durably, whoever was killed.
    match files::write_whole(disk, &layout.ignore_file(), b"*\n", Existing::Keep) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Whether a folder is there. It must be a folder of our own, and no link that leads elsewhere.
pub(crate) fn check(disk: &dyn Disk, path: &Path) -> Result<bool, OpenError> {
    let seen = disk.look(path).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    let Some(seen) = seen else { return Ok(false) };
    match seen.kind {
        Kind::Folder => {}
        Kind::Link => return Err(OpenError::SymbolicLink { path: path.to_owned() }),
        Kind::File | Kind::Other => return Err(OpenError::NotAFolder { path: path.to_owned() }),
    }
    #[cfg(unix)]
    if let Some(owner) = seen.owner.filter(|&owner| owner != rustix::process::geteuid().as_raw()) {
        return Err(OpenError::ForeignOwner { path: path.to_owned(), owner });
    }
    Ok(true)
}
