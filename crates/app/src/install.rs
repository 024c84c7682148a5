//! Putting the hooks into a repository, and taking them out.

use std::path::PathBuf;
use std::time::Duration;

use git::Repo;
use hooks::{Foreseen, Forms, GitVersion, HookReport, HooksFolder, Place};

use crate::error::AppError;
use crate::hook::{progress, reconcile};
use crate::workspace::{Edge, Workspace};

/// How long another installation is waited for.
const WAIT: Duration = Duration::from_secs(5);

/// What is to be installed.
#[derive(Debug, Clone)]
pub struct Install {
    /// The gits of this machine, the one that people run first. Those that are not there do no harm.
    pub gits: Vec<PathBuf>,
    /// Whether the other worktrees' hooks folders are meant as well, where they have their own.
    pub all_worktrees: bool,
}

impl Workspace {
    /// Puts the hooks in beside what is there, and makes the store.
    ///
    /// # Errors
    /// [`AppError::Install`], [`AppError::Ask`] where git does not say where its hooks lie, [`AppError::Tracked`],
    /// [`AppError::Open`].
    pub fn install(&self, asked: &Install) -> Result<Vec<HookReport>, AppError> {
        self.store_or_make()?;
        let recorded_before = self.has_hooks();
        let reports = self.with_place(asked, |place| hooks::install(place))?;
        if !recorded_before {
            self.begin_everywhere()?;
        }
        Ok(reports)
    }

    /// What [`Workspace::install`] would do to the hooks. Nothing is written.
    ///
    /// # Errors
    /// As [`Workspace::install`].
    pub fn foresee_install(&self, asked: &Install) -> Result<Foreseen, AppError> {
        self.with_place(asked, |place| hooks::foresee(place))
    }

    fn with_place<T>(
        &self,
        asked: &Install,
        work: impl FnOnce(&Place<'_>) -> Result<T, hooks::InstallError>,
    ) -> Result<T, AppError> {
        let mut folders = vec![hooks_folder(&self.repo)?];
        for other in self.repo.others().iter().filter(|_| asked.all_worktrees) {
            let folder = hooks_folder(other)?;
            if folders.iter().all(|known| known.path != folder.path) {
                folders.push(folder);
            }
        }
        let version = |program: &PathBuf| Some(GitVersion::parse(&git::version_of(program)?));
        let gits: Vec<_> = asked.gits.iter().filter_map(version).collect();
        let (state_dir, program) = (self.repo.state_dir(), (self.edge.program)().map_err(AppError::Program)?);
        let forms = Forms::choose(&gits);
        Ok(work(&Place { folders, state_dir: &state_dir, forms, program: &program, deadline: WAIT })?)
    }

    /// Commits are recorded from now on, in this worktree and in the others that are there.
    fn begin_everywhere(&self) -> Result<(), AppError> {
        progress::begin(&self.repo)?;
        reconcile::begin_branches(&self.edge, &self.repo)?;
        for other in self.repo.others() {
            progress::begin(&other)?;
        }
        Ok(())
    }
}

/// The folder whose hooks git runs for a worktree.
fn hooks_folder(repo: &Repo) -> Result<HooksFolder, AppError> {
    let git::HooksDir { path, owned, inside, tracked } = repo.hooks_dir()?;
    Ok(HooksFolder { path, owned, inside, tracked })
}

/// Takes the hooks out of the repository around the caller again. The record stays, and in whatever state it is, it is
/// not asked for.
///
/// # Errors
/// [`AppError::Discover`], [`AppError::Uninstall`].
pub fn uninstall(edge: &Edge) -> Result<Vec<HookReport>, AppError> {
    let repo = git::discover(&edge.cwd, &edge.git)?;
    Ok(hooks::uninstall(&repo.state_dir(), WAIT)?)
}
