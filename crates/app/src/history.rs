//! Snapshots of the store, taken after each transition, and putting the store back where it was lost.
//!
//! A snapshot is worth no failure: what goes wrong with it is told, and what was asked is done all the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use core_model::{Session, SessionId, StatusName, Time};
use git::{Change, History};
use store::{PutBack, Store};

use crate::error::{AppError, chain};
use crate::workspace::Workspace;

/// How long another snapshot is waited for.
pub(crate) const WAIT: Duration = Duration::from_secs(2);

/// What was lost, and is there again.
#[derive(Debug, Default, Clone)]
pub struct Restored {
    /// How many files.
    pub files: usize,
    /// The snapshot that they come from.
    pub snapshot: String,
    /// When it was taken: what was recorded since is not in it. `None`: that cannot be read.
    pub at: Option<Time>,
    /// What could not be put back.
    pub problems: Vec<String>,
    /// The paths that it was in the snapshot.
    unrestored: Vec<String>,
}

impl Restored {
    /// What there is to say of it: of all of it, then of each file that could not be put back. `when` writes a moment.
    pub fn tell(&self, store: &Path, when: impl Fn(Time) -> String) -> Vec<String> {
        let files = match self.files {
            1 => "1 file of it is".to_owned(),
            count => format!("{count} files of it are"),
        };
        let as_of = self.at.map_or_else(|| "then".to_owned(), when);
        let all = format!(
            "{} was gone or older than its last snapshot: {files} there again, as of {as_of}; what was recorded since is lost",
            store.display()
        );
        std::iter::once(all).chain(self.problems.iter().cloned()).collect()
    }
}

impl Workspace {
    /// What follows when sessions have begun, were parked, resumed or ended: the store is kept in the history. Never in a
    /// hook.
    pub(crate) fn after_transitions(
        &self,
        store: &Store,
        changed: &[Session],
        what: &str,
        remarks: &mut Vec<String>,
    ) {
        self.refresh_projects(store, changed, remarks);
        if changed.is_empty() {
            return;
        }
        let ids: Vec<SessionId> = changed.iter().map(|session| session.id().clone()).collect();
        let names: Vec<&str> = ids.iter().map(SessionId::as_str).collect();
        self.keep_or_tell(store, &ids, &format!("{what} {}", names.join(" ")), remarks);
    }

    /// Takes a snapshot where the settings want one. What goes wrong with it is a remark.
    pub(crate) fn keep_or_tell(
        &self,
        store: &Store,
        ids: &[SessionId],
        message: &str,
        remarks: &mut Vec<String>,
    ) {
        if !self.loaded_settings().settings.history {
            return;
        }
        match self.keep(store, ids, message) {
            Ok(None) => {}
            Ok(Some(restored)) => {
                let when = |at: Time| at.format("%Y-%m-%d %H:%M UTC").to_string();
                remarks.extend(restored.tell(&self.store_dir(), when));
            }
            Err(error) => {
                remarks.push(format!("it is done, but no snapshot of it was taken: {}", chain(&error)));
            }
        }
    }

    /// Brings what is kept of projects up to date, once for each that a session has ended in. A failure stops none of the
    /// others: whoever reads such a project derives it anew.
    fn refresh_projects(&self, store: &Store, changed: &[Session], remarks: &mut Vec<String>) {
        let over = changed.iter().filter(|session| session.status().name() == StatusName::Completed);
        let by_project: BTreeMap<&str, &Session> =
            over.map(|session| (session.opening().project.as_str(), session)).collect();
        for (project, session) in by_project {
            if let Err(error) = store.note_completed(session) {
                remarks
                    .push(format!("it is done, but project {project} was not brought up to date: {error}"));
            }
        }
    }

    /// Takes a snapshot of these sessions' files, of the live ones, of those that no snapshot has yet, and of those beside
    /// them. What had to be put back first is the answer.
    pub(crate) fn keep(
        &self,
        store: &Store,
        ids: &[SessionId],
        message: &str,
    ) -> Result<Option<Restored>, AppError> {
        let _one_at_a_time = store.lock_history().map_err(store::ChangeError::from)?;
        self.keep_locked(store, ids, message)
    }

