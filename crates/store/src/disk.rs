//! The few things that are done to files, each in one way.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::problem::FileError;

/// Makes a folder that only its owner can enter. One that is there already is left as it is.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    match builder.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Makes the names in a folder durable: a new one, a renamed one, one that is gone.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    // Windows has no such call; there a rename is durable with the file system's own journal.
    if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
}

/// What the names of temporary files end with: what a kill leaves behind is known by it.
pub(crate) const TEMPORARY: &str = ".tmp";

/// The error without the name of a temporary file, which means nothing to anybody.
fn bare(error: io::Error) -> io::Error {
    error.raw_os_error().map_or(error, io::Error::from_raw_os_error)
}

/// Whether a file that has this name already may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    Replace,
    Keep,
}

/// Puts a whole file in place, or leaves what was there: under a name of its own first, synced, then renamed, and
/// the folder synced.
pub(crate) fn write_whole(path: &Path, content: &[u8], existing: Existing) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut temporary =
        tempfile::Builder::new().prefix(".").suffix(TEMPORARY).tempfile_in(folder).map_err(bare)?;
    temporary.as_file_mut().write_all(content)?;
    temporary.as_file().sync_data()?;
    match existing {
        Existing::Replace => temporary.persist(path)?,
        Existing::Keep => temporary.persist_noclobber(path)?,
    };
    sync_folder(folder)
}

/// Makes an empty file, which may be there already.
pub(crate) fn touch(path: &Path) -> io::Result<()> {
    owner_only(OpenOptions::new().write(true).create(true).truncate(false)).open(path).map(drop)
}

/// Opens a file to read it and to add to it. Never follows a link at its end.
pub(crate) fn open_to_append(path: &Path) -> Result<File, FileError> {
    open_ordinary(path, OpenOptions::new().read(true).append(true))
}

/// Opens a file to read it. Never follows a link at its end.
pub(crate) fn open_to_read(path: &Path) -> Result<File, FileError> {
    open_ordinary(path, OpenOptions::new().read(true))
}

/// Reads a whole file, unless it is larger than `limit`.
pub(crate) fn read_whole(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let file = open_to_read(path)?;
    let bytes = size_within(&file, limit)?;
    let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    file.take(limit).read_to_end(&mut content)?;
    Ok(content)
}

/// The size of a file.
///
/// # Errors
/// [`FileError::TooLarge`] where it is beyond `limit`, [`FileError::Empty`] where it is nothing.
pub(crate) fn size_within(file: &File, limit: u64) -> Result<u64, FileError> {
    let bytes = file.metadata()?.len();
    match bytes {
        0 => Err(FileError::Empty),
        bytes if bytes > limit => Err(FileError::TooLarge { bytes, limit }),
        bytes => Ok(bytes),
    }
}

/// Reads `length` bytes from `start`, or as many as there are.
pub(crate) fn read_at(mut file: &File, start: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut content = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    file.seek(SeekFrom::Start(start))?;
    file.take(length).read_to_end(&mut content)?;
    Ok(content)
}

/// Adds to the end of a file whose size is `length`, or leaves it as it was.
pub(crate) fn append_whole(mut file: &File, length: u64, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes()).inspect_err(|_| {
        // A full disk takes the beginning and refuses the rest. What cannot be undone here, the mark gives away.
        let _ = file.set_len(length);
    })
}

/// Removes a file, which may be gone already.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Opens a file for a log: made where it is missing.
pub(crate) fn open_log(path: &Path) -> Result<File, FileError> {
    open_ordinary(path, OpenOptions::new().append(true).create(true))
}

/// Opens a file that is read and written over: made where it is missing.
pub(crate) fn open_ledger(path: &Path) -> Result<File, FileError> {
    open_ordinary(path, OpenOptions::new().read(true).write(true).create(true).truncate(false))
}

fn open_ordinary(path: &Path, options: &mut OpenOptions) -> Result<File, FileError> {
    let file = owner_only(options).open(path).map_err(|error| match path.symlink_metadata() {
        Ok(there) if !there.is_file() => FileError::NotAFile,
        _ => error.into(),
    })?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(FileError::NotAFile) }
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    // Without NONBLOCK, opening a named pipe would wait for whoever writes to it.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    options.mode(0o600).custom_flags(flags.bits().cast_signed())
}

#[cfg(not(unix))]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
