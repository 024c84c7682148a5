//! Files that are there whole or not at all.

use std::fs::{File, Permissions};
use std::io::{self, Write as _};
use std::path::Path;

/// The beginning of the names of temporary files: what a kill leaves behind is known by it.
const TEMPORARY: &str = ".git-session-";

/// Whether a file that is already there may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfThere {
    /// It is replaced.
    Replace,
    /// It stays, and the writing fails.
    Fail,
}

/// Writes the file in one step. `permissions`: `None` where the system knows none.
pub(crate) fn write_whole(
    path: &Path,
    content: &[u8],
    permissions: Option<Permissions>,
    if_there: IfThere,
) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    file.write_all(content)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    // Without it, a power cut may leave the name and not the content.
    file.as_file().sync_all()?;
    match if_there {
        IfThere::Replace => file.persist(path),
        IfThere::Fail => file.persist_noclobber(path),
    }?;
    sync_folder(folder)
}

/// Deletes the file.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    std::fs::remove_file(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes durable which files are in the folder, before anything that relies on it: else a power cut may undo one change
/// and leave a later one.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call; there a rename is durable with the file system's own journal.
    if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
}

/// Deletes what a kill left in the folder. That it could not be deleted harms nobody: git runs no hook of that name.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(TEMPORARY.as_bytes()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Makes the folder, which only its owner may look into, unless it is there.
pub(crate) fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// The permissions of a program that everybody may run.
pub(crate) fn executable() -> Option<Permissions> {
    permissions(0o755)
}

/// The permissions of a file that only its owner may read.
pub(crate) fn private() -> Option<Permissions> {
    permissions(0o600)
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
fn permissions(mode: u32) -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn permissions(_mode: u32) -> Option<Permissions> {
    None
}
