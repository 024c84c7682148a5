//! Reading files that others may have put there: only ordinary ones, and none that is too large.

use std::io;
use std::path::Path;

pub(crate) use disk::Existing;
use disk::{Access, Disk, DiskFile, Kind};

use crate::problem::FileError;

/// Puts a whole file in place, for its owner alone: see [`disk::write_whole`].
pub(crate) fn write_whole(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    existing: Existing,
) -> io::Result<()> {
    disk::write_whole(disk, path, content, None, existing)
}

/// The same, where a file that is there and not confirmed is no failure: see [`disk::place_whole`].
pub(crate) fn place_whole(
    disk: &dyn Disk,
    path: &Path,
    content: &[u8],
    existing: Existing,
) -> io::Result<Option<io::Error>> {
    disk::place_whole(disk, path, content, None, existing)
}

/// Makes an empty file, which may be there already.
pub(crate) fn touch(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    disk.open(path, Access::WriteOrMake).map(drop)
}

/// Opens a file, which must be an ordinary one.
pub(crate) fn open(disk: &dyn Disk, path: &Path, access: Access) -> Result<Box<dyn DiskFile>, FileError> {
    let file = disk.open(path, access).map_err(|error| match disk.look(path) {
        Ok(Some(there)) if there.kind != Kind::File => FileError::NotAFile,
        _ => error.into(),
    })?;
    if file.look()?.kind == Kind::File { Ok(file) } else { Err(FileError::NotAFile) }
}

/// Reads a whole file, unless it is larger than `limit`.
pub(crate) fn read_whole(disk: &dyn Disk, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let file = open(disk, path, Access::Read)?;
    let bytes = size_within(&*file, limit)?;
    let content = file.read_at(0, bytes)?;
    Ok(content)
}

/// The size of a file.
///
/// # Errors
/// [`FileError::TooLarge`] where it is beyond `limit`, [`FileError::Empty`] where it is nothing.
pub(crate) fn size_within(file: &dyn DiskFile, limit: u64) -> Result<u64, FileError> {
    match file.look()?.length {
        0 => Err(FileError::Empty),
        bytes if bytes > limit => Err(FileError::TooLarge { bytes, limit }),
        bytes => Ok(bytes),
    }
}

/// Adds to the end of a file whose size is `length`, or leaves it as it was.
pub(crate) fn append_whole(file: &dyn DiskFile, length: u64, text: &str) -> io::Result<()> {
    file.write(text.as_bytes()).inspect_err(|_| {
        // A full disk takes the beginning and refuses the rest. What cannot be undone here, the mark gives away.
        let _ = file.set_length(length);
    })
}
