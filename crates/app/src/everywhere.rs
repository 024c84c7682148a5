//! What is live in every repository of this machine that is known. Nothing is written there, and nothing is caught up.

use std::path::{Path, PathBuf};

use core_model::attribution::derive_by_now;
use core_model::{Session, StatusName, Time};
use git::{DiscoverError, Environment};
use register::Register;
use store::{Problem, Which};

use crate::care::Found;
use crate::error::{AppError, chain};
use crate::workspace::{Edge, Workspace};

/// What is live in the repositories that are known.
#[derive(Debug)]
pub struct Everywhere {
    /// Those that are there, by path.
    pub repositories: Vec<There>,
    /// Those that are gone, and were dropped from the register.
    pub gone: Vec<PathBuf>,
    /// What did not stop it, and should be known.
    pub remarks: Vec<String>,
    /// The time that all this was true.
    pub now: Time,
}

/// A repository.
#[derive(Debug)]
pub struct There {
    /// Where it is.
    pub path: PathBuf,
    /// What is live, or why that cannot be said.
    pub live: Result<LiveThere, String>,
}

/// What is live in a repository.
#[derive(Debug)]
pub struct LiveThere {
    /// The project.
    pub project: String,
    /// The active and the parked sessions, the oldest first.
    pub sessions: Vec<Session>,
    /// The active ones that nobody seems to work on any more.
    pub stale: Vec<Found>,
    /// How many commits belong to no session.
    pub unassigned: usize,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Looks at every repository that is known.
///
/// # Errors
/// [`AppError::Register`] where the register cannot be read.
pub fn everywhere(edge: &Edge) -> Result<Everywhere, AppError> {
    let mut found =
        Everywhere { repositories: Vec::new(), gone: Vec::new(), remarks: Vec::new(), now: edge.clock.now() };
    let Some(path) = &edge.register else { return Ok(found) };
    let register = Register::at(path.clone());
    for path in register.read()?.into_keys() {
        match look(edge, &path, found.now) {
            Ok(live) => found.repositories.push(There { path, live: Ok(live) }),
            Err(error) if is_gone(&path, &error) => found.gone.push(path),
            Err(error) => found.repositories.push(There { path, live: Err(chain(&error)) }),
        }
    }
    if let Err(error) = register.forget(&found.gone) {
        found.remarks.push(chain(&error));
    }
    Ok(found)
}

fn look(edge: &Edge, path: &Path, now: Time) -> Result<LiveThere, AppError> {
    // What the environment says of a repository and a session is said of another place.
    let git = Environment {
        foreign: edge.git.foreign,
        ceiling_dirs: Vec::new(),
        git_dir: None,
        common_dir: None,
        work_tree: None,
        until: edge.git.until,
    };
    let workspace = Workspace::look(Edge { cwd: path.to_owned(), git, session: None, ..edge.clone() })?;
    let snapshot = workspace.store_to_read()?.map(|store| store.snapshot(Which::Live)).unwrap_or_default();
    let stale = workspace.judge(&snapshot.sessions, now).unwrap_or_default();
    let mut sessions: Vec<Session> =
        snapshot.sessions.into_iter().map(|session| derive_by_now(session, now)).collect();
    sessions.retain(|session| session.status().name() != StatusName::Completed);
    let unassigned = core_model::current_of(snapshot.unassigned);
    let unassigned = unassigned.iter().filter(|commit| commit.assigned_at.is_none()).count();
    let project = workspace.repo.project_name();
    Ok(LiveThere { project, sessions, stale, unassigned, problems: snapshot.problems })
}

/// Whether there is no repository any more. What cannot be looked at is not gone.
fn is_gone(path: &Path, error: &AppError) -> bool {
    let is_missing = path.try_exists().is_ok_and(|there| !there);
    is_missing || matches!(error, AppError::Discover(DiscoverError::NotARepository { .. }))
}

impl Workspace {
    /// Notes that this repository has sessions. `None`: it is done, or there is no place for it.
    pub(crate) fn note_in_register(&self) -> Option<String> {
        let register = Register::at(self.edge.register.clone()?);
        let here = self.repo.main_work_tree().unwrap_or(self.repo.common_dir());
        let noted = register.note(here, self.now());
        let told =
            |error| format!("git session status --all will not know of this repository: {}", chain(&error));
        noted.err().map(told)
    }
}
