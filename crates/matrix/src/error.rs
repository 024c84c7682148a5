//! Why something could not be tried at all. What was tried and went wrong is a [`crate::Judgement`].

use std::path::{Path, PathBuf};

/// Why something could not be tried.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// A file or folder cannot be made, read or written.
    #[error("{}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A command that must go well did not.
    #[error("`{command}` ended with {code:?}: {said}")]
    Command {
        /// As one would type it.
        command: String,
        /// `None`: a signal ended it.
        code: Option<i32>,
        /// Both of its outputs.
        said: String,
    },
    /// The operations cannot be read.
    #[error("the operations of {file}")]
    Operations {
        /// Which of them.
        file: &'static str,
        /// What is wrong there.
        source: toml::de::Error,
    },
    /// A file of the record is no TOML, or not of the form that is agreed on.
    #[error("the record {}: {what}", path.display())]
    Record {
        /// Which file.
        path: PathBuf,
        /// What is wrong there.
        what: String,
    },
    /// The machine lacks something that everything needs.
    #[error("there is no {0} on the path")]
    Missing(&'static str),
}

impl MatrixError {
    /// For `map_err`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// The error and its causes, in one line.
    #[must_use]
    pub fn in_one_line(&self) -> String {
        let mut line = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            line = format!("{line}: {error}");
            cause = error.source();
        }
        line
    }
}
