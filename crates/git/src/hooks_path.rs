//! Where `core.hooksPath` leads, as far as files tell it: for whoever looks often, and cannot wait for git.

use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice as _;

use crate::Repo;
use crate::common_config::read_file;

impl Repo {
    /// The folder that git takes its hooks from by `core.hooksPath`, as these files and the repository's own say it; of
    /// several, the last holds. `None`: they do not say it. Includes, and what the environment says, are not followed, and a
    /// path from somebody's home is not known; [`Repo::hooks_dir`] asks git, which knows all.
    #[must_use]
    pub fn hooks_path_in_files(&self, users: &[PathBuf]) -> Option<PathBuf> {
        let own = [self.common_dir().join("config"), self.git_dir().join("config.worktree")];
        let mut values = users.iter().chain(&own).rev().filter_map(|path| value_in(path));
        let said = values.next()??;
        // git puts `/` and the hook's name behind it.
        let said = if said.as_os_str().is_empty() { PathBuf::from("/") } else { said };
        let path = self.work_tree().unwrap_or(self.git_dir()).join(said);
        Some(gix::path::realpath(&path).unwrap_or(path))
    }
}

/// What a file says. The inner `None`: a path from somebody's home.
fn value_in(path: &Path) -> Option<Option<PathBuf>> {
    let file = read_file(path).ok()??;
    let value = file.string("core.hooksPath")?;
    let is_at_home = value.starts_with(b"~") || value.starts_with(b"%(");
    Some(value.to_path().ok().filter(|_| !is_at_home).map(Path::to_owned))
}
