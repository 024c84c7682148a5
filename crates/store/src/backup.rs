//! The files that a backup keeps, and putting back what was lost.

use std::collections::BTreeMap;
use std::path::PathBuf;

use core_model::{Session, SessionId};

use crate::aside::{Aside, put_aside};
use crate::change::ChangeError;
use crate::document;
use crate::files::{self, Existing};
use crate::layout::MAX_FILE;
use crate::open::Store;
use crate::problem::{FileError, Problem};

/// A file of the store as a backup keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its path below the store, `/` between folders.
    pub path: String,
    /// What it holds. `None`: it is not there.
    pub content: Option<Vec<u8>>,
}

/// What became of a file that was to be put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutBack {
    /// It was missing, or older, and is there again.
    Restored,
    /// What is there is as good or newer.
    Kept,
}

/// How many live sessions are looked at beside those that changed: what hooks began is kept with the next snapshot. And
/// how many completed ones that the backup has not.
const MOST: usize = 256;

/// What a path of a backup means. What is none of these is nothing of ours.
enum Meant {
    Session(SessionId),
    Beside(PathBuf),
}

impl Store {
    /// The files of these sessions, of the live ones, of completed ones that the backup has not (`is_kept` is asked for
    /// their paths), and those beside the sessions. So what was completed when no snapshot could be taken is kept with the
    /// next.
    #[must_use]
    pub fn files_to_keep(&self, changed: &[SessionId], is_kept: impl Fn(&str) -> bool) -> Vec<Kept> {
        let live = self.live_ids();
        let mut ids = changed.to_vec();
        if live.len() <= MOST {
            ids.extend(live);
        }
        let is_missing = |path: &PathBuf| self.name_of(path).is_some_and(|name| !is_kept(&name));
        let mut archive = BTreeMap::new();
        self.list_archive(&mut archive, &mut Vec::new());
        ids.extend(archive.into_iter().filter(|(_, path)| is_missing(path)).map(|(id, _)| id).take(MOST));
        ids.sort();
        ids.dedup();
        let of_sessions = ids.iter().flat_map(|id| [self.layout.live_file(id), self.layout.archive_file(id)]);
        let mut paths: Vec<PathBuf> = of_sessions.collect();
        paths.extend([self.layout.unassigned(), self.root().join("config.toml")]);
        let projects = self.layout.projects();
        paths.extend(self.disk.list(&projects).unwrap_or_default().into_iter().map(|it| projects.join(it)));
        paths.into_iter().filter_map(|path| self.kept(&path)).collect()
    }

    fn is_readable(&self, name: &str, content: &[u8]) -> bool {
        match self.meant(name) {
            Some(Meant::Session(id)) => document::parse_session_of(&id, content).is_ok(),
            Some(Meant::Beside(_)) | None => true,
        }
    }

    /// `None`: it cannot be read now, so nothing is said of it.
    fn kept(&self, path: &std::path::Path) -> Option<Kept> {
        let name = self.name_of(path)?;
        let ours = self.meant(&name).is_some();
        match files::read_whole(&*self.disk, path, MAX_FILE) {
            // What the backup has of it is better than what cannot be read.
            Ok(content) if !self.is_readable(&name, &content) => None,
            Ok(content) => ours.then_some(Kept { path: name, content: Some(content) }),
            Err(error) if error.is_not_found() => ours.then_some(Kept { path: name, content: None }),
            Err(_) => None,
        }
    }

