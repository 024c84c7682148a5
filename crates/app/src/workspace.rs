//! Where a use case works: the repository, its store, and what the edge hands in.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use config::Settings;
use git::Repo;
use store::{Clock, Deadline, Store};

use crate::error::AppError;

/// What only the edge may read: handed in once, so that everything below is the same on every run.
#[derive(Clone)]
pub struct Edge {
    /// The folder that the caller stands in.
    pub cwd: PathBuf,
    /// git's own variables.
    pub git: git::Environment,
    /// The session that was named in the environment. `None`: none was.
    pub session: Option<String>,
    /// The clock.
    pub clock: Clock,
    /// Fresh random bits for an id.
    pub random: Arc<dyn Fn() -> io::Result<u64> + Send + Sync>,
    /// The program that runs, as a path: what hooks are made from.
    pub program: PathBuf,
}

/// A repository and its store, as seen from one worktree.
pub struct Workspace {
    pub(crate) edge: Edge,
    pub(crate) repo: Repo,
    settings: Settings,
    /// Keys of the settings file that are not known: shown to the user, and not obeyed.
    pub unknown_settings: Vec<String>,
}

impl Workspace {
    /// Finds the repository around the caller and reads its settings.
    ///
    /// # Errors
    /// [`AppError::Discover`] outside a repository, [`AppError::Config`] where the settings cannot be read,
    /// [`AppError::Tracked`] where the store's folder is part of the current commit.
    pub fn open(edge: Edge) -> Result<Self, AppError> {
        let repo = git::discover(&edge.cwd, &edge.git)?;
        if repo.head_tree_tracks(store::FOLDER)? {
            return Err(AppError::Tracked { path: repo.store_dir() });
        }
        // Opened before its settings are read, so that nothing is read through a link.
        let waits = Deadline(Settings::default().lock_timeout);
        Store::open(&repo.store_dir(), edge.clock.clone(), waits)?;
        let read = Settings::read(&settings_path(&repo))?;
        Ok(Self { edge, repo, settings: read.settings, unknown_settings: read.unknown })
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

    /// The store. `None`: there is none yet.
    pub(crate) fn store(&self) -> Result<Option<Store>, AppError> {
        Ok(Store::open(&self.repo.store_dir(), self.edge.clock.clone(), self.deadline())?)
    }

    /// The store, made where there is none. A repository that tracks a folder of this name keeps it.
    pub(crate) fn store_or_make(&self) -> Result<Store, AppError> {
        if self.repo.index_tracks(store::FOLDER)? {
            return Err(AppError::Tracked { path: self.repo.store_dir() });
        }
        Ok(Store::open_or_make(&self.repo.store_dir(), self.edge.clock.clone(), self.deadline())?)
    }

    /// Whether our hooks were put into this repository.
    pub(crate) fn has_hooks(&self) -> bool {
        hooks::are_installed(&self.repo.state_dir())
    }

    fn deadline(&self) -> Deadline {
        Deadline(self.settings.lock_timeout)
    }
}

/// How long a hook waits for a lock. Nobody waits for a hook gladly.
pub(crate) const HOOK_DEADLINE: Deadline = Deadline(Duration::from_millis(50));

pub(crate) fn settings_path(repo: &Repo) -> PathBuf {
    let folder: &Path = &repo.store_dir();
    folder.join("config.toml")
}
