//! The files in which projects are kept.

use std::path::Path;

use core_model::project::Project;

use super::Projects;
use crate::document::{self, Parsed};
use crate::files::{self, Existing};
use crate::layout::MAX_FILE;
use crate::open::{Store, check};
use crate::problem::{FileError, Problem};

impl Store {
    /// Every project's file, whatever it is worth.
    pub(crate) fn read_kept(&self) -> Projects {
        let mut read = Projects::default();
        let folder = self.layout.projects();
        for path in self.entries(&folder, &mut read.problems) {
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            match self.read_project_file(&path) {
                Ok(parsed) => {
                    read.problems.extend(parsed.remarks.into_iter().map(Problem::at(&path)));
                    read.projects.insert(parsed.value.name.clone(), parsed.value);
                }
                Err(error) => read.problems.push(Problem { path, error }),
            }
        }
        read
    }

    pub(crate) fn read_project_file(&self, path: &Path) -> Result<Parsed<Project>, FileError> {
        let bytes = files::read_whole(&*self.disk, path, MAX_FILE)?;
        let parsed = document::parse_project(&bytes)?;
        if self.layout.project_file(&parsed.value.name) != path {
            let name = core_model::shorten(&parsed.value.name, 60);
            return Err(FileError::NotAProject(format!(
                "it holds project {name:?}, which is not what its name says"
            )));
        }
        Ok(parsed)
    }

    /// A project that may be written over; an empty one where there is no file.
    pub(super) fn read_to_write(&self, name: &str) -> Result<Project, Problem> {
        let path = self.layout.project_file(name);
        match self.read_project_file(&path).and_then(Parsed::writable) {
            Err(error) if error.is_not_found() => Ok(Project::new(name)),
            Err(error) => Err(Problem { path, error }),
            Ok(project) => Ok(project),
        }
    }

    /// Writes what becomes of a project, where it is something else than before; whether it is, is the answer. What
    /// cannot be written over is no error where nothing is to be changed in it.
    pub(super) fn rewrite(&self, name: &str, change: impl Fn(&Project) -> Project) -> Result<bool, Problem> {
        let path = self.layout.project_file(name);
        let there = self.read_project_file(&path).map(|parsed| parsed.value);
        if there.is_ok_and(|project| change(&project) == project) {
            return Ok(false);
        }
        let before = self.read_to_write(name)?;
        self.write_project(&change(&before)).map(|()| true)
    }

    pub(super) fn write_project(&self, project: &Project) -> Result<(), Problem> {
        let (folder, path) = (self.layout.projects(), self.layout.project_file(&project.name));
        let failed = |error: std::io::Error| Problem::new(&path, error);
        if !check(&*self.disk, &folder).map_err(|error| failed(std::io::Error::other(error)))? {
            disk::make_folder_in(&*self.disk, self.root(), &folder).map_err(failed)?;
        }
        let text = document::render_project(project);
        if text.len() as u64 > MAX_FILE {
            return Err(Problem::new(path, FileError::Full { bytes: text.len() as u64, limit: MAX_FILE }));
        }
        files::write_whole(&*self.disk, &path, text.as_bytes(), Existing::Replace).map_err(failed)
    }
}
