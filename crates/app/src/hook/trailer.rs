//! The session in the message of a commit, for whoever wants it there.

use std::ffi::OsString;
use std::path::Path;

use core_model::attribution::Resolution;
use hooks::Event;
use store::Store;

use super::Hook;
use super::assign::Claim;
use super::error::HookError;
use crate::workspace::HOOK_DEADLINE;

/// The key of the trailer.
pub(crate) const TRAILER: &str = "Session-Id";

impl Hook<'_> {
    /// Adds the trailer to the message that git has put into a file, unless there is one. Where no session is at work, or it
    /// cannot be said which is meant, nothing is added.
    ///
    /// git's `prepare-commit-msg` is given the file and where the message comes from. One that is still to be written in an
    /// editor stays as it is: what was left empty must stay empty, and `commit-msg` comes when it is written.
    pub(super) fn add_trailer(&self, event: Event, arguments: &[OsString]) -> Result<(), HookError> {
        let Some(file) = arguments.first().map(Path::new) else { return Ok(()) };
        let source = arguments.get(1).and_then(|source| source.to_str());
        let is_written = match event {
            Event::PrepareCommitMsg => matches!(source, Some("message" | "merge" | "squash" | "commit")),
            _ => true,
        };
        let file = self.edge.cwd.join(file);
        let message =
            std::fs::read(&file).map_err(|source| HookError::Message { path: file.clone(), source })?;
        let key = format!("{TRAILER}:");
        let has_one = message.split(|&byte| byte == b'\n').any(|line| line.starts_with(key.as_bytes()));
        if !is_written || has_one || !self.repo.says_something(&message)? {
            return Ok(());
        }
        let root = self.repo.store_dir();
        let Some(store) = Store::open(&root, self.edge.clock.clone(), HOOK_DEADLINE)? else { return Ok(()) };
        let Ok(named) = self.named() else { return Ok(()) };
        let head = self.repo.head()?;
        let claim = Claim::Clear(named);
        let (found, _) = self.asker(&claim, head.branch()).find(&store);
        let Resolution::Session(id, _) = found.resolution else { return Ok(()) };
        Ok(self.repo.add_trailer(&file, &format!("{TRAILER}: {id}"))?)
    }
}
