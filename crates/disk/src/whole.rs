//! Files that are there whole or not at all.

use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::seam::{Access, Disk, DiskFile, Existing};

/// How the names of temporary files begin and end: what a kill leaves behind is known by them.
const BEGINS: &str = ".git-session-";
const ENDS: &str = ".tmp";

/// How often another name is tried. A name is taken only where a process of the same number was killed.
const TRIES: usize = 1000;

/// Whether a file of this name is one that [`write_whole`] was about to rename.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(BEGINS) && name.ends_with(ENDS)
}

/// Puts a whole file in place, or leaves what was there: under a name of its own first, synced, then renamed, and the
/// folder synced. `permissions`: `None` leaves it to its owner alone.
///
/// # Errors
/// What the system says; [`io::ErrorKind::AlreadyExists`] where the name is taken and to be kept. Where the folder could
/// not be synced, the file may be there.
pub fn write_whole(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    permissions: Option<Permissions>,
    existing: Existing,
) -> io::Result<()> {
    place_whole(disk, path, content, permissions, existing)?.map_or(Ok(()), Err)
}

/// The same for whoever tells a file that is not there from one that is, and whose name the disk did not confirm: why it
/// did not is the answer. `None`: it is durable.
///
/// # Errors
/// What the system says; then what was there is still there.
pub fn place_whole(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    permissions: Option<Permissions>,
    existing: Existing,
) -> io::Result<Option<io::Error>> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let (temporary, file) = make_temporary(disk, folder)?;
    let written = file
        .write(content)
        .and_then(|()| permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions)))
        .and_then(|()| file.sync())
        .and_then(|()| disk.rename(&temporary, path, existing));
    if let Err(error) = written {
        // What cannot be removed now is swept later.
        let _ = disk.remove(&temporary);
        return Err(error);
    }
    Ok(disk.sync_folder(folder).err())
}

/// Makes a folder in one that is there, durably.
///
/// # Errors
/// What the system says.
pub fn make_folder_in(disk: &dyn Disk, parent: &Path, folder: &Path) -> io::Result<()> {
    disk.make_folder(folder)?;
    disk.sync_folder(parent)
}

fn make_temporary(disk: &dyn Disk, folder: &Path) -> io::Result<(PathBuf, Box<dyn DiskFile>)> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    let mut taken = None;
    for _ in 0..TRIES {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{BEGINS}{}-{number}{ENDS}", std::process::id()));
        match disk.open(&path, Access::MakeNew) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = Some(error),
            Err(error) => return Err(error),
            Ok(file) => return Ok((path, file)),
        }
    }
    Err(taken.unwrap_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::System;

    #[test]
    fn a_file_is_replaced_or_kept_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("it");
        write_whole(&System, &path, b"one", None, Existing::Keep).unwrap();
        write_whole(&System, &path, b"two", None, Existing::Replace).unwrap();
        let taken = write_whole(&System, &path, b"three", None, Existing::Keep).unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(System.list(folder.path()).unwrap(), ["it"]);
    }

    #[test]
    fn writers_of_one_file_never_share_a_temporary_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("it");
        std::thread::scope(|scope| {
            for writer in 0..8_u8 {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..20 {
                        let content = vec![writer; 5000];
                        write_whole(&System, path, &content, None, Existing::Replace).unwrap();
                    }
                });
            }
        });
        let content = std::fs::read(&path).unwrap();
        assert!(content.len() == 5000 && content.iter().all(|&b| b == content[0]));
        assert_eq!(System.list(folder.path()).unwrap(), ["it"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_is_its_owners_alone_unless_said_otherwise() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (private, program) = (folder.path().join("a"), folder.path().join("b"));
        write_whole(&System, &private, b"x", None, Existing::Keep).unwrap();
        write_whole(&System, &program, b"x", Some(Permissions::from_mode(0o755)), Existing::Keep).unwrap();
        let mode = |path| System.look(path).unwrap().unwrap().mode.unwrap() & 0o777;
        assert_eq!((mode(&private), mode(&program)), (0o600, 0o755));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_seen_as_one_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        std::fs::write(&target, "x").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert_eq!(System.look(&link).unwrap().unwrap().kind, crate::Kind::Link);
        for access in [Access::Read, Access::Append, Access::AppendOrMake, Access::WriteOrMake] {
            assert!(System.open(&link, access).is_err(), "{access:?}");
        }
    }
}
