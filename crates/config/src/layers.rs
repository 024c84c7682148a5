//! Which settings hold: the later layer wins.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{ConfigError, Remark};
use crate::file;
use crate::keys::{KEYS, Key, Settings, Value};
use crate::name::{Assignment, Name, Place};
use crate::parse::parse;

/// What only the edge knows of the settings.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The user's own file, whether it is there or not. `None`: the system does not say where it would be.
    pub user_file: Option<PathBuf>,
    /// The keys that the environment sets, each with what stands there.
    pub variables: Vec<(&'static Key, String)>,
    /// What was given with the command.
    pub flags: Vec<Assignment>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// The user's file.
    User(PathBuf),
    /// The repository's file.
    Repository(PathBuf),
    /// This environment variable.
    Environment(&'static str),
    /// A flag of the command.
    Flag,
}

/// What holds, and what was said in vain.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What holds, without what cannot be read.
    pub settings: Settings,
    /// What is said in vain in files.
    pub remarks: Vec<Remark>,
    /// What cannot be read: a whole file, or a variable. What it says does not hold.
    pub broken: Vec<Arc<ConfigError>>,
    origins: BTreeMap<String, Origin>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

impl Loaded {
    /// Reads the layers. `repository` is the repository's own file, whether it is there or not; `None`: outside of one.
    #[must_use]
    pub fn read(sources: &Sources, repository: Option<&Path>) -> Self {
        let mut loaded = Self::default();
        if let Some(path) = &sources.user_file {
            loaded.read_file(path, Place::User);
        }
        if let Some(path) = repository {
            loaded.read_file(path, Place::Repository);
        }
        for (key, text) in &sources.variables {
            loaded.read_variable(key, text);
        }
        for Assignment { key, value } in &sources.flags {
            // It was taken when it was read.
            if key.put_text(&mut loaded.settings, value).is_ok() {
                loaded.origins.insert(key.name.to_owned(), Origin::Flag);
            }
        }
        loaded
    }

    /// Every setting, in the order of the table; the projects by name.
    #[must_use]
    pub fn list(&self) -> Vec<Setting> {
        let projects = self.settings.projects.keys().map(|name| Name::Project(name.clone()));
        KEYS.iter().map(Name::Key).chain(projects).filter_map(|name| self.get(&name)).collect()
    }

    /// One setting. `None`: there is no project of this name.
    #[must_use]
    pub fn get(&self, name: &Name) -> Option<Setting> {
        let value = match name {
            Name::Key(key) => key.value(&self.settings),
            Name::Project(name) => Value::Text(self.settings.projects.get(name)?.to_string()),
        };
        let name = name.to_string();
        let origin = self.origins.get(&name).cloned().unwrap_or(Origin::Default);
        Some(Setting { name, value, origin })
    }

    fn read_file(&mut self, path: &Path, place: Place) {
        let read = file::read_text(path, place)
            .and_then(|text| text.map(|text| parse(&text, path, place, &self.settings)).transpose());
        match read {
            Ok(None) => {}
            Ok(Some(parsed)) => {
                let origin = match place {
                    Place::User => Origin::User(path.to_owned()),
                    Place::Repository => Origin::Repository(path.to_owned()),
                };
                self.settings = parsed.settings;
                self.remarks.extend(parsed.remarks);
                self.origins.extend(parsed.names.iter().map(|name| (name.to_string(), origin.clone())));
            }
            Err(error) => self.broken.push(Arc::new(error)),
        }
    }

    fn read_variable(&mut self, key: &'static Key, text: &str) {
        match key.put_text(&mut self.settings, text) {
            Ok(_) => {
                self.origins.insert(key.name.to_owned(), Origin::Environment(key.variable));
            }
            Err(error) => {
                self.broken.push(Arc::new(ConfigError::Variable { variable: key.variable, error }));
            }
        }
    }
}
