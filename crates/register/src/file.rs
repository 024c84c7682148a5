//! The file: TOML that a person can read.

use std::path::{Path, PathBuf};

use chrono::SecondsFormat;
use core_model::parse_time;
use serde::{Deserialize, Serialize};

use crate::{Known, RegisterError};

/// The format that is written, and the newest that is read.
pub(crate) const FORMAT: i64 = 1;

const HEAD: &str = "# Repositories in which sessions were started or hooks installed: what `git session status --all` looks at.\n";

#[derive(Serialize, Deserialize)]
struct Text {
    format: i64,
    #[serde(default)]
    repository: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    path: String,
    seen: String,
}

#[derive(Deserialize)]
struct Format {
    format: i64,
}

pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Known, RegisterError> {
    let no = |why: String| RegisterError::NotARegister { path: path.to_owned(), why };
    let text = std::str::from_utf8(bytes).map_err(|_| no("it is not UTF-8 text".into()))?;
    let Format { format } = toml::from_str(text).map_err(|error| no(error.message().to_owned()))?;
    if format > FORMAT {
        return Err(RegisterError::FormatTooNew { path: path.to_owned(), found: format });
    }
    let whole: Text = toml::from_str(text).map_err(|error| no(error.message().to_owned()))?;
    let entry = |entry: Entry| {
        let seen = parse_time(&entry.seen)
            .ok_or_else(|| no(format!("`{}` is no moment", core_model::shorten(&entry.seen, 60))))?;
        Ok((PathBuf::from(entry.path), seen))
    };
    whole.repository.into_iter().map(entry).collect()
}

pub(crate) fn render(known: &Known) -> String {
    let entries = known.iter().filter_map(|(path, seen)| {
        let seen = seen.to_rfc3339_opts(SecondsFormat::Millis, true);
        Some(Entry { path: path.to_str()?.to_owned(), seen })
    });
    // Texts and a number: there is nothing in it that TOML could not say.
    let text = toml::to_string(&Text { format: FORMAT, repository: entries.collect() });
    HEAD.to_owned() + &text.unwrap_or_default()
}
