//! What is kept of the projects: what people say of them, and what their completed sessions come to.
//!
//! The second can be derived from the archive at any time, and is kept so that it need not be. All files of projects are
//! changed under one lock: whether the figures are of all sessions in the archive is seen only from all of them
//! together.

mod archive;
mod kept;

use std::collections::{BTreeMap, BTreeSet};

use core_model::project::{Project, ProjectState, RoadmapError, Roll};
use core_model::{Session, Time};
use locking::LockError;

use crate::open::Store;
use crate::problem::Problem;
use crate::read::Which;
use archive::{Archive, put_pasts};

/// The lock of all projects.
pub(crate) const LOCK: &str = "projects";

/// The projects, as far as they can be read. What cannot be read is told and hides nothing else.
#[derive(Debug, Default)]
pub struct Projects {
    projects: BTreeMap<String, Project>,
    /// Those that no past holds.
    sessions: Vec<Session>,
    /// What could not be read, or not in full.
    pub problems: Vec<Problem>,
}

/// Why what is kept of a project was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The model does not allow it.
    #[error(transparent)]
    Refused(#[from] RoadmapError),
    /// The lock was not had.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The file cannot be read or written.
    #[error("cannot write {0}")]
    File(Problem),
}

/// What was derived anew.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// The projects whose figures were others.
    pub changed: Vec<String>,
    /// What could not be read or written.
    pub problems: Vec<Problem>,
}

impl Projects {
    /// The names of all projects of which anything is known, in order.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let of_sessions = self.sessions.iter().map(|session| session.opening().project.as_str());
        self.projects.keys().map(String::as_str).chain(of_sessions).collect()
    }

    /// A project; one of which nothing is known is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Project {
        self.projects.get(name).cloned().unwrap_or_else(|| Project::new(name))
    }

    /// How a project stands by `now`.
    #[must_use]
    pub fn derive_state(&self, name: &str, now: Time) -> ProjectState {
        ProjectState::derive(&self.get(name), &self.sessions, now)
    }

    fn derive_roll(&self) -> Roll {
        self.projects.values().fold(Roll::default(), |roll, it| roll.and(it.past.derive_roll()))
    }
}

impl Store {
    /// Reads all projects. What is kept of completed sessions is compared with the archive, and derived from it where it
    /// is not of the sessions that are there: a kill may have come between the completing of a session and the noting of
    /// it. Nothing is written.
    #[must_use]
    pub fn read_projects(&self) -> Projects {
        // First the live ones: whoever is completed meanwhile is then found in the archive, and dropped here.
        let live = self.snapshot(Which::Live);
        let mut problems = live.problems;
        let archive = self.list_archived(&mut problems);
        let mut read = self.read_kept();
        read.sessions = live.sessions;
        read.sessions.retain(|session| !archive.holds(session.id()));
        if read.derive_roll() != archive.derive_roll() {
            let pasts = self.derive_pasts(&archive, &mut problems);
            put_pasts(&mut read.projects, pasts);
        }
        read.problems.splice(0..0, problems);
        read
    }

    /// What is kept of projects, without a look at their sessions: what people say of them is true, what sessions come to
    /// may be another figure by now.
    #[must_use]
    pub fn kept_projects(&self) -> Vec<Project> {
        self.read_kept().projects.into_values().collect()
    }

    /// Whether what is kept is of the sessions that are in the archive, all of them and no others.
    #[must_use]
    pub fn projects_are_up_to_date(&self) -> bool {
        let archive = self.list_archived(&mut Vec::new());
        self.read_kept().derive_roll() == archive.derive_roll()
    }

