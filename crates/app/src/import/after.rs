//! What follows when all is taken in.

use std::collections::HashSet;

use core_model::{Commit, StatusName};
use store::{KnownCommits, Which};

use super::intake::Intake;
use super::{Imported, ImportedSession, NotRead, Taken};

impl Intake<'_> {
    /// What is found out when all is taken in.
    pub(super) fn finish(mut self) -> Imported {
        self.take_unassigned();
        if !self.asked.dry_run {
            self.refresh_projects();
            self.keep_snapshot();
            self.look_at_active();
        }
        self.done
    }

    /// A commit that a session has belongs to that session, here as there.
    fn take_unassigned(&mut self) {
        let all = std::mem::take(&mut self.unassigned);
        if all.is_empty() || self.asked.project.is_some() {
            return;
        }
        if let Some(store) = &self.store {
            let snapshot = store.snapshot(Which::All);
            let of_sessions = snapshot.sessions.iter().flat_map(|session| &session.record().commits);
            let here = of_sessions.chain(snapshot.unassigned.iter().filter(|_| self.asked.dry_run));
            self.seen.extend(here.map(|commit| commit.facts.sha.clone()));
        }
        let count = all.len();
        let left: Vec<Commit> = all.into_iter().filter(|it| !self.seen.contains(&it.facts.sha)).collect();
        let new = match &self.store {
            Some(store) if !self.asked.dry_run => match store.adopt_unassigned(&left) {
                Ok(new) => new,
                Err(error) => {
                    self.done.problems.push(NotRead { path: "unassigned".into(), why: error.to_string() });
                    return;
                }
            },
            Some(_) | None => left.len(),
        };
        (self.done.unassigned.new, self.done.unassigned.same) = (new, count - new);
    }

    /// What is kept of the projects' completed sessions is derived anew, once.
    fn refresh_projects(&mut self) {
        let is_new = |it: &ImportedSession| it.taken == Taken::New && it.status == StatusName::Completed;
        let Some(store) = self.store.as_ref().filter(|_| self.done.sessions.iter().any(is_new)) else {
            return;
        };
        // What cannot be read here is told by whoever reads projects, and derived there.
        if let Err(error) = store.rebuild_projects() {
            self.done.warnings.push(format!("it is done, but projects were not brought up to date: {error}"));
        }
    }

    fn keep_snapshot(&mut self) {
        let new = self.done.sessions.iter().filter(|it| it.taken == Taken::New);
        let ids: Vec<_> = new.map(|it| it.id.clone()).collect();
        let changed = !ids.is_empty()
            || self.done.unassigned.new > 0
            || self.done.projects.iter().any(|project| project.is_new);
        if changed && let Err(problem) = KnownCommits::at(&self.workspace.repo.state_dir()).doubt() {
            self.done.warnings.push(format!("its commits are not found by their ids: {problem}"));
        }
        let settings = &self.workspace.loaded_settings().settings;
        if let (Some(store), true, true) = (&self.store, settings.history, changed)
            && let Err(error) = self.workspace.keep(store, &ids, &format!("import of {} sessions", ids.len()))
        {
            self.done.warnings.push(format!("it is done, but no snapshot of it was taken: {error}"));
        }
    }

    /// Which of the new sessions are active, and whether anybody works on them.
    fn look_at_active(&mut self) {
        let is_new = |it: &&ImportedSession| it.taken == Taken::New && it.status == StatusName::Active;
        let active: HashSet<_> = self.done.sessions.iter().filter(is_new).map(|it| it.id.clone()).collect();
        if active.is_empty() {
            return;
        }
        match self.workspace.stale() {
            Ok(stale) => {
                let ids = stale.found.into_iter().map(|it| it.session.id().clone());
                self.done.stale = ids.filter(|id| active.contains(id)).collect();
            }
            Err(error) => self.done.warnings.push(error.to_string()),
        }
        let worktrees = self.workspace.repo.worktree_names().unwrap_or_default();
        for session in self.store.iter().flat_map(|store| store.snapshot(Which::Live).sessions) {
            let worktree = &session.opening().worktree;
            if active.contains(session.id()) && worktrees.contains(worktree) {
                self.done.at_work.push((session.id().clone(), worktree.clone()));
            }
        }
    }
}
