//! What a person types for a setting.

use std::fmt;

use crate::error::{NameError, SettingError, nearest};
use crate::keys::{KEYS, Key, Settings};
use crate::project::{ProjectName, ProjectPath};

/// The table of the projects.
pub(crate) const PROJECTS: &str = "projects";

/// What can be set of a project.
pub(crate) const PATH: &str = "path";

/// A file that settings stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The user's own.
    User,
    /// The repository's.
    Repository,
}

/// The name of a setting.
#[derive(Debug, Clone)]
pub enum Name {
    /// A key of the table.
    Key(&'static Key),
    /// The path of a project: `projects.NAME.path`.
    Project(ProjectName),
}

impl Name {
    /// Reads a name as it is typed.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if let Some(key) = Key::of(text) {
            return Ok(Self::Key(key));
        }
        if let Some((PROJECTS, rest)) = text.split_once('.') {
            if let Some((name, key)) = rest.rsplit_once('.') {
                let name = ProjectName::parse(name)?;
                return if key == PATH {
                    Ok(Self::Project(name))
                } else {
                    let nearest = Some(format!("{PROJECTS}.{name}.{PATH}"));
                    Err(NameError::Unknown { name: text.to_owned(), nearest })
                };
            }
            let nearest = ProjectName::parse(rest).ok().map(|name| format!("{PROJECTS}.{name}.{PATH}"));
            return Err(NameError::Unknown { name: text.to_owned(), nearest });
        }
        Err(NameError::Unknown {
            name: text.to_owned(),
            nearest: nearest(text, KEYS.iter().map(|key| key.name)),
        })
    }

    /// Whether a file of this kind may set it.
    #[must_use]
    pub fn may_stand_in(&self, place: Place) -> bool {
        match (self, place) {
            (Self::Key(_), Place::User) | (Self::Project(_), Place::Repository) => true,
            (Self::Key(key), Place::Repository) => key.in_repository,
            (Self::Project(_), Place::User) => false,
        }
    }

    /// Puts a value that was typed into the settings, and answers with the form in which it belongs in a file.
    pub(crate) fn put_text(
        &self,
        settings: &mut Settings,
        text: &str,
    ) -> Result<toml_edit::Value, SettingError> {
        let put = match self {
            Self::Key(key) => key.put_text(settings, text),
            Self::Project(name) => ProjectPath::parse(text).map(|path| {
                let value = path.as_str().into();
                settings.projects.insert(name.clone(), path);
                value
            }),
        };
        put.map_err(|error| SettingError::Value { name: self.to_string(), error })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => out.write_str(key.name),
            Self::Project(name) => write!(out, "{PROJECTS}.{name}.{PATH}"),
        }
    }
}

/// A key with its value, as a flag gives it.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub(crate) key: &'static Key,
    pub(crate) value: String,
}

impl Assignment {
    /// Reads `KEY=VALUE`.
    ///
    /// # Errors
    /// [`SettingError`].
    pub fn parse(text: &str) -> Result<Self, SettingError> {
        let (name, value) = text.split_once('=').ok_or(SettingError::NoValue)?;
        let name = Name::parse(name.trim())?;
        let value = value.trim().to_owned();
        name.put_text(&mut Settings::default(), &value)?;
        match name {
            Name::Key(key) => Ok(Self { key, value }),
            Name::Project(_) => Err(SettingError::OnlyInRepository(name.to_string())),
        }
    }
}
