//! Looking at everything that can be wrong, and mending what can be mended.

use std::path::Path;

use chrono::TimeDelta;
use core_model::{SessionId, StatusName};
use git::{History, HistoryError};
use store::{FileError, Mended, PutBack, Store, Trouble, What};

use crate::care::is_gone;
use crate::delivery::Surroundings;
use crate::error::{AppError, chain};
use crate::workspace::Workspace;

/// How many lines of the hooks' log are shown: the latest.
pub(crate) const LINES: usize = 5;

/// How old such a line may be.
pub(crate) const RECENT: TimeDelta = TimeDelta::days(7);

/// Something that is not as it should be.
#[derive(Debug)]
pub struct Finding {
    /// Where: a file, or what it is about.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What is done about it where that is asked for. `None`: nothing that a program can do.
    pub remedy: Option<String>,
    /// What was done. `None`: nothing was asked for, or nothing can be done.
    pub done: Option<Result<String, String>>,
    /// Whether it is only to be known: all is well with it.
    pub is_note: bool,
}

impl Finding {
    pub(crate) fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), remedy: None, done: None, is_note: false }
    }

    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    pub(crate) fn noted(mut self) -> Self {
        self.is_note = true;
        self
    }

    /// Whether it is wrong still.
    #[must_use]
    pub fn is_left(&self) -> bool {
        !self.is_note && !matches!(self.done, Some(Ok(_)))
    }
}

impl Workspace {
    /// Everything that is not as it should be. With `fix`, what can be mended is mended, one thing at a time: one that
    /// fails stops none of the others, and no record is deleted.
    ///
    /// # Errors
    /// [`AppError::Open`] where the store is not one that may be looked at.
    pub fn doctor(&self, fix: bool, around: &Surroundings) -> Result<Vec<Finding>, AppError> {
        let mut found = Vec::new();
        self.look_at_settings(&mut found);
        self.look_at_restored(&mut found);
        if let Some(store) = self.store_to_read()? {
            if let Err(error) = store.lock_launches() {
                found.push(Finding::new(store.root().join("locks").display().to_string(), error.to_string()));
            }
            self.look_at_store(&store, fix, &mut found);
            self.look_at_history(&store, fix, &mut found);
            self.look_at_projects(&store, fix, &mut found);
            if fix {
                let mut problems = Vec::new();
                self.refill(&store, &mut problems);
                found.extend(problems.into_iter().map(|problem| Finding::new("commits", problem)));
            }
            self.look_at_worktrees(&mut found);
        }
        self.look_at_hooks(around, fix, &mut found);
        Ok(found)
    }

    /// What is mended may leave something behind: a file that is moved aside leaves its note. So it is looked again.
    fn look_at_store(&self, store: &Store, fix: bool, found: &mut Vec<Finding>) {
        found.extend(store.examine().iter().map(|trouble| self.look_after(store, trouble, fix)));
        if fix {
            let is_told = |trouble: &Trouble, found: &[Finding]| {
                let (place, what) = (trouble.path.display().to_string(), trouble.what.to_string());
                found.iter().any(|it| it.place == place && it.what == what)
            };
            for trouble in store.examine() {
                if !is_told(&trouble, found) {
                    found.push(self.look_after(store, &trouble, fix));
                }
            }
        }
    }

    fn look_after(&self, store: &Store, trouble: &Trouble, fix: bool) -> Finding {
        let mut finding = Finding::new(trouble.path.display().to_string(), trouble.what.to_string());
        finding.remedy = trouble.what.remedy().map(str::to_owned);
        finding.is_note = matches!(trouble.what, What::Edited | What::Share);
        if fix && finding.remedy.is_some() {
            let done = self.put_back_unreadable(store, trouble).unwrap_or_else(|| store.mend(trouble));
            finding.done = Some(done.map_err(|error| error.to_string()));
        }
        finding
    }

    /// Of what cannot be read the sound part stays, or it is moved aside, and what the last snapshot has of it takes its
    /// place. `None`: this is not about a file that cannot be read, or the snapshot has none of it.
    fn put_back_unreadable(
        &self,
        store: &Store,
        trouble: &Trouble,
    ) -> Option<Result<String, store::ChangeError>> {
        let What::Unreadable(error) = &trouble.what else { return None };
        if matches!(error, FileError::Io(_)) {
            return None;
        }
        let (path, content) = self.kept_of(store, &trouble.path)?;
        Some(store.mend_unreadable(&trouble.path, Some(&content)).and_then(|mended| {
            let Mended::Aside { was_later, .. } = mended else { return Ok(mended.to_string()) };
            let back = match store.put_back(&path, &content)? {
                PutBack::Restored if was_later => {
                    "put back from the last snapshot, which is older than what was lost"
                }
                PutBack::Restored => "put back from the last snapshot",
                PutBack::Kept => "something else is in its place by now",
            };
            Ok(format!("{mended}, and {back}"))
        }))
    }

    /// What the last snapshot has of a file of the store, and where. `None`: nothing.
    fn kept_of(&self, store: &Store, path: &Path) -> Option<(String, Vec<u8>)> {
        let path = path.strip_prefix(store.root()).ok()?;
        let path = path.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>()?.join("/");
        let snapshot = History::at(&self.repo.state_dir()).snapshot().ok()??;
        // A session may have moved to the archive since the snapshot, or the other way.
        let id = id_at(&path);
        let is_it = |kept: &str| kept == path || id.is_some() && id_at(kept) == id;
        let (kept, _) = snapshot.files().iter().find(|(kept, _)| is_it(kept))?;
        let content = snapshot.content(kept).ok()??;
        Some((kept.clone(), content))
    }

