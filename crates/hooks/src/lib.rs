//! Puts our git hooks into a repository beside what is there, and takes them out to the byte.
//!
//! Not here: which folder git takes its hooks from (`git` asks that), and what a hook does when it runs.
//!
//! Where to enter: [`install`], what it would do ([`foresee`]), [`uninstall`] and [`record_commits`]. What is installed
//! stands in `hooks/` at the top of the project; in which forms, [`Forms`] decides.
//!
//! Invariants: a hook of somebody else keeps its bytes, its order, its arguments, its input and its exit code; what we
//! did not write is never deleted or overwritten; the receipt names a change before the change is made, so that after a
//! kill or a power cut at any point both [`install`] and [`uninstall`] still know what is ours; both run alone, under a
//! lock of their own.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod block;
mod by_hand;
mod diagnose;
mod entries;
mod event;
mod facts;
mod forms;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod git_lock;
mod install;
mod lock;
mod manager;
mod ours;
mod path;
mod plan;
mod receipt;
mod recording;
mod report;
mod section;
mod standing;
mod steps;
mod uninstall;
mod write;

pub use diagnose::{Cause, EntryFacts, EventFacts, Facts, Failing, FileFacts, HooksPath, diagnose};
pub use event::{Event, event_of_program_name};
pub use facts::{Seen, look_at_hooks};
pub use forms::{Forms, GitVersion};
pub use install::{HooksFolder, InstallError, Place, foresee, install};
pub use locking::LockError;
pub use receipt::ReceiptError;
pub use recording::{RecordedBy, are_installed, record_commits, recorded_by};
pub use report::{HookReport, How, Outcome, Why};
pub use steps::{FileChange, Foreseen};
pub use uninstall::{UninstallError, uninstall};
