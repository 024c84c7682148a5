//! Where a use case works: the repository, its store, and what the edge hands in.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use config::{ConfigError, Settings};
use git::Repo;
use store::{Clock, Deadline, FindError, Store};

use crate::error::AppError;

/// What only the edge may read: handed in once, so that everything below is the same on every run.
#[derive(Clone)]
pub struct Edge {
    /// The folder that the caller stands in.
    pub cwd: PathBuf,
    /// git's own variables.
    pub git: git::Environment,
    /// The session that was named in the environment, as it stands there. `None`: none was.
    pub session: Option<String>,
    /// The name of whoever works, as it stands in git's environment. `None`: git's settings say it.
    pub author_name: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// Fresh random bits for an id.
    pub random: Arc<dyn Fn() -> io::Result<u64> + Send + Sync>,
    /// The path of the program that runs: what hooks are made from.
    pub program: fn() -> io::Result<PathBuf>,
}

/// A repository and its store, as seen from one worktree.
pub struct Workspace {
    pub(crate) edge: Edge,
    pub(crate) repo: Repo,
    settings: Result<config::Read, Arc<ConfigError>>,
}

impl Workspace {
    /// Finds the repository around the caller, and reads its settings.
    ///
    /// # Errors
    /// [`AppError::Discover`] outside a repository, [`AppError::Tracked`] where the store's folder is part of the
    /// current commit, [`AppError::Open`] where it is not one that may be written.
    pub fn open(edge: Edge) -> Result<Self, AppError> {
        let repo = git::discover(&edge.cwd, &edge.git)?;
        if repo.store_is_tracked_in_head(store::FOLDER, None)? {
            return Err(AppError::Tracked { path: repo.store_dir() });
        }
        // Before its settings are read, so that nothing is read through a link.
        Store::open(&repo.store_dir(), edge.clock.clone(), Deadline(Duration::ZERO))?;
        let settings = Settings::read(&settings_path(&repo)).map_err(Arc::new);
        Ok(Self { edge, repo, settings })
    }

    /// The keys of the settings that are not known, and are not obeyed.
    #[must_use]
    pub fn unknown_settings(&self) -> &[String] {
        self.settings.as_ref().map_or(&[], |read| &read.unknown)
    }

    /// Why the settings cannot be read: whatever does not write goes on with the defaults. `None`: they can.
    #[must_use]
    pub fn broken_settings(&self) -> Option<&ConfigError> {
        self.settings.as_ref().err().map(AsRef::as_ref)
    }

    /// The name of this worktree.
    #[must_use]
    pub fn worktree(&self) -> &str {
        self.repo.worktree_name()
    }

    /// The project: the repository's name.
    #[must_use]
    pub fn project(&self) -> String {
        self.repo.project_name()
    }

    /// The settings file, whether it is there or not.
    #[must_use]
    pub fn settings_path(&self) -> PathBuf {
        settings_path(&self.repo)
    }

    /// The store's folder, whether it is there or not.
    #[must_use]
    pub fn store_dir(&self) -> PathBuf {
        self.repo.store_dir()
    }

    /// The store, to read. `None`: there is none yet.
    pub(crate) fn store_to_read(&self) -> Result<Option<Store>, AppError> {
        self.store(Settings::default().lock_timeout)
    }

    /// The store, to write to the session that is asked for: without a store there is none.
    pub(crate) fn store_of(&self, asked: Option<&str>) -> Result<Store, AppError> {
        self.store(self.settings()?.lock_timeout)?.ok_or_else(|| no_session(asked))
    }

    /// The store, made where there is none. A repository that tracks a folder of this name keeps it.
    pub(crate) fn store_or_make(&self) -> Result<Store, AppError> {
        if self.repo.store_is_tracked_in_index(store::FOLDER)? {
            return Err(AppError::Tracked { path: self.repo.store_dir() });
        }
        let deadline = Deadline(self.settings()?.lock_timeout);
        Ok(Store::open_or_make(&self.repo.store_dir(), self.edge.clock.clone(), deadline)?)
    }

    fn store(&self, deadline: Duration) -> Result<Option<Store>, AppError> {
        Ok(Store::open(&self.repo.store_dir(), self.edge.clock.clone(), Deadline(deadline))?)
    }

    /// Whether commits are recorded by themselves.
    pub(crate) fn has_hooks(&self) -> bool {
        hooks::record_commits(&self.repo.state_dir())
    }

    fn settings(&self) -> Result<&Settings, AppError> {
        match &self.settings {
            Ok(read) => Ok(&read.settings),
            Err(error) => Err(AppError::Config(Arc::clone(error))),
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
