//! Where a use case works: the repository, its store, and what the edge hands in.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use config::{Loaded, Settings, Sources};
use core_model::attribution::Conversation;
use core_model::care::Holder;
use core_model::{Owner, Time};
use git::Repo;
use processes::Ancestor;
use store::{Clock, Deadline, FindError, Store};

use crate::error::{AppError, chain};
use crate::history::Restored;
use crate::meter::Meter;
use crate::redact::TakenOut;

/// What only the edge may read: handed in once, so that everything below is the same on every run.
#[derive(Clone)]
pub struct Edge {
    /// The folder that the caller stands in.
    pub cwd: PathBuf,
    /// git's own variables.
    pub git: git::Environment,
    /// The session that was named in the environment, as it stands there. `None`: none was.
    pub session: Option<String>,
    /// The conversations that agents named in the environment.
    pub conversations: Vec<Conversation>,
    /// What it knows of the settings.
    pub settings: Sources,
    /// The user's register of repositories, whether it is there or not. `None`: the system does not say where it would be.
    pub register: Option<PathBuf>,
    /// The name of whoever works, as it stands in git's environment. `None`: git's settings say it.
    pub author_name: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// Fresh random bits for an id.
    pub random: Arc<dyn Fn() -> io::Result<u64> + Send + Sync>,
    /// The path of the program that hooks are made from.
    pub hook_program: fn() -> io::Result<PathBuf>,
    /// The processes of this machine.
    pub processes: Processes,
    /// Where use cases say how far they are.
    pub meter: Meter,
}

/// How the processes of this machine are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Processes {
    /// Those above this one, the nearest first.
    pub ancestors: fn() -> Vec<Ancestor>,
    /// The numbers of those above this one, the nearest first.
    pub above: fn() -> Vec<u32>,
    /// The command line of the git that runs this. `None`: none does, or the system does not say.
    pub git_above: fn() -> Option<Vec<String>>,
    /// The one of a number. `None`: there is none.
    pub process: fn(u32) -> Option<Owner>,
    /// Whether one that was noted is still there.
    pub holder: fn(&Owner) -> Holder,
}

/// A repository and its store, as seen from one worktree.
pub struct Workspace {
    pub(crate) edge: Edge,
    pub(crate) repo: Repo,
    settings: Loaded,
    pub(crate) taken_out: TakenOut,
    restored: Result<Option<Restored>, String>,
}

impl Workspace {
    /// Finds the repository around the caller, and reads its settings. Where the store is gone, or older than its last
    /// snapshot, it is put back: see [`Workspace::restored`].
    ///
    /// # Errors
    /// [`AppError::Discover`] outside a repository, [`AppError::Tracked`] where the store's folder is part of the
    /// current commit, [`AppError::Open`] where it is not one that may be written.
    pub fn open(edge: Edge) -> Result<Self, AppError> {
        let mut workspace = Self::look(edge)?;
        workspace.restored = workspace.restore_if_lost().map_err(|error| chain(&error));
        if let Ok(Some(_)) = workspace.restored {
            workspace.settings =
                Loaded::read(&workspace.edge.settings, Some(&settings_path(&workspace.repo)));
        }
        Ok(workspace)
    }

    /// The same, and nothing is put back.
    ///
    /// # Errors
    /// As of [`Workspace::open`].
    pub(crate) fn look(edge: Edge) -> Result<Self, AppError> {
        let repo = git::discover(&edge.cwd, &edge.git)?;
        if repo.store_is_tracked_in_head(store::FOLDER, None)? {
            return Err(AppError::Tracked { path: repo.store_dir() });
        }
        // Before its settings are read, so that nothing is read through a link.
        Store::open(&repo.store_dir(), edge.clock.clone(), Deadline(Duration::ZERO))?;
        let settings = Loaded::read(&edge.settings, Some(&settings_path(&repo)));
        Ok(Self { edge, repo, settings, taken_out: TakenOut::default(), restored: Ok(None) })
    }

    /// What was lost of the store and is there again since this command began. `None`: nothing was lost.
    ///
    /// # Errors
    /// Why it cannot be said, or could not be put back.
    pub fn restored(&self) -> Result<Option<&Restored>, &str> {
        self.restored.as_ref().map(Option::as_ref).map_err(String::as_str)
    }

    /// The settings, with what is wrong with them: whatever does not write goes on without what cannot be read.
    #[must_use]
    pub fn loaded_settings(&self) -> &Loaded {
        &self.settings
    }

