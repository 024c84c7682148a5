//! Clearing away what kills have left: temporary files that nobody will rename any more.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::open::Store;

/// How old a temporary file must be. A write takes less than a second.
const AGE: Duration = Duration::from_secs(60 * 60);

impl Store {
    /// Removes temporary files that are older than an hour. What cannot be removed stays for the next time.
    pub fn sweep(&self) {
        let own = [self.layout.live(), self.layout.quarantine(), self.layout.projects()];
        for folder in own.into_iter().chain([self.root().to_owned()]) {
            for name in self.disk.list(&folder).unwrap_or_default() {
                let path = folder.join(&name);
                let ours = name.to_str().is_some_and(disk::is_temporary);
                if ours && self.is_left_over(&path) {
                    let _ = self.disk.remove(&path);
                }
            }
        }
    }
    /// Whether a temporary file is so old that nobody writes it any more.
    pub(crate) fn is_left_over(&self, path: &Path) -> bool {
        let now = SystemTime::from(self.now());
        let written = self.disk.look(path).ok().flatten().and_then(|seen| seen.modified);
        written.is_some_and(|at| now.duration_since(at).is_ok_and(|age| age > AGE))
    }
}
