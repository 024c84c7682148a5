//! After a checkout.

use core_model::attribution::{self, Resolution};
use core_model::{Entry, Heartbeat, Source};
use store::{ChangeError, Here, Store};

use super::Hook;
use super::error::HookError;
use super::progress;
use crate::workspace::HOOK_DEADLINE;

impl Hook<'_> {
    /// A checkout is a sign of life of the session that is at work here, if there is one.
    pub(super) fn record_checkout(&self) -> Result<(), HookError> {
        let root = self.repo.store_dir();
        let Some(store) = Store::open(&root, self.edge.clock.clone(), HOOK_DEADLINE)? else { return Ok(()) };
        if self.repo.store_is_tracked_in_head(store::FOLDER, None)? {
            return Err(HookError::Tracked(root));
        }
        // A worktree that was just added has a checkout before its first commit.
        progress::begin_where_new(self.repo)?;
        let Ok(named) = self.named() else { return Ok(()) };
        let here = if named.is_some() { Here::default() } else { store.here(self.repo.worktree_name()) };
        let found = attribution::resolve(named.as_ref(), here.for_ladder(), store.now());
        let Resolution::Session(id, _) = found else { return Ok(()) };
        let beat = |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::PostCheckout });
        match store.append(&id, |_, now| Ok(beat(now))) {
            Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) | Ok(_) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
