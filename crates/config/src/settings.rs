//! The repository's `config.toml`.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;

/// The largest file that is read, in bytes.
const LIMIT: u64 = 64 * 1024;

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether a commit without a session opens one. The default is yes.
    pub auto_start: bool,
    /// How long a command waits for a lock. The default is five seconds. Hooks do not wait for it.
    pub lock_timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { auto_start: true, lock_timeout: Duration::from_secs(5) }
    }
}

/// Settings, and what was said in vain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// What holds.
    pub settings: Settings,
    /// The keys in the file that are not known.
    pub unknown: Vec<String>,
}

/// Why the settings cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is not what it should be.
    #[error("{}: {message}", .path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
    },
    /// The system did not let us.
    #[error("cannot read {}: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

#[derive(Deserialize)]
struct FileText {
    auto_start: Option<bool>,
    lock_timeout_ms: Option<u64>,
}

impl Settings {
    /// Reads the settings at `path`. Where there is no file, the defaults hold.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] where the file is not TOML, has a value of the wrong kind, is larger than 64 KiB or no
    /// ordinary file; [`ConfigError::Io`] where it cannot be read.
    pub fn read(path: &Path) -> Result<Read, ConfigError> {
        let io = |error| ConfigError::Io { path: path.to_owned(), error };
        let metadata = match fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Read::default()),
            Err(error) => return Err(io(error)),
        };
        let invalid = |message: String| ConfigError::Invalid { path: path.to_owned(), message };
        if !metadata.is_file() {
            return Err(invalid("it is not an ordinary file".into()));
        }
        if metadata.len() > LIMIT {
            return Err(invalid(format!("it has {} bytes; at most {LIMIT} are read", metadata.len())));
        }
        let mut text = String::new();
        File::open(path).and_then(|file| file.take(LIMIT).read_to_string(&mut text)).map_err(io)?;
        Self::parse(&text).map_err(invalid)
    }

    fn parse(text: &str) -> Result<Read, String> {
        let mut unknown = Vec::new();
        let told = |error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            format!("line {line}: {}", error.message())
        };
        let parser = toml::Deserializer::parse(text).map_err(told)?;
        let file: FileText =
            serde_ignored::deserialize(parser, |key| unknown.push(key.to_string())).map_err(told)?;
        let defaults = Self::default();
        let settings = Self {
            auto_start: file.auto_start.unwrap_or(defaults.auto_start),
            lock_timeout: file.lock_timeout_ms.map_or(defaults.lock_timeout, Duration::from_millis),
        };
        Ok(Read { settings, unknown })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_has_its_default() {
        let read = Settings::parse("auto_start = false\n").unwrap();
        assert_eq!(read.settings, Settings { auto_start: false, ..Settings::default() });
        assert_eq!(Settings::parse("").unwrap().settings, Settings::default());
        assert_eq!(Settings::parse("lock_timeout_ms = 20").unwrap().settings.lock_timeout.as_millis(), 20);
    }

    #[test]
    fn an_unknown_key_is_told() {
        assert_eq!(Settings::parse("auto_strat = false\n").unwrap().unknown, ["auto_strat"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let error = Settings::parse("# mine\nauto_start = \"no\"\n").unwrap_err();
        assert_eq!(error, "line 2: invalid type: string \"no\", expected a boolean");
    }

    #[test]
    fn no_file_means_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(&folder.path().join("config.toml")).unwrap(), Read::default());
        let error = Settings::read(folder.path()).unwrap_err();
        assert!(error.to_string().ends_with("it is not an ordinary file"), "{error}");
    }
}
