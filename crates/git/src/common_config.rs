//! The few settings of a repository that decide where things are and whether it can be read at all.

use std::fmt;
use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice as _;
use gix::config::file::{Metadata, init};
use gix::config::{File, Source};

use crate::Cause;

/// What `<common>/config` says, without includes: git reads these keys from there alone, too.
#[derive(Debug, Default)]
pub(crate) struct CommonConfig {
    /// `core.bare`. `None`: not said.
    pub(crate) bare: Option<bool>,
    /// `core.worktree`, resolved against the common directory. `None`: not said.
    pub(crate) work_tree: Option<PathBuf>,
}

/// A kind of repository that gix, as it is built here, would refuse late or misread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsupported {
    /// Objects are named by another hash than SHA-1: `extensions.objectFormat`.
    ObjectFormat(String),
    /// Branches are kept otherwise than in files: `extensions.refStorage`.
    RefStorage(String),
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ObjectFormat(name) => {
                write!(f, "names its objects by {name}; only sha1 is supported so far")
            }
            Self::RefStorage(name) => {
                write!(f, "keeps its branches as {name}; only files are supported so far")
            }
        }
    }
}

/// Why the settings are not known.
pub(crate) enum CommonConfigError {
    Unsupported(Unsupported),
    Unreadable { path: PathBuf, source: Cause },
}

impl CommonConfig {
    /// Reads `<common>/config`, and `<common>/config.worktree` where the first says that it counts.
    pub(crate) fn read(common_dir: &Path) -> Result<Self, CommonConfigError> {
        let mut settings = Self::default();
        let path = common_dir.join("config");
        let Some(file) = read_file(&path)? else {
            return Ok(settings);
        };
        for (key, supported, unsupported) in [
            ("extensions.objectFormat", "sha1", Unsupported::ObjectFormat as fn(String) -> Unsupported),
            ("extensions.refStorage", "files", Unsupported::RefStorage),
        ] {
            if let Some(value) = file.string(key)
                && value != supported
            {
                return Err(CommonConfigError::Unsupported(unsupported(value.to_string())));
            }
        }
        settings.take(common_dir, &path, &file)?;
        if read_bool(&path, &file, "extensions.worktreeConfig")? == Some(true) {
            let path = common_dir.join("config.worktree");
            if let Some(file) = read_file(&path)? {
                settings.take(common_dir, &path, &file)?;
            }
        }
        Ok(settings)
    }

    fn take(&mut self, common_dir: &Path, path: &Path, file: &File) -> Result<(), CommonConfigError> {
        if let Some(bare) = read_bool(path, file, "core.bare")? {
            self.bare = Some(bare);
        }
        if let Some(dir) = file.string("core.worktree") {
            let dir = dir.to_path().map_err(|error| unreadable(path, error))?;
            self.work_tree = Some(common_dir.join(dir));
        }
        Ok(())
    }
}

/// `None`: there is no such file. git takes that for an empty one.
fn read_file(path: &Path) -> Result<Option<File>, CommonConfigError> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, error)),
    };
    let options = init::Options { lossy: true, ..init::Options::default() };
    let file = File::from_bytes_no_includes(&text, Metadata::from(Source::Local), options);
    file.map(Some).map_err(|error| unreadable(path, error))
}

fn read_bool(path: &Path, file: &File, key: &str) -> Result<Option<bool>, CommonConfigError> {
    file.boolean(key).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, source: impl Into<Cause>) -> CommonConfigError {
    CommonConfigError::Unreadable { path: path.to_owned(), source: source.into() }
}
