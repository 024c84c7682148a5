//! Which worktrees a repository has.

use std::fs;
use std::path::{Path, PathBuf};

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

impl Repo {
    /// This repository as seen from each of its other worktrees that are there, the main one among them. Of a bare
    /// repository that one has no work tree, and a HEAD all the same. Empty as well where it cannot be said.
    #[must_use]
    pub fn others(&self) -> Vec<Self> {
        let mut git_dirs = vec![self.common_dir().to_owned()];
        let listed = fs::read_dir(self.common_dir().join("worktrees")).into_iter().flatten().flatten();
        let mut linked: Vec<PathBuf> =
            listed.map(|entry| entry.path()).filter(|dir| leads_to_a_worktree(dir)).collect();
        linked.sort_unstable();
        git_dirs.append(&mut linked);
        git_dirs.retain(|git_dir| git_dir != self.git_dir() && git_dir.join("HEAD").exists());
        git_dirs.into_iter().map(|git_dir| self.seen_from(git_dir)).collect()
    }

    /// This repository as seen from its main worktree.
    pub(crate) fn at_main(&self) -> Self {
        self.seen_from(self.common_dir().to_owned())
    }

    fn seen_from(&self, git_dir: PathBuf) -> Self {
        let work_tree = if git_dir == self.common_dir() {
            self.main_work_tree().map(Path::to_owned)
        } else {
            find_work_tree(&git_dir)
        };
        self.at(git_dir, work_tree)
    }
}

/// The folder around the `.git` file that `gitdir` names.
fn find_work_tree(git_dir: &Path) -> Option<PathBuf> {
    let file = git_dir.join(fs::read_to_string(git_dir.join("gitdir")).ok()?.trim_end());
    gix::path::realpath(file.parent()?).ok()
}

/// `gitdir` holds the path of the `.git` file in the worktree. One that cannot be read says nothing of what is there.
fn leads_to_a_worktree(git_dir: &Path) -> bool {
    match fs::read_to_string(git_dir.join("gitdir")) {
        Ok(path) => git_dir.join(path.trim_end()).exists(),
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    }
}