    /// Changes what people say of a project: lock, read, change in memory, write whole. `change` is given the time, read
    /// under the lock. Where it changes nothing, nothing is written. What was changed is on the disk when this returns.
    ///
    /// # Errors
    /// [`ProjectError`]; then the project is as it was, or the disk does not confirm that it is another.
    pub fn change_project(
        &self,
        name: &str,
        change: impl FnOnce(&mut Project, Time) -> Result<(), RoadmapError>,
    ) -> Result<Project, ProjectError> {
        let _lock = self.lock_name(LOCK)?;
        let before = self.read_to_write(name).map_err(ProjectError::File)?;
        let now = before.derive_latest().map_or(self.now(), |latest| latest.max(self.now()));
        let mut project = before.clone();
        change(&mut project, now)?;
        if project != before {
            self.write_project(&project).map_err(ProjectError::File)?;
        }
        Ok(project)
    }

    /// Adds a session that was completed to what is kept of its project. One that was added already is not added again,
    /// and where another is missing, all is derived anew.
    ///
    /// # Errors
    /// [`ProjectError`]; then the next reader derives it from the archive.
    pub fn note_completed(&self, session: &Session) -> Result<(), ProjectError> {
        let _lock = self.lock_name(LOCK)?;
        let mut problems = Vec::new();
        let archive = self.list_archived(&mut problems);
        let (kept, archived) = (self.read_kept().derive_roll(), archive.derive_roll());
        if kept == archived {
            return Ok(());
        }
        let with_it = kept.and(Roll::of([session.id()]));
        if with_it == archived && archive.holds(session.id()) {
            let mut project = self.read_to_write(&session.opening().project).map_err(ProjectError::File)?;
            // With those of its commits that stand beside it.
            let whole = self.show(session.id()).ok().flatten();
            project.past.add(whole.as_ref().map_or(session, |loaded| &loaded.session));
            return self.write_project(&project).map_err(ProjectError::File);
        }
        let own = self.layout.project_file(&session.opening().project);
        self.rebuild_locked(&archive, &mut problems, &Project::clone);
        // What else is wrong, whoever reads is told.
        problems
            .into_iter()
            .find(|problem| problem.path == own)
            .map_or(Ok(()), |it| Err(ProjectError::File(it)))
    }

    /// Derives what is kept of all projects' completed sessions anew, and writes it where it was something else. A file
    /// that cannot be read or written is told and left as it is.
    ///
    /// # Errors
    /// [`ProjectError::Lock`].
    pub fn rebuild_projects(&self) -> Result<Rebuilt, ProjectError> {
        let _lock = self.lock_name(LOCK)?;
        let mut problems = Vec::new();
        let archive = self.list_archived(&mut problems);
        let changed = self.rebuild_locked(&archive, &mut problems, &Project::clone);
        Ok(Rebuilt { changed, problems })
    }

    /// Takes texts out of what is kept of all projects: `forget` is given each and answers with what is left. What the
    /// sessions come to is derived anew, so it comes after the sessions themselves.
    ///
    /// # Errors
    /// [`ProjectError::Lock`].
    pub fn forget_in_projects(&self, forget: &dyn Fn(&str) -> String) -> Result<Rebuilt, ProjectError> {
        let _lock = self.lock_name(LOCK)?;
        let mut problems = Vec::new();
        let archive = self.list_archived(&mut problems);
        let changed = self.rebuild_locked(&archive, &mut problems, &|project| project.forget(forget));
        Ok(Rebuilt { changed, problems })
    }

    /// Derives every past anew, and changes each project beside that. The names of those that became others are the
    /// answer.
    fn rebuild_locked(
        &self,
        archive: &Archive,
        problems: &mut Vec<Problem>,
        change: &dyn Fn(&Project) -> Project,
    ) -> Vec<String> {
        let pasts = self.derive_pasts(archive, problems);
        let mut derived = self.read_kept().projects;
        put_pasts(&mut derived, pasts);
        let mut changed = Vec::new();
        for (name, project) in derived {
            match self.rewrite(&name, |before| Project { past: project.past.clone(), ..change(before) }) {
                Ok(true) => changed.push(name),
                Ok(false) => {}
                Err(problem) => problems.push(problem),
            }
        }
        changed
    }
}
