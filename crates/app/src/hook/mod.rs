//! What git's hooks do. Each step is there because it must be: this runs at every commit.

mod assign;
mod checkout;
mod commits;
mod error;
pub(crate) mod progress;

use std::error::Error;
use std::fmt::Write as _;

use core_model::SessionId;
use git::{DiscoverError, Repo};
use hooks::Event;
use store::{HookLog, Store};

use crate::workspace::{Edge, HOOK_DEADLINE};
use error::HookError;

/// Does what the hook is there for. It never fails: what could not be done is written to the hooks' log.
pub fn run(edge: &Edge, event: Event) {
    let repo = match git::discover(&edge.cwd, &edge.git) {
        Ok(repo) => repo,
        Err(error) => return log_of_stranger(edge, event, &error),
    };
    let hook = Hook { edge, repo: &repo, event };
    if store::is_on_a_share(repo.common_dir()) || store::is_on_a_share(&repo.store_dir()) {
        // There, even asking for a lock may never come back.
        return hook.log("the repository lies on a network share, where hooks record nothing");
    }
    let done = match event {
        Event::PostCommit | Event::PostMerge | Event::PostApplypatch | Event::PostRewrite => {
            hook.record_commits()
        }
        Event::PostCheckout => hook.record_checkout(),
    };
    if let Err(error) = done {
        hook.log(&in_one_line(&error));
    }
}

/// Writes a line to the log of the hooks of the repository around the caller.
pub fn log(edge: &Edge, event: Event, message: &str) {
    if let Ok(repo) = git::discover(&edge.cwd, &edge.git) {
        Hook { edge, repo: &repo, event }.log(message);
    }
}

/// Of a repository that is not understood, the git directory is known, and what is wrong is said there. Outside of one
/// there is nothing to record, and no place to say so.
fn log_of_stranger(edge: &Edge, event: Event, error: &DiscoverError) {
    if let Some(git_dir) = error.git_dir() {
        HookLog::new(&git_dir.join(git::STATE_FOLDER)).write(
            edge.clock.now(),
            event.file_name(),
            &in_one_line(error),
        );
    }
}

/// The error and its causes in one line, fit to be shown.
fn in_one_line(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = write!(line, ": {error}");
        cause = error.source();
    }
    core_model::clean(&line)
}

struct Hook<'a> {
    edge: &'a Edge,
    repo: &'a Repo,
    event: Event,
}

impl Hook<'_> {
    fn log(&self, message: &str) {
        HookLog::new(&self.repo.state_dir()).write(
            self.edge.clock.now(),
            self.event.file_name(),
            &core_model::clean(message),
        );
    }

    fn store(&self) -> Result<Store, HookError> {
        Ok(Store::open_or_make(&self.repo.store_dir(), self.edge.clock.clone(), HOOK_DEADLINE)?)
    }

    /// The session named in the environment. What is no id is no guess at one.
    fn named(&self) -> Result<Option<SessionId>, String> {
        let parse = |named: &str| named.parse().map_err(|error| format!("{}: {error}", config::env::SESSION));
        self.edge.session.as_deref().map(parse).transpose()
    }
}
