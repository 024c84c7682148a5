//! Which worktrees a repository has.

use std::fs;
use std::path::Path;

use crate::repo::{MAIN_WORKTREE, Repo, derive_worktree_name};

impl Repo {
    /// The names of the worktrees that are there, as [`Repo::worktree_name`] has them. One whose folder somebody removed
    /// is not, though git may still know it. `None`: it cannot be said.
    #[must_use]
    pub fn worktree_names(&self) -> Option<Vec<String>> {
        let mut names = vec![MAIN_WORKTREE.to_owned()];
        let entries = match fs::read_dir(self.common_dir().join("worktrees")) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some(names),
            Err(_) => return None,
        };
        for entry in entries {
            let git_dir = entry.ok()?.path();
            if leads_to_a_worktree(&git_dir) {
                names.push(derive_worktree_name(&git_dir, self.common_dir()));
            }
        }
        Some(names)
    }
}

/// `gitdir` holds the path of the `.git` file in the worktree. One that cannot be read says nothing of what is there.
fn leads_to_a_worktree(git_dir: &Path) -> bool {
    match fs::read_to_string(git_dir.join("gitdir")) {
        Ok(path) => git_dir.join(path.trim_end()).exists(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}
