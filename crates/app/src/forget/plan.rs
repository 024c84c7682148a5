//! What would be forgotten. Nothing is changed.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use core_model::project::Project;
use core_model::{Commit, Person, Record, Session, SessionId};
use git::History;
use store::{HookLog, Snapshot, Store, Which};

use super::needles::Needles;
use super::{Forget, ForgetError, ForgetPlan, Forgotten, LEAST, PlannedSession, check};
use crate::error::AppError;
use crate::workspace::Workspace;

impl Workspace {
    /// What would be forgotten.
    ///
    /// # Errors
    /// [`AppError::Find`] for a session that is not there, [`AppError::Forget`] for a text that is too short or is nowhere;
    /// [`AppError::Open`].
    pub fn plan_forget(&self, asked: &Forget) -> Result<ForgetPlan, AppError> {
        match asked {
            Forget::Text(text) | Forget::Person(text) => check(text)?,
            Forget::Sessions(_) => {}
        }
        let mut plan =
            ForgetPlan { has_history: History::at(&self.repo.state_dir()).exists(), ..ForgetPlan::default() };
        let Some(store) = self.store_to_read()? else {
            return match asked {
                Forget::Sessions(asked) => {
                    Err(crate::workspace::no_session(asked.first().map(String::as_str)))
                }
                Forget::Text(text) | Forget::Person(text) => {
                    plan.needles = Needles::of_text(text);
                    plan.look_at_log(&HookLog::new(&self.repo.state_dir()));
                    self.something_of(plan)
                }
            };
        };
        let snapshot = store.snapshot(Which::All);
        let ids = match asked {
            Forget::Sessions(asked) => asked
                .iter()
                .map(|asked| self.find_or_what_is_left(&store, asked))
                .collect::<Result<BTreeSet<SessionId>, _>>()?,
            Forget::Text(text) => {
                plan.needles = Needles::of_text(text);
                BTreeSet::new()
            }
            Forget::Person(asked) => {
                let names = names_of(asked, &snapshot);
                plan.names = names.iter().cloned().collect();
                plan.needles = Needles::of_names(names.clone());
                plan.person = Some(asked.clone());
                let by_them = |it: &&Session| names.contains(it.opening().author.name.as_str());
                snapshot.sessions.iter().filter(by_them).map(|it| it.id().clone()).collect()
            }
        };
        plan.name_sessions(&ids, &snapshot);
        plan.look_at_log(&HookLog::new(&self.repo.state_dir()));
        if !matches!(asked, Forget::Sessions(_)) {
            plan.look_for_text(&ids, &snapshot, &store);
        }
        plan.look_aside(&store);
        plan.problems = snapshot.problems;
        self.something_of(plan)
    }

    /// The plan, unless nothing of it is anywhere: then everything stays as it is.
    fn something_of(&self, plan: ForgetPlan) -> Result<ForgetPlan, AppError> {
        if plan.is_empty() && !self.is_in_history(&plan) {
            // What is in no session may be in a file that a kill has left, or in one that cannot be read.
            let mut anywhere = Forgotten::default();
            self.look_for_what_is_left(&plan, &mut anywhere);
            if anywhere.left.is_empty() {
                return Err(ForgetError::Nowhere.into());
            }
        }
        Ok(plan)
    }

    /// Whether a snapshot holds it. One that cannot be read may.
    fn is_in_history(&self, plan: &ForgetPlan) -> bool {
        let history = History::at(&self.repo.state_dir());
        history
            .is_any(&|path, content| plan.needles.are_in(path.as_bytes()) || plan.needles.are_in(content))
            .unwrap_or(true)
    }

    /// The session that is asked for. A whole id is enough where its file is gone and something of it is left: whoever
    /// forgot it was interrupted.
    fn find_or_what_is_left(&self, store: &Store, asked: &str) -> Result<SessionId, AppError> {
        let not_found = match self.find(store, Some(asked)) {
            Err(error @ AppError::Find(store::FindError::NotFound(_))) => error,
            found => return found,
        };
        let Ok(id) = asked.parse::<SessionId>() else { return Err(not_found) };
        let names_it = |path: &std::path::PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().contains(id.as_str()))
        };
        let log = HookLog::new(&self.repo.state_dir());
        let in_log = |line: &str| (!line.contains(id.as_str())).then(|| line.to_owned());
        let is_left = store::files_below(store.root()).iter().any(names_it)
            || log.count_forgotten(&in_log).is_ok_and(|lines| lines > 0);
        if is_left { Ok(id) } else { Err(not_found) }
    }
}

