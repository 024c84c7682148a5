//! The session in the message of a commit, for whoever wants it there.

use std::ffi::OsString;

use core_model::SessionId;
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
    /// cannot be said which is meant, nothing is added; nor to the commits of a rebase, which may be anybody's, or to an
    /// amended one, which was made before.
    ///
    /// git's `prepare-commit-msg` is given the file and where the message comes from. One that is still to be written in an
    /// editor stays as it is, and `commit-msg` comes when it is written. What was left empty stays empty, however it was given.
    pub(super) fn add_trailer(&self, event: Event, arguments: &[OsString]) -> Result<(), HookError> {
        let Some(file) = arguments.first() else { return Ok(()) };
        if self.repo.is_rebasing() || self.amends() {
            return Ok(());
        }
        let file = self.edge.cwd.join(file);
        let failed = |source| HookError::Message { path: file.clone(), source };
        let message = std::fs::read(&file).map_err(failed)?;
        let key = format!("{TRAILER}:");
        let has_one = message.split(|&byte| byte == b'\n').any(|line| line.starts_with(key.as_bytes()));
        let is_written = match event {
            Event::PrepareCommitMsg => {
                let source = arguments.get(1).and_then(|source| source.to_str());
                matches!(source, Some("message" | "merge" | "squash"))
            }
            // Of a template, it cannot be said whether somebody has written in it.
            _ => !has_one && !self.repo.has_template()?,
        };
        if has_one || !is_written || !self.repo.says_something(&message)? {
            return Ok(());
        }
        let Some(id) = self.at_work()? else { return Ok(()) };
        let named = self.repo.with_trailer(&message, &format!("{TRAILER}: {id}"))?;
        // Whoever came in between has the last word.
        if std::fs::read(&file).map_err(failed)? == message {
            disk::write_whole(&disk::System, &file, &named, None, disk::Existing::Replace).map_err(failed)?;
        }
        Ok(())
    }

    /// Whether the git above this hook amends: git says so only of a message that it takes over. False where its command
    /// line cannot be read.
    fn amends(&self) -> bool {
        let arguments = (self.edge.processes.git_above)().unwrap_or_default();
        arguments.iter().any(|argument| argument == "--amend")
    }

    /// The session that a commit would go to now. `None`: none, or it cannot be said.
    fn at_work(&self) -> Result<Option<SessionId>, HookError> {
        let store = Store::open(&self.repo.store_dir(), self.edge.clock.clone(), HOOK_DEADLINE)?;
        let (Some(store), Ok(named)) = (store, self.named()) else { return Ok(None) };
        let head = self.repo.head()?;
        Ok(match self.asker(&Claim::Clear(named), head.branch()).find(&store).0.resolution {
            Resolution::Session(id, _) => Some(id),
            Resolution::Ambiguous(..) | Resolution::None => None,
        })
    }
}
