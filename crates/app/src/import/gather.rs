//! Finding and reading what is to be imported. Below a path that was typed, no symbolic link is followed, and only the
//! folders of the dashboard are looked into.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use disk::{Access, Disk as _, Kind, System};
use exchange::predecessor::FileKind;
use exchange::{Found, detect, ours, predecessor};

use super::{From, ImportError, NotRead};

/// How many files are read at most, and how many bytes of them.
const MOST_FILES: usize = 100_000;
const MOST_BYTES: usize = 1024 * 1024 * 1024;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Source {
    /// Its path, as it is shown.
    pub(super) path: String,
    /// What it is.
    pub(super) found: Found,
    /// What stands in it.
    pub(super) text: Vec<u8>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) sources: Vec<Source>,
    /// What is not read, and why.
    pub(super) skipped: Vec<NotRead>,
    /// What should have been read, and why it was not.
    pub(super) problems: Vec<NotRead>,
    from: Option<From>,
    bytes: usize,
}

/// Which of the dashboard's folders is looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    Sessions,
    Archive,
    Projects,
}

impl Level {
    /// The path from the dashboard's folder to here.
    fn prefix(self) -> &'static str {
        match self {
            Self::Top => "",
            Self::Sessions => "sessions/",
            Self::Archive => "sessions/archive/",
            Self::Projects => "projects/",
        }
    }

    /// The folder of this name, where it is one of the dashboard's. Whoever names the folder of the sessions itself means
    /// the archive in it, too.
    fn below(self, name: &str) -> Option<Self> {
        match (self, name) {
            (Self::Top, "sessions") => Some(Self::Sessions),
            (Self::Top, "projects") => Some(Self::Projects),
            (Self::Top | Self::Sessions, "archive") => Some(Self::Archive),
            _ => None,
        }
    }
}

impl Gathered {
    /// Reads what these paths name.
    ///
    /// # Errors
    /// [`ImportError`]; then nothing is to be imported.
    pub(super) fn read(cwd: &Path, paths: &[PathBuf], from: Option<From>) -> Result<Self, ImportError> {
        let mut gathered = Self { from, ..Self::default() };
        for typed in paths {
            let before = gathered.sources.len() + gathered.problems.len();
            let failed = |source| ImportError::Io { path: typed.clone(), source };
            // What somebody names may be a link.
            let path = std::fs::canonicalize(cwd.join(typed)).map_err(failed)?;
            let seen = System.look(&path).map_err(failed)?;
            match seen.map(|seen| seen.kind) {
                Some(Kind::Folder) => {
                    // What cannot be listed here is nothing that was found beside others.
                    System.list(&path).map_err(failed)?;
                    gathered.folder(&path, typed, Level::Top)?;
                }
                Some(Kind::File) => {
                    gathered.file(&path, typed, Level::Top)?;
                    if gathered.sources.len() + gathered.problems.len() == before {
                        let why = gathered.skipped.pop().map(|it| it.why).unwrap_or_default();
                        return Err(ImportError::Unknown { path: typed.clone(), why });
                    }
                }
                Some(Kind::Link | Kind::Other) | None => {
                    return Err(ImportError::NotAFile(typed.clone()));
                }
            }
            if gathered.sources.len() + gathered.problems.len() == before {
                return Err(ImportError::Nothing(typed.clone()));
            }
        }
        Ok(gathered)
    }

    fn folder(&mut self, folder: &Path, shown: &Path, level: Level) -> Result<(), ImportError> {
        let mut names: Vec<OsString> = match System.list(folder) {
            Ok(names) => names,
            Err(error) => {
                self.problem(shown, &error.to_string());
                return Ok(());
            }
        };
        names.sort();
        for name in names {
            let (path, shown) = (folder.join(&name), shown.join(&name));
            match System.look(&path) {
                Err(error) => self.problem(&shown, &error.to_string()),
                // Gone by now.
                Ok(None) => {}
                Ok(Some(seen)) => match (seen.kind, level.below(&name.to_string_lossy())) {
                    (Kind::Folder, Some(below)) => self.folder(&path, &shown, below)?,
                    (Kind::Folder, None) => self.skip(&shown, "a folder that nothing is kept in"),
                    (Kind::Link, _) => self.skip(&shown, "a symbolic link, which is not followed"),
                    (Kind::Other, _) => self.skip(&shown, "it is not an ordinary file"),
                    (Kind::File, _) => self.file(&path, &shown, level)?,
                },
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, shown: &Path, level: Level) -> Result<(), ImportError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let kind = FileKind::of(&format!("{}{name}", level.prefix()));
        let limit = match level {
            Level::Top => ours::MAX_TEXT,
            Level::Sessions | Level::Archive | Level::Projects if kind == FileKind::Nothing => {
                self.skip(shown, "made from the others, or nothing of the dashboard's");
                return Ok(());
            }
            Level::Sessions | Level::Archive | Level::Projects => predecessor::MAX_TEXT,
        };
        let text = match read_file(path, limit) {
            Ok(text) => text,
            Err(why) => {
                self.problem(shown, &why);
                return Ok(());
            }
        };
        let found = match level {
            Level::Top => detect(&name, &text),
            Level::Sessions | Level::Archive | Level::Projects => Some(Found::Predecessor(kind)),
        };
        let found = match (self.from, found) {
            // Whoever says what it is wants to be told why it is not.
            (Some(From::Json), None) => Some(Found::Export),
            (Some(From::Json), Some(Found::Predecessor(_))) => None,
            (Some(From::Predecessor), Some(Found::Export)) => None,
            (Some(From::Predecessor) | None, found) | (Some(From::Json), found @ Some(Found::Export)) => {
                found
            }
        };
        let Some(found) = found else {
            self.skip(shown, &why_unknown(&text));
            return Ok(());
        };
        self.bytes += text.len();
        if self.sources.len() == MOST_FILES || self.bytes > MOST_BYTES {
            return Err(ImportError::TooMuch(shown.to_owned()));
        }
        self.sources.push(Source { path: shown.display().to_string(), found, text });
        Ok(())
    }

    fn skip(&mut self, path: &Path, why: &str) {
        self.skipped.push(NotRead::new(path, why));
    }

    fn problem(&mut self, path: &Path, why: &str) {
        self.problems.push(NotRead::new(path, why));
    }
}

/// Reads an ordinary file that is not too long.
fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, String> {
    let read = || -> io::Result<Result<Vec<u8>, String>> {
        let file = System.open(path, Access::Read)?;
        let seen = file.look()?;
        if seen.kind != Kind::File {
            return Ok(Err("it is not an ordinary file".to_owned()));
        }
        if seen.length > limit as u64 {
            return Ok(Err(format!("the file has {} bytes; at most {limit} are read", seen.length)));
        }
        Ok(Ok(file.read_at(0, limit as u64 + 1)?))
    };
    read().map_err(|error| error.to_string())?
}

/// Why a text is nothing that is known.
fn why_unknown(text: &[u8]) -> String {
    // What is wrong with a session of it is not asked for.
    match ours::read(text, core_model::Time::default()) {
        Err(error) => error.to_string(),
        Ok(_) => "it is something else than was said".to_owned(),
    }
}
