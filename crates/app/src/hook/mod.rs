//! What git's hooks do. Each step is there because it must be: this runs at every commit.

mod assign;
mod branches;
mod checkout;
mod commits;
mod error;
mod pairing;
pub(crate) mod progress;
pub(crate) mod reconcile;
mod rewriting;
pub(crate) mod trailer;
mod twice;
mod whose;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use core_model::SessionId;
use git::{DiscoverError, Repo};
use hooks::Event;
use store::{HookLog, KnownCommits, Store};

use crate::workspace::{Edge, HOOK_DEADLINE};
use error::HookError;
pub use twice::RunBy;

/// How long a hook may take, whatever it waits for. `Environment::until` is so long after it began.
pub const BUDGET: Duration = Duration::from_millis(250);

/// After how long a hook is a slow one: most take a tenth of it.
const SLOW: Duration = Duration::from_millis(20);

/// Does what the hook is there for. It never fails: what could not be done is written to the hooks' log. `run_by`: what git
/// started, as far as it is known. `watch` is called where it is a slow one, so that somebody sees to its end; there it is
/// told by [`log_out_of_time`].
pub fn run(edge: &Edge, event: Event, arguments: &[OsString], run_by: Option<RunBy>, watch: &dyn Fn()) {
    let repo = match git::discover(&edge.cwd, &edge.git) {
        Ok(repo) => repo,
        Err(error) => return log_of_stranger(edge, event, &error),
    };
    let mut hook = Hook::new(edge, &repo, By::Hook(event), usize::MAX);
    hook.watch = Cell::new(Some(watch));
    if store::is_on_a_share(repo.common_dir()) || store::is_on_a_share(&repo.store_dir()) {
        // There, even asking for a lock may never come back.
        return hook.log("the repository lies on a network share, where hooks record nothing");
    }
    if hook.is_done_by_entry(event, run_by) {
        return;
    }
    let done = match event {
        Event::PostCommit | Event::PostMerge | Event::PostApplypatch | Event::PostRewrite => {
            hook.record_commits().map(drop)
        }
        Event::PostCheckout => hook.record_checkout(),
        Event::PrepareCommitMsg | Event::CommitMsg => hook.add_trailer(event, arguments),
    };
    match done {
        Ok(()) => hook.note_entry(event, run_by),
        Err(error) => hook.log(&in_one_line(&error)),
    }
}

/// Writes a line to the log of the hooks of the repository around the caller.
pub fn log(edge: &Edge, event: Event, message: &str) {
    if let Ok(repo) = git::discover(&edge.cwd, &edge.git) {
        Hook::new(edge, &repo, By::Hook(event), 0).log(message);
    }
}

/// Writes to that log that the hook was made to end.
pub fn log_out_of_time(edge: &Edge, event: Event) {
    log(edge, event, error::OUT_OF_TIME);
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

/// On whose behalf something is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// git's, right after it happened.
    Hook(Event),
    /// Whoever looks for what the hooks did not see.
    Reconcile,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            Self::Hook(event) => event.file_name(),
            Self::Reconcile => "reconcile",
        }
    }
}

/// What records the commits of a worktree.
struct Hook<'a> {
    edge: &'a Edge,
    repo: &'a Repo,
    by: By,
    known: KnownCommits,
    opened: OnceCell<Store>,
    /// What was looked up there: of one commit it is asked several times.
    looked_up: RefCell<HashMap<String, bool>>,
    /// After how many commits it stops, and leaves the others to the next time.
    most: usize,
    /// The commits that are recorded, where it is not all that are found.
    only: Option<HashSet<String>>,
    /// Whether a commit that belongs to no session is kept all the same, or a session opened for it: somebody has put the
    /// hooks in, and wants every commit.
    wants_all: bool,
    /// Called once where it has taken long.
    watch: Cell<Option<&'a dyn Fn()>>,
}

impl<'a> Hook<'a> {
    fn new(edge: &'a Edge, repo: &'a Repo, by: By, most: usize) -> Self {
        let state = repo.state_dir();
        let wants_all = match by {
            By::Hook(_) => true,
            By::Reconcile => hooks::are_installed(&state),
        };
        Self {
            edge,
            repo,
            by,
            known: KnownCommits::at(&state),
            opened: OnceCell::new(),
            looked_up: RefCell::default(),
            most,
            only: None,
            wants_all,
            watch: Cell::new(None),
        }
    }
}

impl Hook<'_> {
    /// Whether there is time for more.
    fn go_on(&self) -> Result<(), HookError> {
        let Some(until) = self.edge.git.until else { return Ok(()) };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(HookError::OutOfTime);
        }
        if left + SLOW < BUDGET
            && let Some(watch) = self.watch.take()
        {
            watch();
        }
        Ok(())
    }

    fn log(&self, message: &str) {
        HookLog::new(&self.repo.state_dir()).write(
            self.edge.clock.now(),
            self.by.name(),
            &core_model::clean(message),
        );
    }

    /// The store, opened once and made where there is none.
    fn store(&self) -> Result<&Store, HookError> {
        if let Some(store) = self.opened.get() {
            return Ok(store);
        }
        let store = Store::open_or_make(&self.repo.store_dir(), self.edge.clock.clone(), HOOK_DEADLINE)?;
        Ok(self.opened.get_or_init(|| store))
    }

    /// The session named in the environment. What is no id is no guess at one.
    fn named(&self) -> Result<Option<SessionId>, String> {
        let parse = |named: &str| named.parse().map_err(|error| format!("{}: {error}", config::env::SESSION));
        self.edge.session.as_deref().map(parse).transpose()
    }
}
