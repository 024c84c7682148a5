//! Reading and changing the settings, in a repository or outside of one.

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use config::Place;
use config::edit::{self, Target};
use config::{Loaded, Name, Setting, SettingError};
use git::DiscoverError;

use crate::error::AppError;
use crate::workspace::{Edge, Workspace, settings_path};

/// The lock under which the user's own file is changed, beside it.
const USER_LOCK: &str = "config.lock";

/// The same for the repository's, in its store.
const REPOSITORY_LOCK: &str = "locks/config";

/// What came of a change.
#[derive(Debug)]
pub struct SettingChanged {
    /// The file.
    pub file: PathBuf,
    /// Whether it is another than before.
    pub changed: bool,
    /// What holds now. `None`: nothing of this name.
    pub setting: Option<Setting>,
}

/// The settings as they hold here: in the repository around the caller, or outside of any.
///
/// # Errors
/// As [`Workspace::open`], but for a place outside of a repository.
pub fn settings(edge: &Edge) -> Result<Loaded, AppError> {
    match Workspace::open(edge.clone()) {
        Ok(workspace) => Ok(workspace.into_settings()),
        Err(AppError::Discover(DiscoverError::NotARepository { .. })) => {
            Ok(Loaded::read(&edge.settings, None))
        }
        Err(error) => Err(error),
    }
}

/// One of these settings.
///
/// # Errors
/// [`AppError::Setting`] where there is no such key, [`AppError::NotSet`] where there is no such project.
pub fn setting(loaded: &Loaded, name: &str) -> Result<Setting, AppError> {
    let name = Name::parse(name).map_err(SettingError::from)?;
    loaded.get(&name).ok_or_else(|| AppError::NotSet(name.to_string()))
}

/// Sets a value in a file, which is made where it is missing.
///
/// # Errors
/// [`AppError::Setting`], [`AppError::Configure`], [`AppError::NoUserFile`]; and for the repository's own file as
/// [`Workspace::open`].
pub fn set_setting(edge: &Edge, place: Place, name: &str, value: &str) -> Result<SettingChanged, AppError> {
    let name = Name::parse(name).map_err(SettingError::from)?;
    edit::check(place, &name, value)?;
    let at = At::find(edge, place)?;
    let changed = edit::set(&at.target(&at.lock()?), &name, value)?;
    Ok(at.into_changed(edge, changed, Some(&name)))
}

/// Takes a value out of a file. One that is not known may stand there, too.
///
/// # Errors
/// As [`set_setting`]; [`AppError::Setting`] where nothing of this name is known or was there.
pub fn unset_setting(edge: &Edge, place: Place, name: &str) -> Result<SettingChanged, AppError> {
    let at = At::find(edge, place)?;
    let is_there = at.file.symlink_metadata().is_ok();
    let changed = is_there && edit::unset(&at.target(&at.lock()?), name)?;
    match Name::parse(name) {
        Err(error) if !changed => Err(SettingError::from(error).into()),
        known => Ok(at.into_changed(edge, changed, known.as_ref().ok())),
    }
}

/// A file that is to be changed.
struct At {
    place: Place,
    file: PathBuf,
    deadline: Duration,
    /// `None`: the file is the user's.
    workspace: Option<Workspace>,
}

impl At {
    fn find(edge: &Edge, place: Place) -> Result<Self, AppError> {
        let (file, deadline, workspace) = match place {
            Place::User => {
                let file = edge.settings.user_file.clone().ok_or(AppError::NoUserFile)?;
                (file, Loaded::read(&edge.settings, None).settings.lock_timeout, None)
            }
            Place::Repository => {
                let workspace = Workspace::open(edge.clone())?;
                let deadline = workspace.loaded_settings().settings.lock_timeout;
                (settings_path(&workspace.repo), deadline, Some(workspace))
            }
        };
        Ok(Self { place, file, deadline, workspace })
    }

    /// The lock of the file. A store is made for it where there is none.
    fn lock(&self) -> Result<PathBuf, AppError> {
        Ok(match &self.workspace {
            None => self.file.with_file_name(USER_LOCK),
            Some(workspace) => workspace.make_store(self.deadline)?.root().join(REPOSITORY_LOCK),
        })
    }

    fn target<'a>(&'a self, lock: &'a Path) -> Target<'a> {
        Target { file: &self.file, lock, place: self.place, deadline: self.deadline }
    }

    fn into_changed(self, edge: &Edge, changed: bool, name: Option<&Name>) -> SettingChanged {
        let setting = name.and_then(|name| settings(edge).ok()?.get(name));
        SettingChanged { file: self.file, changed, setting }
    }
}
