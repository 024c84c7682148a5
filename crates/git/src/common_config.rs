//! The few settings of a repository that decide where things are and whether it can be read at all.

use std::fmt;
use std::path::{Path, PathBuf};

use gix::bstr::ByteSlice as _;
use gix::config::file::{Metadata, init};
use gix::config::{File, Source};
use gix::hash::Kind;

use crate::Cause;

/// How a repository keeps its references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RefStorage {
    /// In files, where git has them unless it is told otherwise.
    #[default]
    Files,
    /// In another way, a reftable for one, or in another place: git knows.
    Other,
}

/// What `<common>/config` says, without includes: git reads these keys from there alone, too.
#[derive(Debug)]
pub(crate) struct CommonConfig {
    /// `extensions.objectFormat`.
    pub(crate) hash: Kind,
    /// `extensions.refStorage`.
    pub(crate) refs: RefStorage,
    /// `core.bare`. `None`: not said.
    pub(crate) bare: Option<bool>,
    /// `core.worktree`, resolved against the common directory. `None`: not said.
    pub(crate) work_tree: Option<PathBuf>,
}

/// A kind of repository that gix, as it is built here, would refuse late or misread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsupported {
    /// Objects are named by another hash than SHA-1 and SHA-256: `extensions.objectFormat`.
    ObjectFormat(String),
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ObjectFormat(name) => {
                write!(f, "names its objects by {name}; only sha1 and sha256 are supported so far")
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
        let mut settings = Self { hash: Kind::Sha1, refs: RefStorage::Files, bare: None, work_tree: None };
        let path = common_dir.join("config");
        let Some(file) = read_file(&path)? else {
            return Ok(settings);
        };
        if let Some(name) = file.string("extensions.objectFormat") {
            let unsupported = |_| CommonConfigError::Unsupported(Unsupported::ObjectFormat(name.to_string()));
            settings.hash = name.to_string().parse().map_err(unsupported)?;
        }
        if file.string("extensions.refStorage").is_some_and(|kept| kept != "files") {
            settings.refs = RefStorage::Other;
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
pub(crate) fn read_file(path: &Path) -> Result<Option<File>, CommonConfigError> {
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
