//! What a path that somebody types names in the repository.

use std::path::{Component, Path, PathBuf};

use crate::Repo;

impl Repo {
    /// The way from the top of this worktree to what `typed` names for somebody in the folder `cwd`, as git writes paths:
    /// `src/pay.rs`, and nothing for the top. What is named may be gone. Where there is no work tree, paths begin at the
    /// top. `None`: it is outside.
    #[must_use]
    pub fn path_from_top(&self, cwd: &Path, typed: &Path) -> Option<String> {
        let Some(top) = self.work_tree() else {
            return typed.is_relative().then(|| plain(typed)).flatten().map(|path| slashed(&path));
        };
        // Somebody in the git directory means the top, too.
        let from = if cwd.starts_with(top) && !cwd.starts_with(self.git_dir()) { cwd } else { top };
        let whole = real_folder(&plain(&from.join(typed))?);
        whole.strip_prefix(top).ok().map(slashed)
    }
}

/// The path without `.` and `..`. `None`: it leads above its beginning.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => plain.push(part),
        }
    }
    Some(plain)
}

/// The path with its folder named without symbolic links, as far as it is there. What it names may be a link that git
/// tracks.
fn real_folder(path: &Path) -> PathBuf {
    let mut rest = Vec::new();
    let mut folder = path;
    while let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) {
        rest.push(name);
        folder = parent;
        if let Ok(real) = gix::path::realpath(folder)
            && real.is_dir()
        {
            return rest.into_iter().rev().fold(real, |path, name| path.join(name));
        }
    }
    path.to_owned()
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
