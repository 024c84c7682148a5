//! From what was read to what is here.

use std::collections::{HashMap, HashSet};

use core_model::project::Project;
use core_model::{Commit, Session};
use exchange::Found;
use exchange::ours;
use exchange::predecessor::{self, FileKind, Ground, Leftover, Problem};
use store::{Adopted, Store};

use super::gather::{Gathered, Source};
use super::{Import, Imported, ImportedSession, LeftOver, NotRead, Taken, config, project};
use crate::workspace::Workspace;

/// Where an imported session was worked on, where that is nowhere here. No worktree can have a name with this in it.
const ELSEWHERE: &str = "imported/";

/// An import that is under way.
pub(super) struct Intake<'a> {
    pub(super) workspace: &'a Workspace,
    /// `None`: nothing is written, and there is none.
    pub(super) store: Option<Store>,
    pub(super) asked: &'a Import,
    /// The commits of the sessions that were read.
    pub(super) seen: HashSet<String>,
    pub(super) unassigned: Vec<Commit>,
    pub(super) done: Imported,
}

impl<'a> Intake<'a> {
    pub(super) fn new(workspace: &'a Workspace, store: Option<Store>, asked: &'a Import) -> Self {
        let (seen, unassigned, done) = (HashSet::new(), Vec::new(), Imported::default());
        Self { workspace, store, asked, seen, unassigned, done }
    }

    pub(super) fn take(&mut self, gathered: Gathered) {
        self.done.skipped = gathered.skipped;
        self.done.problems = gathered.problems;
        let is_old = |source: &Source| matches!(source.found, Found::Predecessor(_));
        // The files of the dashboard belong together: one session goes on with another.
        let (old, own): (Vec<Source>, Vec<Source>) = gathered.sources.into_iter().partition(is_old);
        self.take_old(&old);
        own.iter().for_each(|source| self.take_own(source));
    }

    fn take_old(&mut self, sources: &[Source]) {
        let kind_of = |found: Found| match found {
            Found::Predecessor(kind) => kind,
            Found::Export => FileKind::Nothing,
        };
        let files: Vec<predecessor::File<'_>> = sources
            .iter()
            .map(|source| predecessor::File {
                path: &source.path,
                kind: kind_of(source.found),
                text: &source.text,
            })
            .collect();
        let worktree_of = |root: Option<&str>| self.worktree_of(root);
        let ground = Ground { now: self.workspace.edge.clock.now(), worktree_of: &worktree_of };
        let import = predecessor::import(&files, &ground);
        for report in &import.report.files {
            self.done.files.push((report.path.clone(), word(report.kind)));
            for problem in &report.problems {
                let told = NotRead { path: report.path.clone(), why: problem.to_string() };
                if is_loss(problem) { &mut self.done.problems } else { &mut self.done.remarks }.push(told);
            }
        }
        let files = import.report.files.iter();
        let by_session: HashMap<_, _> =
            files.filter_map(|file| Some((file.session.as_ref()?.0.as_str(), file))).collect();
        let meter = &self.workspace.edge.meter;
        for imported in meter.each("Taking in sessions", &import.sessions) {
            // Each session has a file.
            let Some(file) = by_session.get(imported.old_id.as_str()) else { continue };
            let kept = file.kept_as_events.clone();
            self.take_session(&imported.session, Some(imported.old_id.to_string()), &file.path, kept);
        }
        for it in import.projects {
            if self.is_asked_for(&it.project.name) {
                self.take_project(&it.project, &it.path);
                self.leave(&it.path, &format!("{}: ", it.project.name), it.leftovers);
            }
        }
        for it in import.configs {
            let read = config::read(&it.config.value, self.workspace);
            self.done.suggestions.extend(read.suggestions);
            self.leave(&it.path, "", read.leftovers);
            self.leave(&it.path, "", it.config.leftovers);
        }
    }

    fn take_own(&mut self, source: &Source) {
        self.done.files.push((source.path.clone(), "export"));
        let export = match ours::read(&source.text, self.workspace.edge.clock.now()) {
            Ok(export) => export,
            Err(error) => {
                self.done.problems.push(NotRead { path: source.path.clone(), why: error.to_string() });
                return;
            }
        };
        for key in export.unknown {
            let why = format!("`{key}` is not known and was left out");
            self.done.remarks.push(NotRead { path: source.path.clone(), why });
        }
        for item in self.workspace.edge.meter.each("Taking in sessions", export.sessions) {
            match item.value {
                Ok(session) => self.take_session(&session, None, &source.path, Vec::new()),
                Err(error) => self.fail(&source.path, &item.place, &error),
            }
        }
        for item in export.unassigned {
            match item.value {
                Ok(commit) => self.unassigned.push(commit),
                Err(error) => self.fail(&source.path, &item.place, &error),
            }
        }
        for item in export.projects {
            match item.value {
                Ok(project) => self.take_project(&project, &source.path),
                Err(error) => self.fail(&source.path, &item.place, &error),
            }
        }
    }

