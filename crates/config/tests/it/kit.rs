//! A user's file and a repository's.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use config::edit::{self, Target};
use config::{Assignment, EditError, Key, Loaded, Name, Place, Sources};
use tempfile::TempDir;

pub(crate) struct Files {
    pub(crate) folder: TempDir,
}

impl Files {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("repository")).unwrap();
        Self { folder }
    }

    /// With a repository's file of this text.
    pub(crate) fn with(text: &str) -> Self {
        let files = Self::new();
        files.write(Place::Repository, text);
        files
    }

    pub(crate) fn path(&self, place: Place) -> PathBuf {
        let folder = match place {
            Place::User => "user",
            Place::Repository => "repository",
        };
        self.folder.path().join(folder).join("config.toml")
    }

    pub(crate) fn write(&self, place: Place, text: &str) {
        let path = self.path(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn text(&self, place: Place) -> String {
        fs::read_to_string(self.path(place)).unwrap()
    }

    pub(crate) fn load(&self) -> Loaded {
        self.load_with(&[], &[])
    }

    pub(crate) fn load_with(&self, variables: &[(&str, &str)], flags: &[&str]) -> Loaded {
        let sources = Sources {
            user_file: Some(self.path(Place::User)),
            variables: variables.iter().map(|(key, text)| (Key::of(key).unwrap(), (*text).into())).collect(),
            flags: flags.iter().map(|flag| Assignment::parse(flag).unwrap()).collect(),
        };
        Loaded::read(&sources, Some(&self.path(Place::Repository)))
    }

    /// What is wrong with the files, without the folder.
    pub(crate) fn told(&self) -> String {
        let loaded = self.load();
        let broken = loaded.broken.iter().map(ToString::to_string);
        let lines: Vec<String> = loaded.remarks.iter().map(ToString::to_string).chain(broken).collect();
        self.tame(&lines.join("\n"))
    }

    pub(crate) fn tame(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.folder.path().display()), "")
    }

    pub(crate) fn set(&self, place: Place, name: &str, value: &str) -> Result<bool, EditError> {
        self.changing(place, |target| edit::set(target, &Name::parse(name).unwrap(), value))
    }

    pub(crate) fn unset(&self, name: &str) -> Result<bool, EditError> {
        self.changing(Place::Repository, |target| edit::unset(target, name))
    }

    fn changing<T>(&self, place: Place, change: impl FnOnce(&Target<'_>) -> T) -> T {
        let file = self.path(place);
        let lock = file.with_file_name("lock");
        change(&Target { file: &file, lock: &lock, place, deadline: Duration::from_secs(30) })
    }
}
