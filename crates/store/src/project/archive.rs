//! The completed sessions themselves, from which everything that is kept of them can be derived.

use std::collections::BTreeMap;
use std::path::PathBuf;

use core_model::project::{Past, Project, Roll};
use core_model::{Commit, SessionId};

use crate::open::Store;
use crate::pending::Pending;
use crate::problem::Problem;

/// The sessions in the archive.
pub(super) struct Archive(BTreeMap<SessionId, PathBuf>);

impl Archive {
    pub(super) fn holds(&self, id: &SessionId) -> bool {
        self.0.contains_key(id)
    }

    pub(super) fn derive_roll(&self) -> Roll {
        Roll::of(self.0.keys())
    }
}

impl Store {
    pub(super) fn list_archived(&self, problems: &mut Vec<Problem>) -> Archive {
        let mut files = BTreeMap::new();
        self.list_archive(&mut files, problems);
        Archive(files)
    }

    pub(super) fn derive_pasts(
        &self,
        archive: &Archive,
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<String, Past> {
        let mut pasts = BTreeMap::<String, Past>::new();
        let beside = self.read_unassigned().map_or_else(
            |problem| {
                problems.push(problem);
                Vec::new()
            },
            |(commits, _)| commits,
        );
        for (id, path) in self.telling(archive.0.iter()) {
            match self.load(id, path, &Pending::default()) {
                Ok(mut loaded) => {
                    let concerns = |it: &&Commit| it.session.as_ref() == Some(id) || it.assigned_at.is_some();
                    let beside = beside.iter().filter(concerns).cloned().collect();
                    core_model::bring_home(std::slice::from_mut(&mut loaded.session), beside, |_| true);
                    let project = loaded.session.opening().project.clone();
                    pasts.entry(project).or_default().add(&loaded.session);
                    problems.extend(loaded.problems);
                }
                // Somebody took it away since it was listed.
                Err(problem) if problem.is_not_found() => {}
                Err(problem) => problems.push(problem),
            }
        }
        pasts
    }
}

/// Gives each project its past; one without completed sessions has none.
pub(super) fn put_pasts(projects: &mut BTreeMap<String, Project>, mut pasts: BTreeMap<String, Past>) {
    for (name, project) in projects.iter_mut() {
        project.past = pasts.remove(name).unwrap_or_default();
    }
    for (name, past) in pasts {
        let project = Project { past, ..Project::new(&name) };
        projects.insert(name, project);
    }
}