    fn fail(&mut self, path: &str, place: &str, error: &dyn std::fmt::Display) {
        self.done.problems.push(NotRead { path: path.to_owned(), why: format!("{place}: {error}") });
    }

    fn leave(&mut self, path: &str, of: &str, leftovers: Vec<Leftover>) {
        let left = |it: Leftover| LeftOver {
            path: path.to_owned(),
            field: format!("{of}{}", it.path),
            value: it.value,
        };
        self.done.leftovers.extend(leftovers.into_iter().map(left));
    }

    fn take_session(&mut self, session: &Session, old_id: Option<String>, path: &str, kept: Vec<String>) {
        if !self.is_asked_for(&session.opening().project) {
            self.done.left_out += 1;
            return;
        }
        let session = self.workspace.without_secrets(session);
        self.seen.extend(session.record().commits.iter().map(|commit| commit.facts.sha.clone()));
        let taken = self.adopt(&session);
        if let Taken::Failed(why) = &taken {
            self.done.problems.push(NotRead { path: path.to_owned(), why: why.clone() });
        }
        self.done.sessions.push(ImportedSession {
            id: session.id().clone(),
            old_id,
            path: path.to_owned(),
            project: session.opening().project.clone(),
            intent: session.opening().intent.to_string(),
            status: session.status().name(),
            last_sign: session.derive_last_sign(),
            kept_as_events: kept,
            taken,
        });
    }

    fn adopt(&self, session: &Session) -> Taken {
        let Some(store) = &self.store else { return Taken::New };
        if !self.asked.dry_run {
            return match store.adopt(session) {
                Ok(Adopted::New) => Taken::New,
                Ok(Adopted::Same) => Taken::Same,
                Ok(Adopted::Other) => Taken::Other,
                Err(error) => Taken::Failed(error.to_string()),
            };
        }
        match store.read(session.id()) {
            Ok(None) => Taken::New,
            Ok(Some(there)) if there.session == *session => Taken::Same,
            Ok(Some(_)) => Taken::Other,
            Err(problem) => Taken::Failed(format!("cannot read {problem}")),
        }
    }

    fn take_project(&mut self, read: &Project, path: &str) {
        if !self.is_asked_for(&read.name) {
            return;
        }
        let read = self.workspace.project_without_secrets(read);
        match project::take(self.store.as_ref(), &read, path, self.asked.dry_run) {
            Ok((taken, left)) => {
                self.done.projects.push(taken);
                self.done.leftovers.extend(left);
            }
            Err(error) => {
                let why = format!("project {}: {error}", read.name);
                self.done.problems.push(NotRead { path: path.to_owned(), why });
            }
        }
    }

    fn is_asked_for(&self, project: &str) -> bool {
        self.asked.project.as_ref().is_none_or(|asked| asked == project)
    }

    /// The name of the worktree that has its top at this path. Only this worktree is told by its path: a session of another
    /// gets a name that no worktree has, so that no commit made here is taken for its own.
    fn worktree_of(&self, root: Option<&str>) -> String {
        let repo = &self.workspace.repo;
        let Some(root) = root else { return format!("{ELSEWHERE}unknown") };
        let same = std::fs::canonicalize(root).ok().is_some_and(|it| repo.work_tree() == Some(it.as_path()));
        if same {
            return self.workspace.worktree().to_owned();
        }
        let name = root.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
        let name = core_model::shorten(&core_model::clean(name), 200);
        format!("{ELSEWHERE}{}", if name.is_empty() { "unknown" } else { &name })
    }
}

/// Whether something that stood in the file is not here.
fn is_loss(problem: &Problem) -> bool {
    match problem {
        Problem::Unread(_) | Problem::Broken(_) => true,
        Problem::Twice { is_equal, .. } => !is_equal,
        Problem::Field(_) | Problem::NoChild(_) | Problem::NewerSchema(_) => false,
    }
}

fn word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Session => "session",
        FileKind::State => "project",
        FileKind::Config => "config",
        FileKind::Nothing => "nothing",
    }
}
