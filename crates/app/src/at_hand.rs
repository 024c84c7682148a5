//! What can be named here: what a shell offers while somebody types.

use std::collections::BTreeSet;
use std::time::Duration;

use config::Loaded;
use core_model::project::{Project, RoadmapItem};
use core_model::{Session, StatusName};
use git::Repo;
use store::{Deadline, Store, Which};

use crate::workspace::{Edge, settings_path};

/// The repository and its store, to look at quickly. Nothing is written, nothing is put back, no commit is looked for, and
/// what cannot be read is not there.
pub struct AtHand {
    repo: Repo,
    store: Option<Store>,
    settings: Loaded,
}

impl AtHand {
    /// What is around the caller. `None`: no repository, or one whose store is not ours to read.
    #[must_use]
    pub fn look(edge: &Edge) -> Option<Self> {
        let repo = git::discover(&edge.cwd, &edge.git).ok()?;
        if repo.store_is_tracked_in_head(store::FOLDER, None).ok()? {
            return None;
        }
        let store = Store::open(&repo.store_dir(), edge.clock.clone(), Deadline(Duration::ZERO)).ok()?;
        let settings = Loaded::read(&edge.settings, Some(&settings_path(&repo)));
        Some(Self { repo, store, settings })
    }

    /// The sessions that are active or parked: those of this worktree first, the newest first.
    #[must_use]
    pub fn live(&self) -> Vec<Session> {
        let Some(store) = &self.store else { return Vec::new() };
        let mut live = store.snapshot(Which::Live).sessions;
        live.retain(|session| session.status().name() != StatusName::Completed);
        live.sort_by_key(|it| (!self.is_here(it), std::cmp::Reverse(it.opening().started_at)));
        live
    }

    /// The newest sessions that are over, as many at most.
    #[must_use]
    pub fn over(&self, most: usize) -> Vec<Session> {
        self.store.as_ref().map(|store| store.newest_archived(most)).unwrap_or_default()
    }

    /// The sessions whose tasks and questions are meant where no session is named: those that are active in this worktree,
    /// or all that are, where none is here.
    #[must_use]
    pub fn at_work(&self) -> Vec<Session> {
        let mut active = self.live();
        active.retain(|session| session.status().name() == StatusName::Active);
        if active.iter().any(|session| self.is_here(session)) {
            active.retain(|session| self.is_here(session));
        }
        active
    }

    fn is_here(&self, session: &Session) -> bool {
        session.opening().worktree == self.repo.worktree_name()
    }

    /// The names of the branches: those that git has, and those of sessions, as many of the ones that are over at most.
    #[must_use]
    pub fn branches(&self, most: usize) -> Vec<String> {
        let tips = self.repo.branch_tips().unwrap_or_default();
        let mut names: BTreeSet<String> = tips.into_iter().map(|(name, _)| name).collect();
        names.extend(self.live().iter().chain(&self.over(most)).filter_map(|it| it.opening().branch.clone()));
        names.into_iter().collect()
    }

    /// The names of the projects: of the repository, of the settings, and of those that sessions are of.
    #[must_use]
    pub fn projects(&self) -> Vec<String> {
        let mut names = BTreeSet::from([self.repo.project_name()]);
        names.extend(self.settings.settings.projects.keys().map(|name| name.as_str().to_owned()));
        names.extend(self.kept().into_iter().map(|project| project.name));
        names.extend(self.live().into_iter().map(|session| session.opening().project.clone()));
        names.into_iter().collect()
    }

    /// What stands on the roadmaps: each item's id and text.
    #[must_use]
    pub fn roadmap(&self) -> Vec<(String, String)> {
        let items = |project: &Project| {
            let item = |item: &RoadmapItem| (item.id.clone(), item.text.to_string());
            project.roadmap.as_slice().iter().map(item).collect::<Vec<_>>()
        };
        self.kept().iter().flat_map(items).collect()
    }

    fn kept(&self) -> Vec<Project> {
        self.store.as_ref().map(Store::kept_projects).unwrap_or_default()
    }
}
