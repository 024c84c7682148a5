//! Changing a file of settings. Comments and layout stay as they are.

use std::fs::{self, DirBuilder};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use locking::LockError;
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use crate::error::{ConfigError, SettingError};
use crate::file;
use crate::keys::Settings;
use crate::name::{Name, PATH, PROJECTS, Place};
use crate::parse::parse;

/// A file that is changed.
#[derive(Debug)]
pub struct Target<'a> {
    /// The file.
    pub file: &'a Path,
    /// The lock under which it is changed: a file that is made where it is missing.
    pub lock: &'a Path,
    /// Whose file it is.
    pub place: Place,
    /// How long the lock is waited for.
    pub deadline: Duration,
}

/// Why a file was not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// What was asked for is not taken.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read, or could not be read with this change.
    #[error("the settings cannot be read: {0}")]
    Config(ConfigError),
    /// The file cannot be written.
    #[error("cannot write {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

// By hand, since `#[from]` would tell the same once more as the cause.
impl From<ConfigError> for EditError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

/// Sees whether a value can be set there.
///
/// # Errors
/// [`SettingError`].
pub fn check(place: Place, name: &Name, value: &str) -> Result<(), SettingError> {
    read_value(place, name, value).map(drop)
}

fn read_value(place: Place, name: &Name, value: &str) -> Result<Value, SettingError> {
    let read = name.put_text(&mut Settings::default(), value)?;
    match (name.may_stand_in(place), place) {
        (true, _) => Ok(read),
        (false, Place::Repository) => Err(SettingError::NotInRepository(name.to_string())),
        (false, Place::User) => Err(SettingError::OnlyInRepository(name.to_string())),
    }
}

/// Sets a value. The file is made where it is missing, with the folders above it. Answers with whether that changed the
/// file.
///
/// # Errors
/// [`EditError`].
pub fn set(target: &Target<'_>, name: &Name, value: &str) -> Result<bool, EditError> {
    let value = read_value(target.place, name, value)?;
    if let Some(folder) = target.file.parent() {
        make_folder(folder).map_err(|source| EditError::Io { path: target.file.to_owned(), source })?;
    }
    change(target, |text, document| with(text, document, name, value))
}

/// The text with a value. `None`: it has no place for it.
fn with(text: &str, document: &mut DocumentMut, name: &Name, value: Value) -> Option<String> {
    match name {
        Name::Key(key) => match put_at_the_top(text, document, key.name, &value) {
            Some(text) => Some(text),
            None => put(document.as_table_mut(), key.name, value).map(|()| document.to_string()),
        },
        Name::Project(project) => put_path(document, project.as_str(), value).map(|()| document.to_string()),
    }
}

/// The text with a value, as a door for the fuzzer: whoever reads it must find the value.
///
/// # Errors
/// [`EditError`].
#[cfg(feature = "fuzzing")]
pub fn text_with(before: &str, place: Place, name: &Name, value: &str) -> Result<String, EditError> {
    let value = read_value(place, name, value)?;
    Ok(changed(before, Path::new("config.toml"), place, |text, document| with(text, document, name, value))?)
}

/// Takes out what is set under this name, known or not. Answers with whether that changed the file.
///
/// # Errors
/// [`EditError`].
pub fn unset(target: &Target<'_>, name: &str) -> Result<bool, EditError> {
    change(target, |_, document| {
        let path: Vec<&str> = name.split('.').collect();
        take_out(document.as_table_mut(), &path);
        Some(document.to_string())
    })
}

/// Changes the file under its lock, unless it would be one that cannot be read. Answers with whether that changed it.
fn change(
    target: &Target<'_>,
    edit: impl FnOnce(&str, &mut DocumentMut) -> Option<String>,
) -> Result<bool, EditError> {
    let path = target.file;
    let _lock = locking::lock_file("the settings", target.lock, target.deadline)?;
    let before = file::read_text(path, target.place)?.unwrap_or_default();
    let after = changed(&before, path, target.place, edit)?;
    if after == before {
        return Ok(false);
    }
    write(path, &after).map_err(|source| EditError::Io { path: path.to_owned(), source })?;
    Ok(true)
}

