//! Clearing away what kills have left: temporary files that nobody will rename any more.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::open::Store;

/// How old a temporary file must be. A write takes less than a second.
const AGE: Duration = Duration::from_secs(60 * 60);

impl Store {
    /// Removes temporary files that are older than an hour. What cannot be removed stays for the next time.
    pub fn sweep(&self) {
        for path in self.strays() {
            let _ = self.disk.remove(&path);
        }
    }

    /// The temporary files that are older than an hour.
    pub(crate) fn strays(&self) -> Vec<PathBuf> {
        let temporary = |folder: PathBuf| {
            let names = self.names(&folder).into_iter().filter(|name| disk::is_temporary(name));
            names.map(move |name| folder.join(name)).collect::<Vec<_>>()
        };
        self.folders_of_files().into_iter().flat_map(temporary).filter(|path| self.is_old(path)).collect()
    }

    /// The folders in which files are written.
    pub(crate) fn folders_of_files(&self) -> Vec<PathBuf> {
        let archive = self.layout.archive();
        let mut folders = vec![
            self.root().to_owned(),
            self.layout.live(),
            self.layout.redo(),
            self.layout.quarantine(),
            self.layout.projects(),
        ];
        folders.extend(self.names(&archive).into_iter().map(|month| archive.join(month)));
        folders.push(archive);
        folders
    }

    /// Whether a file was written more than an hour ago.
    pub(crate) fn is_old(&self, path: &Path) -> bool {
        let written = self.disk.look(path).ok().flatten().and_then(|seen| seen.modified);
        let now = SystemTime::from(self.now());
        written.is_some_and(|at| now.duration_since(at).is_ok_and(|age| age > AGE))
    }
}
