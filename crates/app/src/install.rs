//! Putting the hooks into a repository, and taking them out.

use hooks::{HookReport, Place};

use crate::error::AppError;
use crate::workspace::Workspace;

impl Workspace {
    /// Puts the hooks in beside what is there, and makes the store.
    ///
    /// # Errors
    /// [`AppError::Install`], [`AppError::Ask`] where git does not say where its hooks lie, [`AppError::Tracked`],
    /// [`AppError::Open`].
    pub fn install(&self) -> Result<Vec<HookReport>, AppError> {
        let store = self.store_or_make()?;
        let dir = self.repo.hooks_dir()?;
        let state_dir = self.repo.state_dir();
        let place = Place {
            hooks_dir: &dir.path,
            owned: dir.owned,
            inside: dir.inside,
            tracked: dir.tracked,
            state_dir: &state_dir,
            program: &self.edge.program,
        };
        Ok(store.alone("hooks", || hooks::install(&place))??)
    }

    /// Takes the hooks out again. The record stays.
    ///
    /// # Errors
    /// [`AppError::Uninstall`].
    pub fn uninstall(&self) -> Result<Vec<HookReport>, AppError> {
        let uninstall = || hooks::uninstall(&self.repo.state_dir());
        Ok(match self.store()? {
            Some(store) => store.alone("hooks", uninstall)??,
            None => uninstall()?,
        })
    }
}