    fn look_at_settings(&self, found: &mut Vec<Finding>) {
        let loaded = self.loaded_settings();
        found.extend(loaded.broken.iter().map(|error| Finding::new("settings", error.to_string())));
        found
            .extend(loaded.remarks.iter().map(|remark| Finding::new("settings", remark.to_string()).noted()));
    }

    fn look_at_restored(&self, found: &mut Vec<Finding>) {
        match self.restored() {
            Ok(None) => {}
            Ok(Some(restored)) => {
                let what = format!("{} files were gone or older than their last snapshot", restored.files);
                let mut finding = Finding::new(self.store_dir().display().to_string(), what);
                finding.done = Some(Ok("put back".into()));
                found.push(finding);
                found.extend(restored.problems.iter().map(|problem| Finding::new("history", problem)));
            }
            Err(error) => {
                let what = format!("what was lost of it could not be put back: {error}");
                found.push(Finding::new(self.store_dir().display().to_string(), what));
            }
        }
    }

    fn look_at_history(&self, store: &Store, fix: bool, found: &mut Vec<Finding>) {
        if !self.loaded_settings().settings.history {
            return;
        }
        let history = History::at(&self.repo.state_dir());
        let place = history.path().display().to_string();
        match history.check() {
            Err(error @ HistoryError::Damaged { .. }) => {
                let remedy = "moved aside, and begun anew from what is there";
                let mut finding = Finding::new(place, chain(&error)).with_remedy(remedy);
                if fix {
                    finding.done = Some(self.begin_history_anew(store, &history));
                }
                found.push(finding);
            }
            Err(error) => found.push(Finding::new(place, chain(&error))),
            Ok(()) => self.look_for_lost(store, fix, found),
        }
    }

    /// Files that the last snapshot has and the store has not: somebody removed single ones.
    fn look_for_lost(&self, store: &Store, fix: bool, found: &mut Vec<Finding>) {
        let Ok(Some(snapshot)) = History::at(&self.repo.state_dir()).snapshot() else { return };
        for (path, _) in snapshot.files() {
            let place = store.root().join(path);
            // What cannot be read is told already.
            let is_lost = match id_at(path) {
                Some(id) => matches!(store.read(&id), Ok(None)),
                None => is_beside(path) && matches!(place.symlink_metadata(), Err(it) if is_not_found(&it)),
            };
            if !is_lost {
                continue;
            }
            let place = place.display().to_string();
            let mut finding = Finding::new(place, "it is gone, and the last snapshot has it")
                .with_remedy("put back from the last snapshot");
            if fix {
                let done = match snapshot.content(path) {
                    Ok(Some(content)) => store.put_back(path, &content).map_err(|error| error.to_string()),
                    Ok(None) => Err("the snapshot has it no more".into()),
                    Err(error) => Err(error.to_string()),
                };
                finding.done = Some(done.map(|back| match back {
                    PutBack::Restored => "put back".into(),
                    PutBack::Kept => "nothing: it is there by now".into(),
                }));
            }
            found.push(finding);
        }
    }

    fn begin_history_anew(&self, store: &Store, history: &History) -> Result<String, String> {
        let aside = history.put_damaged_aside(crate::history::WAIT).map_err(|error| chain(&error))?;
        let sessions = store.snapshot(store::Which::All).sessions;
        let ids: Vec<_> = sessions.iter().map(|session| session.id().clone()).collect();
        self.keep(store, &ids, "begin anew").map_err(|error| chain(&error))?;
        Ok(aside.map_or_else(|| "begun anew".into(), |aside| format!("moved to {}", aside.display())))
    }

    fn look_at_worktrees(&self, found: &mut Vec<Finding>) {
        // What is wrong with the settings is told already, and so is what cannot be read.
        let Ok(stale) = self.stale() else { return };
        let worktrees = self.repo.worktree_names();
        for session in stale.found.into_iter().map(|found| found.session) {
            if is_gone(worktrees.as_deref(), &session) && session.status().name() == StatusName::Active {
                let what = "it is active, and its worktree is gone; git session clean looks after it";
                found.push(Finding::new(session.id().to_string(), what).noted());
            }
        }
    }

    fn look_at_projects(&self, store: &Store, fix: bool, found: &mut Vec<Finding>) {
        if store.projects_are_up_to_date() {
            return;
        }
        let place = store.root().join("projects").display().to_string();
        let mut finding = Finding::new(place, "what is kept of the completed sessions is not of all of them")
            .with_remedy("derived anew");
        if fix {
            let done = match store.rebuild_projects() {
                Ok(rebuilt) => match rebuilt.problems.first() {
                    None => Ok("derived anew".into()),
                    Some(problem) => Err(problem.to_string()),
                },
                Err(error) => Err(error.to_string()),
            };
            finding.done = Some(done);
        }
        found.push(finding);
    }
}

/// The session whose file lies at a path below the store. `None`: it is no session's.
fn id_at(path: &str) -> Option<SessionId> {
    let (folder, name) = path.rsplit_once('/')?;
    let of_sessions = folder == "live" || folder.starts_with("archive");
    of_sessions.then(|| name.strip_suffix(".toml")?.parse().ok())?
}

/// Whether a path below the store is that of a file beside the sessions which snapshots keep.
fn is_beside(path: &str) -> bool {
    path.starts_with("projects/") || ["unassigned.toml", "config.toml"].contains(&path)
}

fn is_not_found(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::NotFound
}