impl ForgetPlan {
    fn name_sessions(&mut self, ids: &BTreeSet<SessionId>, snapshot: &Snapshot) {
        let by_id: BTreeMap<&SessionId, &Session> =
            snapshot.sessions.iter().map(|it| (it.id(), it)).collect();
        for id in ids {
            let session = by_id.get(id);
            self.removed.push(PlannedSession {
                id: id.clone(),
                intent: session.map(|it| it.opening().intent.to_string()),
                status: session.map(|it| it.status().name()),
            });
        }
        let names_one = |it: &&Session| {
            let related = it.opening().parent.iter().chain(it.status().resumed_as());
            !ids.contains(it.id()) && related.into_iter().any(|id| ids.contains(id))
        };
        self.relatives = snapshot.sessions.iter().filter(names_one).map(|it| it.id().clone()).collect();
    }

    fn look_for_text(&mut self, removed: &BTreeSet<SessionId>, snapshot: &Snapshot, store: &Store) {
        for session in snapshot.sessions.iter().filter(|it| !removed.contains(it.id())) {
            match self.count_in(|count| drop(session.forget(count))) {
                0 => {}
                count => self.changed.push((session.id().clone(), count)),
            }
        }
        let mut record = Record { commits: snapshot.unassigned.clone(), ..Record::default() };
        self.unassigned = self.count_in(|count| record.forget(count));
        let projects = store.read_projects();
        for name in projects.names() {
            let project: Project = projects.get(name);
            match self.count_in(|count| drop(project.forget(count))) {
                0 => {}
                count => self.projects.push((name.to_owned(), count)),
            }
        }
    }

    /// How often the texts stand where `walk` hands them over.
    fn count_in(&self, walk: impl FnOnce(&dyn Fn(&str) -> String)) -> usize {
        let count = Cell::new(0);
        walk(&|text| {
            count.set(count.get() + self.needles.count(text));
            text.to_owned()
        });
        count.get()
    }

    fn look_at_log(&mut self, log: &HookLog) {
        // A log that cannot be read is found again at the end, as what it is.
        self.log_lines = log.count_forgotten(&|line| self.left_of_line(line)).unwrap_or(0);
    }

    /// What is left of a line of the hooks' log. `None`: nothing.
    pub(super) fn left_of_line(&self, line: &str) -> Option<String> {
        let is_about_one = self.removed.iter().any(|it| line.contains(it.id.as_str()));
        (!is_about_one).then(|| self.needles.forget_shown(line))
    }

    fn look_aside(&mut self, store: &Store) {
        let mut names = store.list_quarantine(|name, content| self.is_meant(name, content));
        // The reason stands beside what was kept.
        let all = store.list_quarantine(|_, _| true);
        let beside = |name: &&String| {
            let stem = name.strip_suffix(".reason.txt");
            stem.is_some_and(|stem| names.iter().any(|it| it.starts_with(stem)))
        };
        let reasons: Vec<String> = all.iter().filter(beside).cloned().collect();
        names.extend(reasons);
        names.sort();
        names.dedup();
        self.quarantine = names;
    }

    /// Whether a file that was kept aside is of a session that goes, or holds what is to be forgotten.
    pub(super) fn is_meant(&self, name: &str, content: &[u8]) -> bool {
        // A redo record has the names of two.
        self.removed.iter().any(|it| name.contains(it.id.as_str()))
            || self.needles.are_in(content)
            || self.needles.are_cut_off_in(content)
    }
}

/// The names and the addresses of a person: what was asked for, and what stands beside it as the author of a commit.
fn names_of(asked: &str, snapshot: &Snapshot) -> BTreeSet<String> {
    let mut names = BTreeSet::from([asked.to_owned()]);
    let of_sessions = snapshot.sessions.iter().flat_map(|session| &session.record().commits);
    for commit in of_sessions.chain(&snapshot.unassigned) {
        let Commit { facts, .. } = commit;
        let Person { name, email } = &facts.author;
        for (one, other) in [(name, email), (email, name)] {
            if one == asked && other.chars().count() >= LEAST && check(other).is_ok() {
                names.insert(other.clone());
            }
        }
    }
    names
}