/// The text of a file as it becomes. `edit` is given the text, with line feeds alone at the ends of lines, and answers
/// with the new one; `None`: what is there has no place for the value.
fn changed(
    before: &str,
    path: &Path,
    place: Place,
    edit: impl FnOnce(&str, &mut DocumentMut) -> Option<String>,
) -> Result<String, ConfigError> {
    let parse = |text: &str| parse(text, path, place, &Settings::default()).map(drop);
    let text = before.replace("\r\n", "\n");
    let Ok(mut document) = text.parse::<DocumentMut>() else {
        parse(before)?;
        return Err(file::invalid(path, "it cannot be changed".into()));
    };
    let Some(mut after) = edit(&text, &mut document) else {
        parse(before)?;
        return Err(file::invalid(path, "it has no place for this value".into()));
    };
    if text != before {
        after = after.replace('\n', "\r\n");
    }
    file::check_size(path, after.len() as u64)?;
    parse(&after)?;
    Ok(after)
}

/// Makes a folder, and those above it, for its owner alone. What is there already is left as it is.
fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Writes the file, or what it is a link to: the reader has said that a link may stand here.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    let path = if is_link { fs::canonicalize(path)? } else { path.to_owned() };
    disk::write_whole(&disk::System, &path, text.as_bytes(), None, disk::Existing::Replace)
}

/// The text with a first value above all tables, and below the words at its top. `None`: there are values already, among
/// which the new one finds its place.
fn put_at_the_top(text: &str, document: &DocumentMut, key: &str, value: &Value) -> Option<String> {
    let is_said = |line: &str| !matches!(line.trim_start().chars().next(), None | Some('#'));
    let begins = text.split_inclusive('\n').take_while(|line| !is_said(line)).map(str::len).sum();
    let (words, rest) = text.split_at(begins);
    if !(rest.is_empty() || rest.trim_start().starts_with('[')) || document.contains_key(key) {
        return None;
    }
    // What stands right above a table speaks of it.
    let end = if rest.is_empty() { words.len() } else { words.rfind("\n\n").map_or(0, |at| at + 2) };
    let (above, below) = text.split_at(end);
    let end_of_line = if above.is_empty() || above.ends_with('\n') { "" } else { "\n" };
    let gap = if below.is_empty() { "" } else { "\n" };
    Some(format!("{above}{end_of_line}{key} = {}\n{gap}{below}", value.to_string().trim()))
}

/// Puts a value in place, with the comments that stood beside the one before.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) -> Option<()> {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(Item::None) | None => {
            table.insert(key, Item::Value(value));
        }
        Some(Item::Table(_) | Item::ArrayOfTables(_)) => return None,
    }
    Some(())
}

fn put_path(document: &mut DocumentMut, project: &str, value: Value) -> Option<()> {
    let mut empty = Table::new();
    empty.set_implicit(true);
    let projects =
        document.as_table_mut().entry(PROJECTS).or_insert(Item::Table(empty)).as_table_like_mut()?;
    if projects.get(project).is_none() {
        projects.insert(project, Item::Table(Table::new()));
    }
    put(projects.get_mut(project)?.as_table_like_mut()?, PATH, value)
}

/// Takes a value out, and the tables that are empty without it.
fn take_out(table: &mut dyn TableLike, path: &[&str]) {
    match path {
        [] => {}
        [key] => {
            table.remove(key);
        }
        [key, rest @ ..] => {
            let Some(inner) = table.get_mut(key).and_then(Item::as_table_like_mut) else { return };
            take_out(inner, rest);
            if inner.is_empty() {
                table.remove(key);
            }
        }
    }
}
