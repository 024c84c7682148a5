//! How a branch came to be where it is.

use gix::refs::FullName;

use super::lines::Log;
use crate::Repo;

/// How a branch came to be where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastMove {
    /// It was set to what was there already, here or elsewhere: a fetch, a push from elsewhere, a fast-forward, a
    /// clone, a branch that was begun, renamed or reset.
    Arrived,
    /// It was set by what makes commits: a commit, a rebase, `git replay`, `git history`, or a tool whose word, or
    /// whose silence, is not known.
    Made,
}

impl Repo {
    /// How that branch (`main`) came to be where it is, by the last line of its own reflog. `None`: it has no reflog, or
    /// nothing that can be read in it.
    #[must_use]
    pub fn last_of_branch(&self, branch: &str) -> Option<LastMove> {
        // A name that git allows leads to no other folder.
        let name = FullName::try_from(format!("refs/heads/{branch}")).ok()?;
        if !self.has_refs_in_files() {
            let entry = self.ask_for_reflog(&name.as_bstr().to_string(), 1).ok()?.pop()?;
            return Some(derive(entry.line().sets_what_it_made()));
        }
        let path = self.common_dir().join("logs").join(gix::path::from_bstr(name.as_bstr()).ok()?);
        let mut log = Log::open(&path, self.hash()).ok().flatten()?;
        let lines = log.last_line().ok()?;
        let line = lines.iter().last()?;
        Some(derive(line.sets_what_it_made()))
    }
}

fn derive(sets_what_it_made: bool) -> LastMove {
    if sets_what_it_made { LastMove::Made } else { LastMove::Arrived }
}
