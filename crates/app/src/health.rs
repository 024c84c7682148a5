//! How it stands with the hooks, in a word: as far as files tell it, without asking git. `doctor` asks.

use std::path::PathBuf;

use hooks::RecordedBy;

use crate::workspace::Workspace;

/// How it stands with the hooks that record commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HooksHealth {
    /// They are where git looks for them.
    Fine,
    /// Nobody put them in.
    Missing,
    /// They were put in, and are not there any more.
    Gone,
    /// git is led past them.
    Bypassed,
    /// The environment switches them off.
    Off,
}

impl Workspace {
    /// How it stands with the hooks. `users`: git's configuration files of the machine and of the user, the weakest first.
    #[must_use]
    pub fn hooks_health(&self, users: &[PathBuf], switched_off: bool) -> HooksHealth {
        let state_dir = self.repo.state_dir();
        match hooks::recorded_by(&state_dir) {
            _ if switched_off => HooksHealth::Off,
            RecordedBy::Entry => HooksHealth::Fine,
            RecordedBy::Files(folders) => {
                let own = self.repo.common_dir().join("hooks");
                let used = self.repo.hooks_path_in_files(users).unwrap_or(own);
                // A manager may keep a folder of its own in the one in which people write.
                let leads_there = |folder: &PathBuf| {
                    let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
                    used.starts_with(&folder) || used.parent().is_some() && folder.starts_with(&used)
                };
                if folders.iter().any(leads_there) { HooksHealth::Fine } else { HooksHealth::Bypassed }
            }
            RecordedBy::Nothing if hooks::are_installed(&state_dir) => HooksHealth::Gone,
            RecordedBy::Nothing => HooksHealth::Missing,
        }
    }
}
