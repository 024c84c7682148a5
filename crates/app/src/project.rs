//! Projects: how they stand, and what people say of them.

use std::collections::BTreeSet;

use core_model::project::{Project, ProjectState, RoadmapError, RoadmapStatus};
use core_model::{TextKind, Time};
use store::{Problem, Projects, Rebuilt};

use crate::error::AppError;
use crate::workspace::Workspace;

/// How a project stands.
#[derive(Debug)]
pub struct ProjectShown {
    /// What people say of it.
    pub project: Project,
    /// What its sessions come to.
    pub state: ProjectState,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that all this was true.
    pub now: Time,
}

/// How every project stands.
#[derive(Debug)]
pub struct ProjectsShown {
    /// The projects, by name.
    pub projects: Vec<(Project, ProjectState)>,
    /// The project here.
    pub here: String,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The time that all this was true.
    pub now: Time,
}

/// A project that was changed.
#[derive(Debug)]
pub struct ProjectChanged<T = ()> {
    /// How it stands now.
    pub shown: ProjectShown,
    /// What was made or changed in it: the id of an item of its roadmap.
    pub made: T,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
}

impl Workspace {
    /// How a project stands. `asked`: its name; `None`: the one here.
    ///
    /// # Errors
    /// [`AppError::NoProject`], [`AppError::Open`].
    pub fn project_shown(&self, asked: Option<&str>) -> Result<ProjectShown, AppError> {
        let read = self.read_projects()?;
        let name = self.project_meant(&read, asked)?;
        Ok(self.shown(read, &name))
    }

    /// How every project stands: the ones that sessions are of, the ones of the settings, and the one here.
    ///
    /// # Errors
    /// [`AppError::Open`].
    pub fn projects(&self) -> Result<ProjectsShown, AppError> {
        let now = self.edge.clock.now();
        let read = self.read_projects()?;
        let projects = self
            .known_projects(&read)
            .into_iter()
            .map(|name| (read.get(&name), read.derive_state(&name, now)));
        Ok(ProjectsShown { projects: projects.collect(), here: self.project(), problems: read.problems, now })
    }

    /// Says where a project stands. `None`: nothing is said of it any more.
    ///
    /// # Errors
    /// [`AppError::Text`], [`AppError::NoProject`], [`AppError::Project`].
    pub fn set_phase(&self, asked: Option<&str>, phase: Option<&str>) -> Result<ProjectChanged, AppError> {
        let phase = phase.map(|phase| self.text(TextKind::Phase, phase)).transpose()?;
        self.change_project(asked, |project, now| {
            project.set_phase(phase, now);
            Ok(())
        })
    }

    /// Adds an item to a project's roadmap; its id is the answer.
    ///
    /// # Errors
    /// As [`Workspace::set_phase`].
    pub fn add_to_roadmap(
        &self,
        asked: Option<&str>,
        text: &str,
        status: RoadmapStatus,
    ) -> Result<ProjectChanged<String>, AppError> {
        let text = self.text(TextKind::RoadmapItem, text)?;
        self.change_project(asked, |project, now| project.roadmap.add(text, status, now))
    }

    /// Says how far an item of a project's roadmap is; its id is the answer.
    ///
    /// # Errors
    /// [`AppError::NoProject`], [`AppError::Project`].
    pub fn move_in_roadmap(
        &self,
        asked: Option<&str>,
        item: &str,
        to: RoadmapStatus,
    ) -> Result<ProjectChanged<String>, AppError> {
        self.change_project(asked, |project, now| project.roadmap.set_status(item, to, now))
    }

    /// Calls an item of a project's roadmap something else; its id is the answer.
    ///
    /// # Errors
    /// As [`Workspace::set_phase`].
    pub fn rename_in_roadmap(
        &self,
        asked: Option<&str>,
        item: &str,
        text: &str,
    ) -> Result<ProjectChanged<String>, AppError> {
        let text = self.text(TextKind::RoadmapItem, text)?;
        self.change_project(asked, |project, now| project.roadmap.rename(item, text, now))
    }

    /// Derives anew what is kept of every project's completed sessions.
    ///
    /// # Errors
    /// [`AppError::Project`], [`AppError::Open`].
    pub fn rebuild_projects(&self) -> Result<Rebuilt, AppError> {
        match self.store_to_write()? {
            Some(store) => Ok(store.rebuild_projects()?),
            None => Ok(Rebuilt::default()),
        }
    }

    fn change_project<T: Default>(
        &self,
        asked: Option<&str>,
        change: impl FnOnce(&mut Project, Time) -> Result<T, RoadmapError>,
    ) -> Result<ProjectChanged<T>, AppError> {
        let name = match asked {
            None => self.project(),
            Some(_) => self.project_meant(&self.read_projects()?, asked)?,
        };
        let store = self.store_or_make()?;
        let mut made = T::default();
        store.change_project(&name, |project, now| {
            made = change(project, now)?;
            Ok(())
        })?;
        let mut remarks = Vec::new();
        self.keep_or_tell(&store, &[], &format!("project {name}"), &mut remarks);
        Ok(ProjectChanged { shown: self.shown(store.read_projects(), &name), made, remarks })
    }

    fn read_projects(&self) -> Result<Projects, AppError> {
        Ok(self.store_to_read()?.map(|store| store.read_projects()).unwrap_or_default())
    }

    fn shown(&self, read: Projects, name: &str) -> ProjectShown {
        let now = self.edge.clock.now();
        let (project, state) = (read.get(name), read.derive_state(name, now));
        ProjectShown { project, state, problems: read.problems, now }
    }

    /// The project that is asked for. A name that nobody has used is more likely a slip than a new project.
    fn project_meant(&self, read: &Projects, asked: Option<&str>) -> Result<String, AppError> {
        match asked {
            None => Ok(self.project()),
            Some(name) if self.known_projects(read).contains(name) => Ok(name.to_owned()),
            Some(name) => Err(AppError::NoProject(name.to_owned())),
        }
    }

    fn known_projects(&self, read: &Projects) -> BTreeSet<String> {
        let parts = self.loaded_settings().settings.projects.keys().map(|name| name.as_str().to_owned());
        let of_sessions = read.names().into_iter().map(str::to_owned);
        of_sessions.chain(parts).chain([self.repo.project_name()]).collect()
    }
}
