//! A file of settings, as text.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use crate::error::ConfigError;
use crate::name::Place;

/// The largest file that is read, in bytes.
pub(crate) const LIMIT: u64 = 64 * 1024;

/// The text of a file. `None`: there is none. What a repository brings is read only where it lies there itself; the
/// user's own may be a link, since many keep such files elsewhere.
pub(crate) fn read_text(path: &Path, place: Place) -> Result<Option<String>, ConfigError> {
    let io = |error| ConfigError::Io { path: path.to_owned(), error };
    let metadata: io::Result<Metadata> = match place {
        Place::User => fs::metadata(path),
        Place::Repository => fs::symlink_metadata(path),
    };
    let metadata = match metadata {
        Ok(metadata) => metadata,
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    if !metadata.is_file() {
        return Err(invalid(path, "it is not an ordinary file".into()));
    }
    check_size(path, metadata.len())?;
    let mut text = String::new();
    File::open(path).and_then(|file| file.take(LIMIT).read_to_string(&mut text)).map_err(io)?;
    Ok(Some(text))
}

/// Whether there is nothing of that name: also where a folder on the way to it is none.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

pub(crate) fn check_size(path: &Path, bytes: u64) -> Result<(), ConfigError> {
    if bytes > LIMIT {
        return Err(invalid(path, format!("it has {bytes} bytes; at most {LIMIT} are read")));
    }
    Ok(())
}

pub(crate) fn invalid(path: &Path, message: String) -> ConfigError {
    ConfigError::Invalid { path: path.to_owned(), message }
}
