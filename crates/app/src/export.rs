//! Taking the record away: what an export holds, and writing it to a file.

use std::io;
use std::path::{Path, PathBuf};

use core_model::project::{Project, ProjectState};
use core_model::{Commit, Session, Time};
use disk::{Disk as _, Existing, Kind, System};
use store::{FileError, Problem, Snapshot, Store, Which};

use crate::error::AppError;
use crate::workspace::{Edge, Workspace};

/// What is to be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Everything.
    All,
    /// One session, as it is typed.
    Session(&'a str),
    /// The sessions of a project, and how it stands.
    Project(&'a str),
}

/// What is taken away, as it is kept: a session that has ended by itself and is not closed yet is active here.
#[derive(Debug, Default)]
pub struct Exported {
    /// The sessions, the oldest first.
    pub sessions: Vec<Session>,
    /// Commits that belong to none; where all is asked for.
    pub unassigned: Vec<Commit>,
    /// How projects stand; by name.
    pub projects: Vec<(Project, ProjectState)>,
    /// What could not be read, or not in full.
    pub problems: Vec<Problem>,
}

impl Exported {
    /// How many files are missing in it, wholly or in part. A file that was changed by hand, or ends with an entry that is
    /// cut short, holds nothing else.
    #[must_use]
    pub fn derive_missing(&self) -> usize {
        let harmless =
            |problem: &&Problem| !matches!(problem.error, FileError::Edited | FileError::TornTail { .. });
        let mut paths: Vec<&Path> =
            self.problems.iter().filter(harmless).map(|problem| problem.path.as_path()).collect();
        paths.sort();
        paths.dedup();
        paths.len()
    }
}

/// Why an export was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is a file of that name.
    #[error("{} is there already", .0.display())]
    Taken(PathBuf),
    /// There is a folder of that name.
    #[error("{} is a folder", .0.display())]
    Folder(PathBuf),
    /// What lies there is a link, a pipe, a device: no file to write over.
    #[error("{} is no regular file", .0.display())]
    NoFile(PathBuf),
    /// The folder that it should lie in is not there.
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    /// It cannot be written.
    #[error("cannot write {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Workspace {
    /// Reads what is to be taken away.
    ///
    /// # Errors
    /// [`AppError::Find`], [`AppError::NoneHere`] and [`AppError::Unreadable`] for one session; [`AppError::NoProject`]
    /// where nothing is known of the project; [`AppError::Open`].
    pub fn export(&self, scope: &Scope<'_>) -> Result<Exported, AppError> {
        let store = self.store_to_read()?;
        match *scope {
            Scope::Session(asked) => self.export_one(store, asked),
            Scope::All => Ok(store.map(|store| everything(&store)).unwrap_or_default()),
            Scope::Project(name) => {
                let mut all = store.map(|store| everything(&store)).unwrap_or_default();
                all.sessions.retain(|session| session.opening().project == name);
                all.projects.retain(|(project, _)| project.name == name);
                all.unassigned.clear();
                if all.projects.is_empty() {
                    return Err(AppError::NoProject(name.to_owned()));
                }
                Ok(all)
            }
        }
    }

    fn export_one(&self, store: Option<Store>, asked: &str) -> Result<Exported, AppError> {
        let unknown = || crate::workspace::no_session(Some(asked));
        let store = store.ok_or_else(unknown)?;
        let id = self.find_to_read(&store, Some(asked))?;
        let loaded = store.read(&id).map_err(AppError::Unreadable)?.ok_or_else(unknown)?;
        Ok(Exported { sessions: vec![loaded.session], problems: loaded.problems, ..Exported::default() })
    }
}

fn everything(store: &Store) -> Exported {
    // The sessions stand in an export as they are kept, and so must the figures: by this time, none has ended by itself.
    const AS_KEPT: Time = Time::MIN_UTC;
    let Snapshot { sessions, unassigned, mut problems } = store.snapshot(Which::All);
    let read = store.read_projects();
    let state = |name: &str| (read.get(name), read.derive_state(name, AS_KEPT));
    let projects = read.names().into_iter().map(state).collect();
    // Both have read the live sessions.
    let told: Vec<PathBuf> = problems.iter().map(|problem| problem.path.clone()).collect();
    problems.extend(read.problems.into_iter().filter(|problem| !told.contains(&problem.path)));
    Exported { sessions, unassigned, projects, problems }
}

/// Writes an export to a file, whole or not at all. A path that is not absolute begins where the caller stands.
///
/// # Errors
/// [`ExportError::Taken`] where there is one already and it is not to be replaced; [`ExportError::Folder`] and
/// [`ExportError::NoFile`] where something else lies there, which is never replaced; [`ExportError::NoFolder`],
/// [`ExportError::Io`].
pub fn write_export(edge: &Edge, file: &Path, content: &[u8], replace: bool) -> Result<PathBuf, AppError> {
    let path = edge.cwd.join(file);
    // One that is made from now on is found when the file should get its name.
    match System.look(&path).ok().flatten().map(|seen| seen.kind) {
        Some(Kind::Folder) => return Err(ExportError::Folder(path).into()),
        Some(Kind::Link | Kind::Other) => return Err(ExportError::NoFile(path).into()),
        Some(Kind::File) | None => {}
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
        return Err(ExportError::NoFolder(folder.to_owned()).into());
    }
    let existing = if replace { Existing::Replace } else { Existing::Keep };
    match disk::write_whole(&System, &path, content, None, existing) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(ExportError::Taken(path).into()),
        Err(source) => Err(ExportError::Io { path, source }.into()),
    }
}
