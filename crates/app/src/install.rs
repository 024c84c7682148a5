//! Putting the hooks into a repository, and taking them out.

use std::time::Duration;

use git::Environment;
use hooks::{HookReport, Place};

use crate::error::AppError;
use crate::hook::{progress, reconcile};
use crate::workspace::{Edge, Workspace};

/// How long another installation is waited for.
const WAIT: Duration = Duration::from_secs(5);

impl Workspace {
    /// Puts the hooks in beside what is there, and makes the store.
    ///
    /// # Errors
    /// [`AppError::Install`], [`AppError::Ask`] where git does not say where its hooks lie, [`AppError::Tracked`],
    /// [`AppError::Open`].
    pub fn install(&self) -> Result<Vec<HookReport>, AppError> {
        self.store_or_make()?;
        let dir = self.repo.hooks_dir()?;
        let state_dir = self.repo.state_dir();
        let recorded_before = self.has_hooks();
        let program = (self.edge.program)().map_err(AppError::Program)?;
        let reports = hooks::install(&Place {
            hooks_dir: &dir.path,
            owned: dir.owned,
            inside: dir.inside,
            tracked: dir.tracked,
            state_dir: &state_dir,
            program: &program,
            deadline: WAIT,
        })?;
        if !recorded_before {
            self.begin_everywhere()?;
        }
        Ok(reports)
    }

    /// Commits are recorded from now on, in this worktree and in the others that are there.
    fn begin_everywhere(&self) -> Result<(), AppError> {
        progress::begin(&self.repo)?;
        reconcile::begin_branches(&self.edge, &self.repo)?;
        for entry in
            std::fs::read_dir(self.repo.common_dir().join("worktrees")).into_iter().flatten().flatten()
        {
            let environment = Environment { git_dir: Some(entry.path()), ..Environment::default() };
            // One that git has not cleared away yet has no commits to come.
            let Ok(other) = git::discover(&self.edge.cwd, &environment) else { continue };
            progress::begin(&other)?;
        }
        Ok(())
    }
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
