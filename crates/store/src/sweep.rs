//! Clearing away what kills have left: temporary files that nobody will rename any more.

use std::time::{Duration, SystemTime};

use crate::disk;
use crate::open::Store;

/// How old a temporary file must be. A write takes less than a second.
const AGE: Duration = Duration::from_secs(60 * 60);

impl Store {
    /// Removes temporary files that are older than an hour. What cannot be removed stays for the next time.
    pub fn sweep(&self) {
        let now = SystemTime::from(self.now());
        for folder in [self.root().to_owned(), self.layout.live(), self.layout.quarantine()] {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name();
                let name = name.as_encoded_bytes();
                let ours = name.starts_with(b".") && name.ends_with(disk::TEMPORARY.as_bytes());
                let written = entry.metadata().and_then(|metadata| metadata.modified());
                let old = written.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > AGE));
                if ours && old {
                    let _ = disk::remove(&entry.path());
                }
            }
        }
    }
}
