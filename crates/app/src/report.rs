//! Where a report is written.

use std::path::{Path, PathBuf};

use disk::{Access, Disk as _, Existing, Kind, System};

use crate::error::AppError;
use crate::export::{self, ExportError};
use crate::workspace::Workspace;

/// The folder of the store that holds what is derived from it: whatever is forgotten is gone from here, too.
const CACHE: &str = "cache";

/// How much of a file is looked at, to know whether it is a report.
const BEGINNING: u64 = 1024;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is nothing to tell, and so no place of its own for it.
    #[error("there are no sessions yet")]
    Nothing,
    /// A template is broken.
    #[error(transparent)]
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

/// A report that is to be written.
pub struct NewReport<'a> {
    /// Where. `None`: beside the sessions, under `name`.
    pub file: Option<&'a Path>,
    /// Its name where no place is named.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// Whether whatever is there is replaced.
    pub replace: bool,
    /// Whether a file that begins like this is a report, which is replaced in any case.
    pub is_report: fn(&[u8]) -> bool,
}

impl Workspace {
    /// Writes a report, whole or not at all; where is the answer. A file that is not a report is kept.
    ///
    /// # Errors
    /// [`AppError::Export`], [`AppError::Report`], [`AppError::Open`].
    pub fn write_report(&self, new: &NewReport<'_>) -> Result<PathBuf, AppError> {
        match new.file {
            Some(file) => {
                let replace = new.replace || is_report(&self.edge.cwd.join(file), new.is_report);
                export::write_export(&self.edge, file, new.text.as_bytes(), replace)
            }
            None => {
                let store = self.store_to_read()?.ok_or(ReportError::Nothing)?;
                // What lies there and is not ours is told.
                store.cache()?;
                let folder = self.store_dir().join(CACHE);
                let path = folder.join(new.name);
                let failed = |source| ExportError::Io { path: path.clone(), source };
                System.make_folder(&folder).map_err(failed)?;
                disk::write_whole(&System, &path, new.text.as_bytes(), None, Existing::Replace)
                    .map_err(failed)?;
                Ok(path)
            }
        }
    }
}

fn is_report(path: &Path, is_report: fn(&[u8]) -> bool) -> bool {
    // Opening what is not a file could wait for somebody who writes to it.
    if !matches!(System.look(path), Ok(Some(seen)) if seen.kind == Kind::File) {
        return false;
    }
    let read = System.open(path, Access::Read).and_then(|file| file.read_at(0, BEGINNING));
    read.is_ok_and(|beginning| is_report(&beginning))
}
