//! The few things that are done to the repository's files beside its objects.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::HistoryError;

/// Makes a folder that only its owner can enter, durably. One that is there already is left as it is.
pub(super) fn make_folder(path: &Path) -> Result<(), HistoryError> {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "folders have a mode on Unix alone"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(HistoryError::io(path, error)),
        Ok(()) => path.parent().map_or(Ok(()), sync_folder),
    }
}

/// Puts a whole small file in place, durably. The temporary file lies in `room`, on the same file system: git takes
/// every file in a folder of references for one.
pub(super) fn write_whole(path: &Path, content: &str, room: &Path) -> Result<(), HistoryError> {
    let io = |error: io::Error| HistoryError::io(path, error);
    let mut file = tempfile::Builder::new().suffix(".tmp").tempfile_in(room).map_err(io)?;
    file.write_all(content.as_bytes()).map_err(io)?;
    file.as_file().sync_data().map_err(io)?;
    file.persist(path).map_err(|error| io(error.error))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the content of a file that was written before durable.
pub(super) fn sync_file(path: &Path) -> Result<(), HistoryError> {
    let mut options = OpenOptions::new();
    // Windows syncs only what may be written; elsewhere git's objects are read-only even for their owner.
    let options = if cfg!(windows) { options.write(true) } else { options.read(true) };
    let synced = options.open(path).and_then(|file| file.sync_data());
    synced.map_err(|error| HistoryError::io(path, error))
}

/// Makes all durable that was written to the file system of a folder, by whomever. False: this system has no such call.
#[cfg(target_os = "linux")]
pub(super) fn sync_everything(folder: &Path) -> Result<bool, HistoryError> {
    let synced = File::open(folder).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
    synced.map(|()| true).map_err(|error| HistoryError::io(folder, error))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn sync_everything(_folder: &Path) -> Result<bool, HistoryError> {
    Ok(false)
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), HistoryError> {
    // Windows has no such call; there a rename is durable with the file system's own journal.
    let synced = if cfg!(windows) { Ok(()) } else { File::open(path).and_then(|folder| folder.sync_all()) };
    synced.map_err(|error| HistoryError::io(path, error))
}

/// Removes a folder and all that is in it, which may be gone already, in part or as a whole.
pub(super) fn remove_tree(path: &Path) -> Result<(), HistoryError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(HistoryError::io(path, error)),
        _ => Ok(()),
    }
}

/// Renames a folder, durably. False: it is not there.
pub(super) fn rename(from: &Path, to: &Path) -> Result<bool, HistoryError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        other => other.map_err(|error| HistoryError::io(from, error))?,
    }
    to.parent().map_or(Ok(()), sync_folder)?;
    Ok(true)
}