    pub(crate) fn into_settings(self) -> Loaded {
        self.settings
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Time {
        self.edge.clock.now()
    }

    /// The longest gap between two signs of life in which somebody worked: the setting `active_gap`.
    #[must_use]
    pub fn active_gap(&self) -> TimeDelta {
        let gap = self.settings.settings.active_gap;
        TimeDelta::from_std(gap).unwrap_or(core_model::worked::ACTIVE_GAP)
    }

    /// The name of this worktree.
    #[must_use]
    pub fn worktree(&self) -> &str {
        self.repo.worktree_name()
    }

    /// The project here: the part of the repository that holds the caller's folder, or else the repository.
    #[must_use]
    pub fn project(&self) -> String {
        let here = self.repo.path_in_work_tree(&self.edge.cwd);
        let part = here.and_then(|here| self.settings.settings.project_of(&here));
        part.map_or_else(|| self.repo.project_name(), |name| name.as_str().to_owned())
    }

    /// The store's folder, whether it is there or not.
    #[must_use]
    pub fn store_dir(&self) -> PathBuf {
        self.repo.store_dir()
    }

    /// The store, to read. `None`: there is none yet.
    pub(crate) fn store_to_read(&self) -> Result<Option<Store>, AppError> {
        self.store(self.settings.settings.lock_timeout)
    }

    /// The store, to write. `None`: there is none yet.
    pub(crate) fn store_to_write(&self) -> Result<Option<Store>, AppError> {
        self.store(self.settings()?.lock_timeout)
    }

    /// The store, to write to the session that is asked for: without a store there is none.
    pub(crate) fn store_of(&self, asked: Option<&str>) -> Result<Store, AppError> {
        let store = self.store_to_write()?.ok_or_else(|| no_session(asked))?;
        // What cannot be finished keeps its own sessions from changing, and no others.
        let _ = store.recover();
        Ok(store)
    }

    /// The store, made where there is none. A repository that tracks a folder of this name keeps it.
    pub(crate) fn store_or_make(&self) -> Result<Store, AppError> {
        self.make_store(self.settings()?.lock_timeout)
    }

    /// The same, whatever is wrong with the settings.
    pub(crate) fn make_store(&self, deadline: Duration) -> Result<Store, AppError> {
        if self.repo.store_is_tracked_in_index(store::FOLDER)? {
            return Err(AppError::Tracked { path: self.repo.store_dir() });
        }
        let store = Store::open_or_make(&self.repo.store_dir(), self.edge.clock.clone(), Deadline(deadline))?;
        Ok(self.watched(store))
    }

    fn store(&self, deadline: Duration) -> Result<Option<Store>, AppError> {
        let store = Store::open(&self.repo.store_dir(), self.edge.clock.clone(), Deadline(deadline))?;
        Ok(store.map(|store| self.watched(store)))
    }

    fn watched(&self, store: Store) -> Store {
        let meter = self.edge.meter.clone();
        store.watched(move |done, of| meter.tell("Reading sessions", done, Some(of)))
    }

    /// Whether commits are recorded by themselves.
    pub(crate) fn has_hooks(&self) -> bool {
        hooks::record_commits(&self.repo.state_dir())
    }

    /// The settings, to write with.
    pub(crate) fn settings(&self) -> Result<&Settings, AppError> {
        match self.settings.broken.first() {
            None => Ok(&self.settings.settings),
            Some(error) => Err(AppError::Config(Arc::clone(error))),
        }
    }
}

/// The answer where there is no session at all.
pub(crate) fn no_session(asked: Option<&str>) -> AppError {
    match asked {
        Some(asked) => AppError::Find(FindError::NotFound(asked.to_owned())),
        None => AppError::NoneHere { parked: Vec::new() },
    }
}

/// How long a hook waits for a session's lock. Nobody waits for a hook gladly; what it leaves, the next one records.
pub(crate) const HOOK_DEADLINE: Deadline = Deadline(Duration::from_millis(100));

/// How long a hook waits for another hook of the same worktree.
pub(crate) const LEDGER_DEADLINE: Deadline = Deadline(Duration::from_millis(125));

pub(crate) fn settings_path(repo: &Repo) -> PathBuf {
    repo.store_dir().join("config.toml")
}

/// Where the ledger of this worktree lies: in its own git directory, so that it goes with the worktree.
pub(crate) fn ledger_folder(repo: &Repo) -> PathBuf {
    repo.git_dir().join(git::STATE_FOLDER)
}
