//! What somebody names to choose among sessions: a file, a commit; and how much those sessions changed.

use std::path::Path;

use core_model::{Session, SessionLines};

use crate::error::AppError;
use crate::filter::FilterError;
use crate::workspace::Workspace;

impl Workspace {
    /// The path from the top of the worktree that somebody means who stands where the caller stands.
    ///
    /// # Errors
    /// [`FilterError::Outside`].
    pub fn path_from_top(&self, typed: &str) -> Result<String, FilterError> {
        let found = self.repo.path_from_top(&self.edge.cwd, Path::new(typed));
        found.ok_or_else(|| FilterError::Outside(typed.to_owned()))
    }

    /// The full id of the commit that somebody means, as git understands it; of one that git has forgotten, by the beginning
    /// of its id.
    ///
    /// # Errors
    /// [`AppError::Commit`].
    pub fn commit_named(&self, typed: &str) -> Result<String, AppError> {
        self.which_commit(self.store_to_read()?.as_ref(), typed)
    }

    /// How much each of these sessions changed, as its commits are called now. git is run once for all.
    ///
    /// # Errors
    /// [`AppError::Ask`].
    pub fn lines_of(&self, sessions: &[&Session]) -> Result<Vec<SessionLines>, AppError> {
        let commits = sessions.iter().flat_map(|session| session.record().derive_current());
        let shas: Vec<String> = commits.map(|commit| commit.facts.sha.clone()).collect();
        let counts = self.repo.line_counts(&shas)?;
        Ok(sessions.iter().map(|session| SessionLines::of(session, &counts)).collect())
    }
}
