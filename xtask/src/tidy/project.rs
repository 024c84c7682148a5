//! What the rules look at, as plain values.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use serde::de::DeserializeOwned;

use super::table::{self, Table};
use crate::workspace;

pub(super) struct Project {
    pub(super) root: PathBuf,
    pub(super) table: Table,
    pub(super) rooms: Vec<Room>,
    pub(super) packages: Vec<Package>,
    /// Each file that is, or could be, under version control; from the root.
    pub(super) files: Vec<String>,
}

/// A package of the workspace.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// Its folder's name, which is also what the code calls it.
    pub(super) name: String,
    pub(super) package: String,
    /// Its manifest, from the root.
    pub(super) manifest: String,
    pub(super) dependencies: Vec<Dependency>,
}

#[derive(Clone, Debug)]
pub(super) struct Dependency {
    pub(super) package: String,
    /// The room it is, if it is one of ours.
    pub(super) room: Option<String>,
    pub(super) dev: bool,
}

/// A package of anyone's that ends up in a build on some platform.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) licence: Option<String>,
}

impl Project {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let metadata = metadata(root)?;
        Ok(Self {
            root: root.to_owned(),
            table: read_toml(root, table::PLACE)?,
            rooms: rooms(&metadata),
            packages: packages(&metadata),
            files: files(root)?,
        })
    }

    /// A file's text; `None` if it is not there.
    pub(super) fn text(&self, place: &str) -> Option<String> {
        fs::read_to_string(self.root.join(place)).ok()
    }

    pub(super) fn toml<T: DeserializeOwned>(&self, place: &str) -> Result<T> {
        read_toml(&self.root, place)
    }
}

fn read_toml<T: DeserializeOwned>(root: &Path, place: &str) -> Result<T> {
    let text = fs::read_to_string(root.join(place)).with_context(|| place.to_owned())?;
    toml::from_str(&text).with_context(|| place.to_owned())
}

fn metadata(root: &Path) -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command.current_dir(root).other_options(["--locked".to_owned()]);
    Ok(command.exec()?)
}

fn rooms(metadata: &Metadata) -> Vec<Room> {
    let members = metadata.workspace_packages();
    let room_of = |package: &str| {
        let member = members.iter().find(|member| member.name.as_str() == package)?;
        Some(member.manifest_path.parent()?.file_name()?.to_owned())
    };
    let dependency = |found: &cargo_metadata::Dependency| Dependency {
        package: found.name.clone(),
        room: found.path.as_ref().and_then(|_| room_of(&found.name)),
        dev: found.kind == DependencyKind::Development,
    };
    let room = |member: &&cargo_metadata::Package| Room {
        name: room_of(&member.name).unwrap_or_default(),
        package: member.name.to_string(),
        manifest: strip_root(metadata, member),
        dependencies: member.dependencies.iter().map(dependency).collect(),
    };
    members.iter().map(room).collect()
}

fn strip_root(metadata: &Metadata, member: &cargo_metadata::Package) -> String {
    let path = &member.manifest_path;
    path.strip_prefix(&metadata.workspace_root).unwrap_or(path).to_string()
}

fn packages(metadata: &Metadata) -> Vec<Package> {
    let package = |found: &cargo_metadata::Package| Package {
        name: found.name.to_string(),
        version: found.version.to_string(),
        licence: found.license.clone(),
    };
    metadata.packages.iter().map(package).collect()
}

fn files(root: &Path) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let names = workspace::read(&mut git)?;
    Ok(names.split_terminator('\0').map(str::to_owned).collect())
}
