//! What is forgotten beside the sessions: files that a kill has left, what is derived, lines of the hooks' log.

use std::path::{Path, PathBuf};

use core_model::SessionId;
use disk::{Disk as _, Kind, System};

use crate::change::ChangeError;
use crate::document;
use crate::files::{self, Existing};
use crate::layout::MAX_FILE;
use crate::log::HookLog;
use crate::open::Store;
use crate::pending::Pending;
use crate::problem::{FileError, Problem};
use crate::read::Which;

use crate::filed::CACHE;

/// A text as it stands in a file of the store, without the quotes around it.
#[must_use]
pub fn as_stored(text: &str) -> String {
    let quoted = document::one_line(text);
    quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(&quoted).to_owned()
}

impl Store {
    /// The sessions that there are files of, whether they can be read or not.
    #[must_use]
    pub fn all_ids(&self) -> (Vec<SessionId>, Vec<Problem>) {
        let mut problems = Vec::new();
        let ids = self.list(Which::All, &Pending::default(), &mut problems).into_keys().collect();
        (ids, problems)
    }

    /// The names of what was kept aside and is meant, by its name and what it holds.
    #[must_use]
    pub fn list_quarantine(&self, is_meant: impl Fn(&str, &[u8]) -> bool) -> Vec<String> {
        let folder = self.layout.quarantine();
        let names = self.disk.list(&folder).unwrap_or_default().into_iter();
        let meant = |name: &String| {
            let content = files::read_whole(&*self.disk, &folder.join(name), MAX_FILE).unwrap_or_default();
            is_meant(name, &content)
        };
        names.map(|name| name.to_string_lossy().into_owned()).filter(meant).collect()
    }

    /// Removes the temporary files that are meant, by what they hold, wherever a kill has left them. That of somebody who
    /// writes just now stays: where not every lock of a session is had, only those of an hour ago go.
    ///
    /// # Errors
    /// [`ChangeError::File`]; then the rest stays.
    pub fn forget_temporary(&self, is_meant: impl Fn(&[u8]) -> bool) -> Result<usize, ChangeError> {
        let all_locked = self.lock_all();
        let mut gone = 0;
        for path in files_below(self.root()) {
            let is_ours = path.file_name().and_then(|name| name.to_str()).is_some_and(disk::is_temporary);
            if !is_ours || (all_locked.is_err() && !self.is_old(&path)) {
                continue;
            }
            if is_meant(&files::read_whole(&*self.disk, &path, 12 * MAX_FILE).unwrap_or_default()) {
                self.disk.remove(&path).map_err(|error| ChangeError::File(Problem::new(path, error)))?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// Removes what is derived from the sessions and kept to be quick. Whoever derives it anew reads the sessions after
    /// this.
    ///
    /// # Errors
    /// [`ChangeError::Lock`], [`ChangeError::File`]; then the rest stays.
    pub fn forget_cache(&self) -> Result<(), ChangeError> {
        let _lock = self.lock_cache(self.deadline.0)?;
        for path in files_below(&self.root().join(CACHE)) {
            self.disk.remove(&path).map_err(|error| ChangeError::File(Problem::new(path, error)))?;
        }
        Ok(())
    }
}

impl HookLog {
    /// Takes texts out of the lines: `forget` is given each and answers with what is left of it; `None`: nothing. How many
    /// lines are others is the answer. What a hook adds in the meantime may be lost.
    ///
    /// # Errors
    /// [`Problem`]; then the log is as it was.
    pub fn forget(&self, forget: &dyn Fn(&str) -> Option<String>) -> Result<usize, Problem> {
        let (changed, kept) = self.forgetting(forget)?;
        if changed > 0 {
            files::write_whole(&System, self.path(), kept.as_bytes(), Existing::Replace)
                .map_err(|error| Problem::new(self.path(), error))?;
        }
        Ok(changed)
    }

    /// How many lines [`HookLog::forget`] would change.
    ///
    /// # Errors
    /// [`Problem`] where it cannot be read.
    pub fn count_forgotten(&self, forget: &dyn Fn(&str) -> Option<String>) -> Result<usize, Problem> {
        Ok(self.forgetting(forget)?.0)
    }

    fn forgetting(&self, forget: &dyn Fn(&str) -> Option<String>) -> Result<(usize, String), Problem> {
        let bytes = match files::read_whole(&System, self.path(), MAX_FILE) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() || matches!(error, FileError::Empty) => Vec::new(),
            Err(error) => return Err(Problem { path: self.path().to_owned(), error }),
        };
        let (mut changed, mut kept) = (0, String::new());
        for line in String::from_utf8_lossy(&bytes).lines() {
            let left = forget(line);
            changed += usize::from(left.as_deref() != Some(line));
            kept.extend(left.into_iter().flat_map(|line| [line, "\n".to_owned()]));
        }
        Ok((changed, kept))
    }
}

/// The files in a folder and below it, in order. No link is followed; what cannot be listed is left out.
#[must_use]
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut names = System.list(folder).unwrap_or_default();
    names.sort();
    let below = |name| {
        let path = folder.join(name);
        match System.look(&path) {
            Ok(Some(seen)) if seen.kind == Kind::Folder => files_below(&path),
            Ok(Some(_)) => vec![path],
            Ok(None) | Err(_) => Vec::new(),
        }
    };
    names.into_iter().flat_map(below).collect()
}
