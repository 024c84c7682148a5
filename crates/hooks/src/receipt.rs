//! The receipt: what we put where, so that it can be told from everything else.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Event;
use crate::section::render_header;
use disk::Existing;

use crate::write::{create_private_dir, private, remove, write_whole};

/// 2: more events than post-commit and post-checkout, and entries in git's configuration. What has format 1 is read as
/// it is.
const FORMAT: u32 = 2;

/// `<state>/hooks.toml`. It may name more than is there (a change that was announced and never made), never less.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    format: u32,
    /// The hooks folder, where we made it ourselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) made_folder: Option<String>,
    /// The entries in the repository's configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) config: Option<Entries>,
    #[serde(default, rename = "hook")]
    pub(crate) hooks: Vec<Entry>,
}

/// What may be ours in the repository's configuration, which lies beside the state folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entries {
    /// Whether we made the file.
    #[serde(default)]
    pub(crate) made_file: bool,
    /// What may have been put there, to the byte.
    pub(crate) texts: Vec<String>,
}

/// What may be ours at one path.
///
/// Paths start at the receipt's own folder: a repository that is moved keeps its hooks, and the receipt of one that is
/// copied does not name those of the original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) event: Event,
    pub(crate) path: String,
    /// Whether the file around the block is ours as well.
    #[serde(default)]
    pub(crate) made_script: bool,
    /// Copies of the program that may stand there.
    #[serde(default)]
    pub(crate) copies: Vec<Print>,
    /// What may have been inserted there, to the byte.
    #[serde(default)]
    pub(crate) blocks: Vec<String>,
    /// Whether nothing there is ours, and somebody calls us there all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) by_hand: bool,
}

/// A file's length and CRC-32: enough to tell, among files that nobody forges, whether it is the one we wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Print {
    pub(crate) length: u64,
    crc32: u32,
}

impl Print {
    pub(crate) fn of(content: &[u8]) -> Self {
        Self { length: content.len() as u64, crc32: crc32fast::hash(content) }
    }
}

/// Why the receipt could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// It could not be read.
    #[error("the receipt {} cannot be read", .path.display())]
    Read {
        /// The receipt.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It is not what a receipt is.
    #[error("the receipt {} is damaged: {message}", .path.display())]
    Damaged {
        /// The receipt.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A newer program wrote it.
    #[error("the receipt {} has format {format}; this program knows {FORMAT}", .path.display())]
    TooNew {
        /// The receipt.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// It could not be written.
    #[error("the receipt {} cannot be written", .path.display())]
    Write {
        /// The receipt.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Receipt {
    pub(crate) fn new() -> Self {
        Self { format: FORMAT, made_folder: None, config: None, hooks: Vec::new() }
    }

    /// Reads the receipt of that state folder; an empty one where there is none.
    pub(crate) fn read(state_dir: &Path) -> Result<Self, ReceiptError> {
        let path = receipt_path(state_dir);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::new()),
            Err(source) => return Err(ReceiptError::Read { path, source }),
        };
        Self::parse(&text, path)
    }

    /// Reads the text of the receipt at `path`.
    pub(crate) fn parse(text: &str, path: PathBuf) -> Result<Self, ReceiptError> {
        let damaged =
            |message: &str| ReceiptError::Damaged { path: path.clone(), message: message.to_owned() };
        // The format first: what a newer one holds need not fit.
        let format: Format = toml::from_str(text).map_err(|error| damaged(error.message()))?;
        if format.format > FORMAT {
            return Err(ReceiptError::TooNew { path, format: format.format });
        }
        let mut receipt: Self = toml::from_str(text).map_err(|error| damaged(error.message()))?;
        receipt.format = FORMAT;
        // Whoever made the repository may have made the receipt, too; it must not lead us to other files.
        let names_a_hook = |entry: &Entry| {
            Path::new(&entry.path).file_name().is_some_and(|name| name == entry.event.file_name())
        };
        if !receipt.hooks.iter().all(names_a_hook) {
            return Err(damaged("it names a file that is not a hook"));
        }
        let is_ours = |text: &String| Event::every().any(|event| text.starts_with(&render_header(event)));
        if !receipt.config.iter().flat_map(|config| &config.texts).all(is_ours) {
            return Err(damaged("it names an entry of the configuration that is not a hook of ours"));
        }
        Ok(receipt)
    }

    /// Writes the receipt; without an entry, deletes it.
    pub(crate) fn write(&self, state_dir: &Path) -> Result<(), ReceiptError> {
        let path = receipt_path(state_dir);
        self.try_write(state_dir, &path).map_err(|source| ReceiptError::Write { path, source })
    }

    fn try_write(&self, state_dir: &Path, path: &Path) -> io::Result<()> {
        if self.hooks.is_empty() && self.made_folder.is_none() && self.config.is_none() {
            return match remove(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        create_private_dir(state_dir)?;
        let text = self.render().map_err(io::Error::other)?;
        write_whole(path, text.as_bytes(), private(), Existing::Replace)
    }

    pub(crate) fn render(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// Whether something is, or may be, installed for an event.
    pub(crate) fn names(&self, event: Event) -> bool {
        let header = render_header(event);
        self.hooks.iter().any(|entry| entry.event == event)
            || self.config.iter().flat_map(|entries| &entries.texts).any(|text| text.starts_with(&header))
    }

    /// The entry of that path. `None`: nothing there is ours.
    pub(crate) fn entry(&self, path: &str) -> Option<&Entry> {
        self.hooks.iter().find(|entry| entry.path == path)
    }

    /// The entry of that path, made where there is none.
    pub(crate) fn entry_mut(&mut self, event: Event, path: &str) -> &mut Entry {
        let at = self.hooks.iter().position(|entry| entry.path == path).unwrap_or_else(|| {
            let path = path.to_owned();
            let (copies, blocks) = (Vec::new(), Vec::new());
            self.hooks.push(Entry { event, path, made_script: false, copies, blocks, by_hand: false });
            self.hooks.len() - 1
        });
        &mut self.hooks[at]
    }
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

fn receipt_path(state_dir: &Path) -> PathBuf {
    state_dir.join("hooks.toml")
}
