//! Writing git's configuration as git does: under the lock that git takes as well, a file beside it of the same name and
//! `.lock`, which becomes the configuration in one step.

use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use disk::{Disk as _, Existing, System};

use crate::Why;
use crate::write::{permissions, remove, write_whole};

/// How often it is looked whether somebody else's lock is gone: git tells nobody.
const LOOKS: Duration = Duration::from_millis(10);

/// The configuration, as it stands there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GitConfig {
    /// `None`: there is no such file. git takes that for an empty one.
    pub(crate) content: Option<Vec<u8>>,
    permissions: Option<Permissions>,
}

impl GitConfig {
    /// Reads it, without following a symbolic link.
    pub(crate) fn read(path: &Path) -> Result<Self, Why> {
        match std::fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(Self { content: None, permissions: permissions(0o644) })
            }
            Err(error) => Err(failed(&error)),
            Ok(metadata) if metadata.is_symlink() => Err(Why::SymbolicLink),
            Ok(metadata) if !metadata.is_file() => Err(Why::NotAFile),
            Ok(metadata) if metadata.permissions().readonly() => Err(Why::ReadOnly),
            Ok(metadata) => {
                let content = Some(std::fs::read(path).map_err(|error| failed(&error))?);
                Ok(Self { content, permissions: Some(metadata.permissions()) })
            }
        }
    }

    /// One of that content, to see what would become of it.
    pub(crate) fn of(content: &[u8]) -> Self {
        Self { content: Some(content.to_vec()), permissions: None }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.content.as_deref().unwrap_or_default()
    }
}

/// What is to become of the configuration. The inner `None`: it is removed.
pub(crate) type NewConfig = Option<Vec<u8>>;

/// Writes what `edit` makes of the configuration, with nobody else writing in between. Where that is what stands there,
/// nothing is written. `edit` is asked again where somebody else was quicker.
pub(crate) fn rewrite<T>(
    path: &Path,
    deadline: Duration,
    edit: impl Fn(&GitConfig) -> (NewConfig, T),
) -> Result<T, Why> {
    let begun = Instant::now();
    loop {
        let before = GitConfig::read(path)?;
        let (after, answer) = edit(&before);
        if after == before.content {
            return Ok(answer);
        }
        let lock = lock_path(path);
        let content = after.as_deref().unwrap_or_default();
        match write_whole(&lock, content, before.permissions.clone(), Existing::Keep) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if begun.elapsed() >= deadline {
                    return Err(Why::ConfigLocked(lock));
                }
                std::thread::park_timeout(LOOKS);
                continue;
            }
            Err(error) => return Err(failed(&error)),
        }
        // Who held the lock before may have written.
        if GitConfig::read(path).as_ref() != Ok(&before) {
            remove(&lock).map_err(|error| failed(&error))?;
            continue;
        }
        let done = match after {
            Some(_) => put_in_place(&lock, path),
            None => remove(path).and_then(|()| remove(&lock)),
        };
        if let Err(error) = done {
            let _ = remove(&lock);
            return Err(failed(&error));
        }
        return Ok(answer);
    }
}

fn put_in_place(lock: &Path, path: &Path) -> io::Result<()> {
    System.rename(lock, path, Existing::Replace)?;
    path.parent().map_or(Ok(()), |folder| System.sync_folder(folder))
}

/// Removes a lock that one of ours left when it was killed. It is known by what is in it: the configuration with or
/// without our entries, which `strip` takes out of both. git fills a lock of its own with other changes.
pub(crate) fn sweep_lock(path: &Path, strip: impl Fn(&[u8]) -> Vec<u8>) {
    let lock = lock_path(path);
    let Ok(left) = std::fs::read(&lock) else { return };
    let config = std::fs::read(path).unwrap_or_default();
    if left != config && strip(&left) == strip(&config) {
        let _ = remove(&lock);
    }
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

fn failed(error: &io::Error) -> Why {
    Why::Failed(error.to_string())
}