    /// A path as a backup has it. `None`: it is none of the store's.
    fn name_of(&self, path: &std::path::Path) -> Option<String> {
        let parts = path.strip_prefix(self.root()).ok()?.iter().map(|part| part.to_str());
        Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// Puts a file of a backup back where it is missing or older. What stands in its place is kept aside first.
    ///
    /// # Errors
    /// [`ChangeError::Lock`], [`ChangeError::File`]; then what is there stays.
    pub fn put_back(&self, path: &str, content: &[u8]) -> Result<PutBack, ChangeError> {
        match self.meant(path) {
            Some(Meant::Session(id)) => self.put_session_back(&id, content),
            Some(Meant::Beside(path)) => {
                let failed = |error: std::io::Error| ChangeError::File(Problem::new(&path, error));
                if self.disk.is_there(&path).map_err(failed)? {
                    return Ok(PutBack::Kept);
                }
                if let Some(folder) = path.parent()
                    && !self.disk.is_there(folder).map_err(failed)?
                {
                    disk::make_folder_in(&*self.disk, self.root(), folder).map_err(failed)?;
                }
                match files::write_whole(&*self.disk, &path, content, Existing::Keep) {
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(PutBack::Kept),
                    written => written.map(|()| PutBack::Restored).map_err(failed),
                }
            }
            None => Ok(PutBack::Kept),
        }
    }

    fn put_session_back(&self, id: &SessionId, content: &[u8]) -> Result<PutBack, ChangeError> {
        let _lock = self.lock(id)?;
        let there = self.path_of(id).map_err(ChangeError::File)?;
        let path = there.clone().unwrap_or_else(|| self.layout.live_file(id));
        let failed = |error: FileError| ChangeError::File(Problem { path: path.clone(), error });
        let kept = document::parse_session_of(id, content).map_err(failed)?.value;
        if there.is_some() {
            let bytes = files::read_whole(&*self.disk, &path, MAX_FILE).map_err(failed)?;
            let session = document::parse_session_of(id, &bytes).map_err(failed)?.value;
            if !is_older(&session, &kept) {
                return Ok(PutBack::Kept);
            }
            let reason =
                format!("{}: it was older than its last snapshot, which took its place.", path.display());
            self.quarantine_copy(&path, &bytes, &reason).map_err(ChangeError::File)?;
        }
        if kept.head().takes_entries().is_ok() {
            self.make_notes(kept.opening()).map_err(ChangeError::File)?;
        }
        files::write_whole(&*self.disk, &path, content, Existing::Replace)
            .map_err(|error| failed(error.into()))?;
        let _ = self.settle(&kept);
        Ok(PutBack::Restored)
    }

    /// Keeps what a file held, with the reason beside it.
    pub(crate) fn quarantine_copy(
        &self,
        path: &std::path::Path,
        content: &[u8],
        reason: &str,
    ) -> Result<PathBuf, Problem> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        put_aside(&*self.disk, &self.layout, (&name, ""), Aside::Copy(content), reason, self.now())
            .map_err(|error| Problem::new(path, error))
    }

    fn meant(&self, path: &str) -> Option<Meant> {
        let id_of = |name: &str| name.strip_suffix(".toml")?.parse().ok();
        match path.split('/').collect::<Vec<_>>()[..] {
            ["live", name] => Some(Meant::Session(id_of(name)?)),
            ["archive", month, name] => {
                let id: SessionId = id_of(name)?;
                (id.month() == month).then_some(Meant::Session(id))
            }
            ["projects", name] if is_plain(name) => Some(Meant::Beside(self.layout.projects().join(name))),
            [name @ ("unassigned.toml" | "config.toml")] => Some(Meant::Beside(self.root().join(name))),
            _ => None,
        }
    }

    /// The snapshot that this store was in when it was last backed up. `None`: none, or the store is not what it was.
    #[must_use]
    pub fn read_stamp(&self) -> Option<String> {
        let bytes = files::read_whole(&*self.disk, &self.layout.stamp(), 1024).ok()?;
        Some(String::from_utf8(bytes).ok()?.trim_end().to_owned())
    }

    /// Notes the snapshot that this store is in.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn write_stamp(&self, snapshot: &str) -> Result<(), Problem> {
        let path = self.layout.stamp();
        files::write_whole(&*self.disk, &path, format!("{snapshot}\n").as_bytes(), Existing::Replace)
            .map_err(|error| Problem::new(path, error))
    }
}

fn is_plain(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'%');
    name.strip_suffix(".toml").is_some_and(|name| !name.is_empty() && name.bytes().all(plain))
}

/// Whether what is there says less than what was kept, and nothing that the other does not say.
fn is_older(there: &Session, kept: &Session) -> bool {
    let says_less = there.derive_latest() < kept.derive_latest() && kept.check_follows(there).is_ok();
    says_less && there != kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_could_lead_elsewhere_is_not_ours() {
        for name in ["shop.toml", "a%2fb.toml"] {
            assert!(is_plain(name), "{name}");
        }
        for name in ["..", ".toml", "../x.toml", "a/b.toml", "x", "a.b.toml", ".x.toml"] {
            assert!(!is_plain(name), "{name}");
        }
    }
}
