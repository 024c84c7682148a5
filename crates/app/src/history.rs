//! Snapshots of the store, taken after each transition, and putting the store back where it was lost.
//!
//! A snapshot is worth no failure: what goes wrong with it is told, and what was asked is done all the same.

use std::collections::BTreeMap;
use std::time::Duration;

use core_model::{Session, SessionId, StatusName};
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
    /// What could not be put back.
    pub problems: Vec<String>,
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
        if changed.is_empty() || !self.loaded_settings().settings.history {
            return;
        }
        let ids: Vec<SessionId> = changed.iter().map(|session| session.id().clone()).collect();
        let names: Vec<&str> = ids.iter().map(SessionId::as_str).collect();
        if let Err(error) = self.keep(store, &ids, &format!("{what} {}", names.join(" "))) {
            remarks.push(format!("it is done, but no snapshot of it was taken: {}", chain(&error)));
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

    /// Takes a snapshot of these sessions' files, of the live ones, and of those beside them.
    pub(crate) fn keep(&self, store: &Store, ids: &[SessionId], message: &str) -> Result<(), AppError> {
        let _one_at_a_time = store.lock_history().map_err(store::ChangeError::from)?;
        let history = History::at(&self.repo.state_dir());
        let kept = store.files_to_keep(ids).into_iter();
        let changes: Vec<Change> =
            kept.map(|kept| Change { path: kept.path, content: kept.content }).collect();
        if let Some(tip) = history.record(&changes, message, store.now(), WAIT)? {
            store.write_stamp(&tip).map_err(AppError::Unreadable)?;
        }
        Ok(())
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

    /// Puts back whatever the last snapshot has and the store has not. `None`: nothing was lost.
    pub(crate) fn restore(&self, store: &Store) -> Result<Option<Restored>, AppError> {
        let Some(snapshot) = History::at(&self.repo.state_dir()).snapshot()? else { return Ok(None) };
        let mut restored = Restored { snapshot: snapshot.id(), ..Restored::default() };
        for (path, content) in snapshot.contents() {
            let done =
                content.map_err(AppError::from).and_then(|content| Ok(store.put_back(path, &content)?));
            match done {
                Ok(PutBack::Restored) => restored.files += 1,
                Ok(PutBack::Kept) => {}
                Err(error) => restored.problems.push(format!("{path}: {error}")),
            }
        }
        store.write_stamp(&restored.snapshot).map_err(AppError::Unreadable)?;
        let lost = restored.files > 0 || !restored.problems.is_empty();
        Ok(lost.then_some(restored))
    }
}
