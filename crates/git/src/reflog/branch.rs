//! Where a branch was, by its own reflog.

use gix::refs::FullName;

use super::lines::{Line, Log};
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
        let brought = |line: &Line<'_>| line.sets_what_was_there().then(|| line.place.id.to_string());
        self.read_end_of(Some(branch), brought).unwrap_or_default()
    }

    /// The commits that a branch came from, wherever it was moved to; without a branch, those that HEAD of this worktree
    /// came from. As far back as [`Repo::brought_to`].
    #[must_use]
    pub fn left_by(&self, branch: Option<&str>) -> Vec<String> {
        let left = |line: &Line<'_>| line.before().map(|id| id.to_string());
        self.read_end_of(branch, left).unwrap_or_default()
    }

    fn read_end_of(
        &self,
        branch: Option<&str>,
        read: impl Fn(&Line<'_>) -> Option<String>,
    ) -> Option<Vec<String>> {
        let name = branch.map_or_else(|| "HEAD".to_owned(), |branch| format!("refs/heads/{branch}"));
        // A name that git allows leads to no other folder.
        let name = FullName::try_from(name).ok()?;
        if !self.has_refs_in_files() {
            let entries = self.ask_for_reflog(&name.as_bstr().to_string(), ENTRIES).ok()?;
            return Some(entries.iter().filter_map(|entry| read(&entry.line())).collect());
        }
        let place = if branch.is_some() { self.common_dir() } else { self.git_dir() };
        let path = place.join("logs").join(gix::path::from_bstr(name.as_bstr()).ok()?);
        let lines = Log::open(&path, self.hash()).ok().flatten()?.last_lines().ok()?;
        Some(lines.iter().filter_map(|line| read(&line)).collect())
    }
}
