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

mod at_hand;
mod blame;
mod brief;
mod care;
mod change;
mod configure;
mod current;
mod delivery;
mod doctor;
mod error;
mod everywhere;
mod export;
mod filter;
mod finish;
mod forget;
mod health;
mod history;
#[cfg(test)]
mod history_tests;
pub mod hook;
mod import;
mod install;
mod ladder;
mod launch;
mod meter;
mod named;
mod overview;
mod present;
mod project;
mod prompt;
mod questions;
mod redact;
mod report;
mod resume;
mod said;
mod say;
mod select;
mod show;
mod start;
mod stats;
mod tasks;
mod why;
mod workspace;

pub use at_hand::AtHand;
pub use blame::{BlameAsked, BlamedFile, BlamedPart, WroteIt};
pub use brief::{Brief, WorkPlace};
pub use care::{Beaten, Cleaned, Found, Item, Stale, Tended};
pub use change::Changed;
pub use configure::{Place, SettingChanged, set_setting, setting, settings, unset_setting};
pub use delivery::Surroundings;
pub use doctor::Finding;
pub use error::{AppError, AtWork};
pub use everywhere::{Everywhere, LiveThere, There, everywhere};
pub use export::{ExportError, Exported, Scope, write_export};
pub use health::HooksHealth;
pub use history::Restored;
pub use hook::progress::ProgressError;
#[cfg(feature = "fuzzing")]
pub use hook::progress::check_ledger;
pub use hook::reconcile::Reconciled;

/// The errors of the rooms below, so that the edge can tell them apart without knowing those rooms.
pub mod errors {
    pub use git::DiscoverError;
    pub use store::UnassignedError;
    pub use store::{
        ChangeError, CreateError, FileError, FindError, LedgerError, LockError, OpenError, ProjectError,
    };
}
pub use core_model::attribution::Conversation;
pub use filter::{Expression, Filter, FilterError, Name};
pub use finish::{Complete, Park, Transited};
pub use forget::{Forget, ForgetError, ForgetPlan, Forgotten, PlannedSession};
pub use git::{
    BlameError, Difference, Environment, Foreign, ResolveError, Uncommitted, Upstream, pager, version_of,
};
pub use hooks::{
    Cause as HookCause, Event, FileChange, Foreseen, HookReport, How, InstallError, Outcome as HookOutcome,
    UninstallError, Why as HookWhy, event_of_program_name,
};
pub use import::{
    From as ImportFrom, Import, ImportError, Imported, ImportedCommits, ImportedProject, ImportedSession,
    LeftOver, NotRead, Taken,
};
pub use index::{Instead, Match};
pub use install::{Install, Installed, foresee_install, uninstall};
pub use launch::Launched;
pub use meter::{Meter, Step};
pub use overview::{Overview, Stored};
pub use present::{Roadmap, Set};
pub use processes::Ancestor;
pub use project::{ProjectChanged, ProjectShown, ProjectsShown};
pub use prompt::{Prompt, prompt};
pub use report::{NewReport, ReportError};
pub use resume::{Resume, Resumed};
pub use say::Said;
pub use select::{Digested, Hit, Hits, Order, Selected, Selection};
pub use show::{FoundBy, Shown};
pub use start::{Agent, OwnerAsked, Start, Started};
pub use stats::{Recent, Stated, Stats};
pub use store::{Clock, Problem, Rebuilt, Remark, Written};
pub use why::{Assigned, Why};
pub use workspace::{Edge, Processes, Workspace};
