//! What came to a branch from elsewhere.

use gix::refs::FullName;

use super::lines::Log;
use crate::Repo;

/// How many entries git is asked for where it keeps the reflog.
const ENTRIES: usize = 512;

impl Repo {
    /// The commits that a fetch, a pull, a push from elsewhere or a clone set that branch (`main`) to, and the one that it was
    /// begun at (`git branch`, `git switch -c`), the earliest first: by
    /// the end of its own reflog (64 KiB of it, or 512 entries where git keeps it). Empty where it has no reflog, or nothing
    /// that can be read in it.
    #[must_use]
    pub fn brought_to(&self, branch: &str) -> Vec<String> {
        self.read_what_was_brought(branch).unwrap_or_default()
    }

    fn read_what_was_brought(&self, branch: &str) -> Option<Vec<String>> {
        // A name that git allows leads to no other folder.
        let name = FullName::try_from(format!("refs/heads/{branch}")).ok()?;
        if !self.has_refs_in_files() {
            let entries = self.ask_for_reflog(&name.as_bstr().to_string(), ENTRIES).ok()?;
            let lines = entries.iter().map(|entry| entry.line());
            return Some(
                lines
                    .filter(|line| line.sets_what_was_there())
                    .map(|line| line.place.id.to_string())
                    .collect(),
            );
        }
        let path = self.common_dir().join("logs").join(gix::path::from_bstr(name.as_bstr()).ok()?);
        let mut log = Log::open(&path, self.hash()).ok().flatten()?;
        let lines = log.last_lines().ok()?;
        Some(
            lines
                .iter()
                .filter(|line| line.sets_what_was_there())
                .map(|line| line.place.id.to_string())
                .collect(),
        )
    }
}
