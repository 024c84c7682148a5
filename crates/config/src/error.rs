//! What can be wrong with settings.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// How much of a value is repeated, in characters.
const SHOWN: usize = 40;

/// Why settings cannot be read.
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
    /// An environment variable is not what it should be.
    #[error("{variable}: {error}")]
    Variable {
        /// Its name.
        variable: &'static str,
        /// What is wrong.
        error: ValueError,
    },
}

/// Why a setting that was typed is not taken.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// It is no name of one.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A flag without a value.
    #[error("it is KEY=VALUE")]
    NoValue,
    /// The value is not one for this key.
    #[error("{name}: {error}")]
    Value {
        /// The key.
        name: String,
        /// What is wrong.
        error: ValueError,
    },
    /// A repository's own file may not set it.
    #[error("{0} is not for a repository's own file")]
    NotInRepository(String),
    /// Nothing but a repository's own file sets it.
    #[error("{0} is for a repository's own file alone")]
    OnlyInRepository(String),
}

/// Why a name is not one of a setting.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// There is none of this name.
    #[error("there is no setting {name}{}", did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// The name.
        name: String,
        /// What may have been meant. `None`: nothing is near.
        nearest: Option<String>,
    },
    /// A project cannot have this name.
    #[error("{0:?} is no name for a project: up to 64 of a-z, A-Z, 0-9, - and _")]
    Project(String),
}

/// Why a value is not one for its key.
#[derive(Debug, thiserror::Error)]
pub enum ValueError {
    /// It is neither yes nor no.
    #[error("it is true or false, not {0}")]
    Switch(Found),
    /// It is no duration.
    #[error("it is a duration with its unit such as \"90s\", \"15m\", \"24h\" or \"7d\", not {0}")]
    Duration(Found),
    /// It is too short or too long.
    #[error("it is at least {least} and at most {most}, not {found}")]
    OutOfBounds {
        /// The least.
        least: String,
        /// The most.
        most: String,
        /// What there was.
        found: Found,
    },
    /// It is no folder of the work tree.
    #[error("{:?} is no folder of the work tree: {why}", Found::shortened(.path))]
    Path {
        /// What there was.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// It is not the kind of TOML that it should be.
    #[error("it is {expected}, not {found}")]
    Shape {
        /// What it should be.
        expected: &'static str,
        /// What there was.
        found: Found,
    },
}

/// What stood where a value belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A text.
    Text(String),
    /// Something else, by what TOML calls it.
    Type(&'static str),
}

impl Found {
    pub(crate) fn of(value: &toml::de::DeValue<'_>) -> Self {
        match value.as_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Type(value.type_str()),
        }
    }

    fn shortened(text: &str) -> String {
        match text.char_indices().nth(SHOWN) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text.to_owned(),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(out, "{:?}", Self::shortened(text)),
            Self::Type(of) => {
                write!(out, "{} {of}", if of.starts_with(['a', 'i', 'o']) { "an" } else { "a" })
            }
        }
    }
}

/// What is said in vain in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// A key is not known.
    #[error("{} has an unknown key: {key}{}", .path.display(), did_you_mean(.nearest.as_deref()))]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// What may have been meant. `None`: nothing is near.
        nearest: Option<String>,
    },
    /// A key may not be set there.
    #[error("{} sets {key}, which is not for a repository's own file", .path.display())]
    NotInRepository {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A key may be set elsewhere only.
    #[error("{} sets {key}, which is for a repository's own file alone", .path.display())]
    OnlyInRepository {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
    },
    /// A project without a path.
    #[error("{} has a project without a path: {name}", .path.display())]
    NoPath {
        /// The file.
        path: PathBuf,
        /// The project.
        name: String,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(" (did you mean {nearest}?)")).unwrap_or_default()
}

/// The known name that differs least from what was written: by one character in three at most. `None`: none is near.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let name = name.to_ascii_lowercase().replace('-', "_");
    known
        .map(|known| (strsim::damerau_levenshtein(&name, known), known))
        .filter(|(distance, known)| distance * 3 <= name.len().max(known.len()))
        .min()
        .map(|(_, known)| known.to_owned())
}
