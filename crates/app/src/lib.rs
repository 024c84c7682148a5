//! The use cases: what a command and a hook do, without how it is asked or shown.
//!
//! Not here: arguments, colours, exit codes (that is `cli`); how a session is kept (that is `store`); what git's
//! files look like (that is `git`).
//!
//! Where to enter: [`Workspace`] for commands, [`hook::run`] for what git runs.
//!
//! Invariants: a hook never fails and never prints, whatever happens; what it could not do stands in its log. No use
//! case reads the clock, the environment or randomness but through [`Edge`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod configure;
mod change;
mod current;
mod error;
mod finish;
pub mod hook;
mod install;
mod overview;
mod present;
mod questions;
mod say;
mod start;
mod tasks;
mod workspace;

pub use configure::{Place, SettingChanged, set_setting, setting, settings, unset_setting};
pub use change::Changed;
pub use error::{AppError, AtWork};
pub use hook::progress::ProgressError;
#[cfg(feature = "fuzzing")]
pub use hook::progress::check_ledger;

/// The errors of the rooms below, so that the edge can tell them apart without knowing those rooms.
pub mod errors {
    pub use git::DiscoverError;
    pub use store::{ChangeError, CreateError, FileError, FindError, LedgerError, LockError, OpenError};
}
pub use finish::{Complete, Park};
pub use git::{Environment, Foreign};
pub use hooks::{
    Event, HookReport, How, InstallError, Outcome as HookOutcome, UninstallError, event_of_program_name,
};
pub use install::uninstall;
pub use overview::{Overview, Shown, Stored};
pub use present::{Roadmap, Set};
pub use start::{Agent, Start, Started};
pub use store::{Clock, Problem, Remark, Written};
pub use workspace::{Edge, Workspace};
