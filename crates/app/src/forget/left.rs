//! Looking, after it was forgotten, whether anything of it is left in the folders that are ours.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use core_model::Record;
use store::{Store, Which, files_below};

use super::needles::Needles;
use super::{ForgetPlan, Forgotten};
use crate::workspace::Workspace;

/// The largest file that is looked into, in bytes. No file of ours is larger.
const MOST: u64 = 512 * 1024 * 1024;

impl Workspace {
    /// Looks at each file of the store and of what is kept in the git directories. What a session says is asked of the
    /// session, since the words of its file are no words of anybody.
    pub(crate) fn look_for_what_is_left(&self, plan: &ForgetPlan, done: &mut Forgotten) {
        let mut read = HashSet::new();
        if let Ok(Some(store)) = self.store_to_read() {
            read = read_files(&store);
            words_left(&store, &plan.needles, done);
            for path in self.edge.meter.each("Looking for what is left", files_below(store.root())) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if plan.removed.iter().any(|it| name.contains(it.id.as_str())) {
                    done.left
                        .push((path.display().to_string(), "it is of a session that is gone".to_owned()));
                }
                self.look_into(&path, store.root(), &plan.needles, &read, done);
            }
        }
        for folder in self.state_folders() {
            for path in files_below(&folder) {
                self.look_into(&path, &folder, &plan.needles, &read, done);
            }
        }
        done.left.sort();
        done.left.dedup();
    }

    fn look_into(
        &self,
        path: &Path,
        root: &Path,
        needles: &Needles,
        read: &HashSet<PathBuf>,
        done: &mut Forgotten,
    ) {
        let below = path.strip_prefix(root).unwrap_or(path);
        if needles.are_in(below.as_os_str().as_encoded_bytes()) {
            done.left.push((path.display().to_string(), "it stands in the file's name".to_owned()));
        }
        // The snapshots were begun anew, and are packed: nothing can be seen in them.
        let is_snapshot = below.iter().any(|part| part == OsStr::new("history.git"));
        if is_snapshot || read.contains(path) {
            return;
        }
        match std::fs::symlink_metadata(path) {
            Ok(seen) if seen.is_file() && seen.len() <= MOST => {}
            Ok(_) | Err(_) => return,
        }
        let why = match std::fs::read(path) {
            Ok(content) if needles.are_in(&content) => "it holds it",
            Ok(_) => return,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(_) => "it cannot be read, so it may hold it",
        };
        done.left.push((path.display().to_string(), why.to_owned()));
    }

    /// Our folders in the git directories of this repository and its worktrees.
    fn state_folders(&self) -> Vec<PathBuf> {
        let worktrees = std::fs::read_dir(self.repo.common_dir().join("worktrees")).into_iter().flatten();
        let of_worktrees = worktrees.flatten().map(|entry| entry.path().join(git::STATE_FOLDER));
        std::iter::once(self.repo.state_dir()).chain(of_worktrees).collect()
    }
}

/// The files whose words were all looked at: those of sessions, projects and commits that can be read in full.
fn read_files(store: &Store) -> HashSet<PathBuf> {
    let snapshot = store.snapshot(Which::All);
    let projects = store.read_projects();
    let unread: HashSet<&PathBuf> =
        snapshot.problems.iter().chain(&projects.problems).map(|problem| &problem.path).collect();
    let kept = ["live", "archive", "projects", "unassigned.toml"].map(|name| store.root().join(name));
    let mut files = files_below(store.root());
    files.retain(|path| {
        let is_one = kept.iter().any(|folder| path.starts_with(folder));
        is_one && path.extension() == Some(OsStr::new("toml")) && !unread.contains(path)
    });
    files.into_iter().collect()
}

/// What sessions still say, and the names that stay: a project and a worktree are called as their folders are.
fn words_left(store: &Store, needles: &Needles, done: &mut Forgotten) {
    let snapshot = store.snapshot(Which::All);
    let before = Record { commits: snapshot.unassigned, ..Record::default() };
    let mut after = before.clone();
    after.forget(&|text| needles.forget(text));
    if after != before && !done.left.iter().any(|(place, _)| place == "unassigned.toml") {
        done.left.push(("unassigned.toml".to_owned(), "it was recorded again in the meantime".to_owned()));
    }
    for session in snapshot.sessions {
        let opening = session.opening();
        for (what, name) in [("project", &opening.project), ("worktree", &opening.worktree)] {
            if needles.count(name) > 0 {
                let why = "a name is not changed: it is that of a folder";
                done.left.push((format!("{what} {name}"), why.to_owned()));
            }
        }
        if session.forget(&|text| needles.forget(text)) != session {
            let why = done.failed.get(session.id()).cloned();
            let why = why.unwrap_or_else(|| "it was said again in the meantime".to_owned());
            done.left.push((format!("session {}", session.id()), why));
        }
    }
    let projects = store.read_projects();
    for name in projects.names() {
        let project = projects.get(name);
        if project.forget(&|text| needles.forget(text)) != project {
            done.left.push((format!("project {name}"), "it could not be written".to_owned()));
        }
    }
}
