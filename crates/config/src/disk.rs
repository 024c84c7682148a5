//! Putting a whole file in place.

use std::fs::{self, DirBuilder};
use std::io::{self, Write as _};
use std::path::Path;

/// Makes a folder, and those above it, for its owner alone. What is there already is left as it is.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Puts a file in place, or leaves what was there: under a name of its own first, synced, then renamed, and the folder
/// synced. It is its owner's alone.
pub(crate) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut temporary =
        tempfile::Builder::new().prefix(".").suffix(".tmp").tempfile_in(folder).map_err(bare)?;
    temporary.as_file_mut().write_all(text.as_bytes())?;
    temporary.as_file().sync_data()?;
    temporary.persist(path)?;
    // Windows has no such call; there a rename is durable with the file system's own journal.
    if cfg!(windows) { Ok(()) } else { fs::File::open(folder)?.sync_all() }
}

/// The error without the name of a temporary file, which means nothing to anybody.
fn bare(error: io::Error) -> io::Error {
    error.raw_os_error().map_or(error, io::Error::from_raw_os_error)
}
