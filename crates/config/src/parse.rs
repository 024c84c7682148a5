//! What a file of settings says.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{ConfigError, Found, Remark, ValueError, nearest};
use crate::file::invalid;
use crate::keys::{KEYS, Key, Settings};
use crate::name::{Name, PATH, PROJECTS, Place};
use crate::project::{ProjectName, ProjectPath};

/// What a file says, put over what held before it.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// What holds now.
    pub(crate) settings: Settings,
    /// What it sets.
    pub(crate) names: Vec<Name>,
    /// What it says in vain.
    pub(crate) remarks: Vec<Remark>,
}

/// Reads the text of a file, over what held before it.
///
/// # Errors
/// [`ConfigError::Invalid`]: nothing of the file holds then.
pub(crate) fn parse(text: &str, path: &Path, place: Place, before: &Settings) -> Result<Parsed, ConfigError> {
    let parsed = Parsed { settings: before.clone(), names: Vec::new(), remarks: Vec::new() };
    let mut reader = Reader { text, path, place, parsed };
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| reader.line(span.start));
        invalid(path, format!("line {line}: {}", error.message()))
    })?;
    for (key, value) in table.get_ref() {
        reader.read(key.get_ref(), value)?;
    }
    Ok(reader.parsed)
}

/// What a file with this text sets, as a door for the fuzzer.
///
/// # Errors
/// [`ConfigError::Invalid`].
#[cfg(feature = "fuzzing")]
pub fn settings_of(text: &str, place: Place) -> Result<Settings, ConfigError> {
    Ok(parse(text, Path::new("config.toml"), place, &Settings::default())?.settings)
}

type Item<'i> = Spanned<DeValue<'i>>;

struct Reader<'a> {
    text: &'a str,
    path: &'a Path,
    place: Place,
    parsed: Parsed,
}

impl Reader<'_> {
    fn read(&mut self, key: &str, value: &Item<'_>) -> Result<(), ConfigError> {
        if key == PROJECTS {
            let projects = self.table(value, key)?;
            return projects
                .iter()
                .try_for_each(|(name, project)| self.read_project(name.get_ref(), project));
        }
        let Some(known) = Key::of(key) else {
            let known = KEYS.iter().map(|key| key.name).chain([PROJECTS]);
            self.remark_unknown(key.to_owned(), nearest(key, known));
            return Ok(());
        };
        if self.takes(&Name::Key(known)) {
            let put = known.put_toml(&mut self.parsed.settings, value.get_ref());
            put.map_err(|error| self.wrong(value, key, &error))?;
        }
        Ok(())
    }

    fn read_project(&mut self, name: &str, project: &Item<'_>) -> Result<(), ConfigError> {
        let in_full = format!("{PROJECTS}.{name}");
        let keys = self.table(project, &in_full)?;
        let name = ProjectName::parse(name).map_err(|error| self.wrong(project, PROJECTS, &error))?;
        for key in keys.keys().filter(|key| key.get_ref() != PATH) {
            self.remark_unknown(
                format!("{in_full}.{}", key.get_ref()),
                Some(Name::Project(name.clone()).to_string()),
            );
        }
        let Some(path) = keys.get(PATH) else {
            let path = self.path.to_owned();
            self.parsed.remarks.push(Remark::NoPath { path, name: in_full });
            return Ok(());
        };
        let setting = Name::Project(name.clone());
        if self.takes(&setting) {
            let folder = read_path(path.get_ref());
            let folder = folder.map_err(|error| self.wrong(path, &setting.to_string(), &error))?;
            self.parsed.settings.projects.insert(name, folder);
        }
        Ok(())
    }

    /// Whether the file sets this. What may not stand in it is told and not obeyed.
    fn takes(&mut self, name: &Name) -> bool {
        let takes = name.may_stand_in(self.place);
        if takes {
            self.parsed.names.push(name.clone());
        } else {
            let (path, key) = (self.path.to_owned(), name.to_string());
            self.parsed.remarks.push(match self.place {
                Place::Repository => Remark::NotInRepository { path, key },
                Place::User => Remark::OnlyInRepository { path, key },
            });
        }
        takes
    }

    fn remark_unknown(&mut self, key: String, nearest: Option<String>) {
        self.parsed.remarks.push(Remark::Unknown { path: self.path.to_owned(), key, nearest });
    }

    fn table<'v, 'i>(&self, value: &'v Item<'i>, key: &str) -> Result<&'v DeTable<'i>, ConfigError> {
        let error = || ValueError::Shape { expected: "a table", found: Found::of(value.get_ref()) };
        value.get_ref().as_table().ok_or_else(|| self.wrong(value, key, &error()))
    }

    fn wrong(&self, at: &Item<'_>, key: &str, error: &dyn std::error::Error) -> ConfigError {
        invalid(self.path, format!("line {}: {key}: {error}", self.line(at.span().start)))
    }

    fn line(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count() + 1
    }
}

fn read_path(value: &DeValue<'_>) -> Result<ProjectPath, ValueError> {
    let error = || ValueError::Shape { expected: "a path", found: Found::of(value) };
    ProjectPath::parse(value.as_str().ok_or_else(error)?)
}
