//! After a checkout.

use core_model::attribution::Resolution;
use core_model::{Entry, Heartbeat, Source};
use store::{ChangeError, Store};

use super::Hook;
use super::error::HookError;
use super::progress;
use crate::ladder::Asker;
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
        let asker =
            Asker { edge: self.edge, repo: self.repo, named: named.as_ref(), speaks: true, branch: None };
        let Resolution::Session(id, _) = asker.find(&store).0.resolution else { return Ok(()) };
        let beat = |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::PostCheckout });
        match store.append(&id, |_, now| Ok(beat(now))) {
            Err(ChangeError::NotFound(_) | ChangeError::Refused(_)) | Ok(_) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
