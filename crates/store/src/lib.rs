//! The sessions on disk: the format, the two ways to write it, and readers that take no lock.
//!
//! Not here: who asks and why (that is `app`), what a session may do (that is `core-model`), how a lock works (that
//! is `locking`).
//!
//! Where to enter: [`Store`]. [`Store::create`] opens a session, [`Store::update`] and [`Store::append`] are the only
//! ways to change one; [`Store::snapshot`] and [`Store::read`] read. What is kept of a
//! project is [`Store::read_projects`] and [`Store::change_project`]. Beside the store, in the git directory, lie the
//! [`Ledger`] of what was recorded and the [`HookLog`].
//!
//! Invariants:
//! - A session is changed only under its lock, after it was read under that lock, with a `now` that was read under
//!   it, too. The closures given to `update` and `append` can fail with the model's own refusal alone, so no other
//!   work slips in under a lock.
//! - A file with a final name is whole: it is written under a name of its own, synced, and renamed. An append that
//!   was cut short is recognised by its missing mark and repaired by the next writer.
//! - A file of a newer format, and one with keys that this version does not know, is never overwritten.
//! - Reading never writes. A file that cannot be read is reported and hides no other.
//! - A session that is at work has a note in the folder of its worktree: the note is made before the session and
//!   removed after it. So a hook finds the sessions of its worktree without looking at any other. So do the notes of the
//!   process that holds it, and of its conversation.
//! - What is kept of a project's completed sessions is what they come to: whoever reads it compares the sessions that it
//!   says it is of with those in the archive, and derives it anew where they differ.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod adopt;
mod aside;
mod backup;
mod beat;
mod change;
mod create;
mod document;
mod examine;
mod filed;
mod files;
mod forget;
mod glance;
mod held;
mod known;
mod layout;
mod ledger;
mod log;
mod open;
mod pending;
mod problem;
mod project;
mod read;
mod redo;
mod repair;
mod settle;
mod sweep;
mod unassigned;
mod worktree;

pub use adopt::Adopted;
pub use backup::{Kept, PutBack};
pub use beat::Beat;
pub use change::{ChangeError, Pair, Remark, Written};
pub use create::CreateError;
pub use examine::{Mended, Trouble, What, is_on_a_share};
pub use filed::{Cache, Filed, Month};
pub use forget::{as_stored, files_below};
pub use glance::{Glance, Open};
pub use held::Held;
pub use known::{Fact, Home, Known, KnownCommits};
pub use layout::FOLDER;
pub use ledger::{LEDGER_FILE, Ledger, LedgerError};
pub use locking::LockError;
pub use log::HookLog;
pub use open::{Clock, Deadline, OpenError, Store};
pub use problem::{FileError, Problem};
pub use project::{ProjectError, Projects, Rebuilt};
pub use read::{FindError, Loaded, Snapshot, Which};
pub use unassigned::UnassignedError;
pub use worktree::Here;