    /// The same, for whoever holds the lock of the store's history.
    pub(crate) fn keep_locked(
        &self,
        store: &Store,
        ids: &[SessionId],
        message: &str,
    ) -> Result<Option<Restored>, AppError> {
        // Somebody may have deleted the store since this command began, and then it is another that was written to: the
        // stamp of the next snapshot would say that nothing is missing in it.
        let restored = self.restore_if_another(store)?;
        let history = History::at(&self.repo.state_dir());
        let before = history.snapshot()?;
        let files = before.as_ref().map(git::Snapshot::files).unwrap_or_default();
        let is_kept = |path: &str| files.binary_search_by(|(kept, _)| kept.as_str().cmp(path)).is_ok();
        // Whatever stands in the way of a file that is not put back yet must not take its place.
        let unrestored = restored.as_ref().map(|it| it.unrestored.as_slice()).unwrap_or_default();
        let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
        let is_in_the_way = |path: &str| unrestored.iter().any(|it| name(it) == name(path));
        let kept = store.files_to_keep(ids, is_kept).into_iter().filter(|kept| !is_in_the_way(&kept.path));
        let changes: Vec<Change> =
            kept.map(|kept| Change { path: kept.path, content: kept.content }).collect();
        let tip = history.record(&changes, message, store.now(), WAIT)?;
        if let Some(tip) = tip.filter(|_| unrestored.is_empty()) {
            store.write_stamp(&tip).map_err(AppError::Unreadable)?;
        }
        Ok(restored)
    }

    /// Packs the history where it has grown: it takes seconds, so only those who look after things do it.
    pub(crate) fn pack_history(&self, remarks: &mut Vec<String>) {
        let history = History::at(&self.repo.state_dir());
        if history.wants_packing()
            && let Err(error) = history.pack(WAIT)
        {
            remarks.push(format!("the history was not packed: {}", chain(&error)));
        }
    }

    /// Puts back what the last snapshot has and the store has not: somebody has deleted the folder, or written an older
    /// one over it. `None`: the store is what it was. It costs the reading of two small files where nothing is lost.
    pub(crate) fn restore_if_lost(&self) -> Result<Option<Restored>, AppError> {
        if !self.loaded_settings().settings.history {
            return Ok(None);
        }
        let Some(tip) = History::at(&self.repo.state_dir()).tip()? else { return Ok(None) };
        if self.store_to_read()?.and_then(|store| store.read_stamp()).as_ref() == Some(&tip) {
            return Ok(None);
        }
        let store = self.store_or_make()?;
        let _one_at_a_time = store.lock_history().map_err(store::ChangeError::from)?;
        self.restore(&store)
    }

    /// Puts back what was lost where this store is not the one of the last snapshot. Whoever asks holds the lock of the
    /// store's history. `None`: nothing was lost.
    pub(crate) fn restore_if_another(&self, store: &Store) -> Result<Option<Restored>, AppError> {
        match History::at(&self.repo.state_dir()).tip()? {
            Some(tip) if store.read_stamp().as_ref() != Some(&tip) => self.restore(store),
            Some(_) | None => Ok(None),
        }
    }

    /// Puts back whatever the last snapshot has and the store has not. `None`: nothing was lost.
    fn restore(&self, store: &Store) -> Result<Option<Restored>, AppError> {
        let history = History::at(&self.repo.state_dir());
        let Some(snapshot) = history.snapshot()? else { return Ok(None) };
        let at = history.log(1).ok().and_then(|last| Some(last.first()?.at));
        let mut restored = Restored { snapshot: snapshot.id(), at, ..Restored::default() };
        for (path, content) in snapshot.contents() {
            let done =
                content.map_err(AppError::from).and_then(|content| Ok(store.put_back(path, &content)?));
            match done {
                Ok(PutBack::Restored) => restored.files += 1,
                Ok(PutBack::Kept) => {}
                Err(error) => {
                    restored.problems.push(format!("{path}: {error}"));
                    restored.unrestored.push(path.to_owned());
                }
            }
        }
        if restored.files > 0 {
            self.refill(store, &mut restored.problems);
        }
        // Where something is still missing, the next command tries again.
        if restored.problems.is_empty() {
            store.write_stamp(&restored.snapshot).map_err(AppError::Unreadable)?;
        }
        let lost = restored.files > 0 || !restored.problems.is_empty();
        Ok(lost.then_some(restored))
    }
}
