//! Files that are there whole or not at all.

use std::fs::Permissions;
use std::io;
use std::path::Path;

use disk::{Disk as _, Existing, System};

/// Writes the file in one step. `permissions`: `None` where the system knows none.
pub(crate) fn write_whole(
    path: &Path,
    content: &[u8],
    permissions: Option<Permissions>,
    existing: Existing,
) -> io::Result<()> {
    disk::write_whole(&System, path, content, permissions, existing)
}

/// Deletes the file, durably.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    System.remove(path)?;
    path.parent().map_or(Ok(()), |folder| System.sync_folder(folder))
}

/// Deletes what a kill left in the folder. That it could not be deleted harms nobody: git runs no hook of that name.
pub(crate) fn sweep(folder: &Path) {
    for name in System.list(folder).unwrap_or_default() {
        if name.to_str().is_some_and(disk::is_temporary) {
            let _ = System.remove(&folder.join(name));
        }
    }
}

/// Makes the folder, which only its owner may look into, unless it is there.
pub(crate) fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)?;
    path.parent().map_or(Ok(()), |folder| System.sync_folder(folder))
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
pub(crate) fn permissions(mode: u32) -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
pub(crate) fn permissions(_mode: u32) -> Option<Permissions> {
    None
}
