//! What is asked of git: the repository, its HEAD and commits. The only crate that names gix or runs git.
//!
//! Not here: writing to the user's repository, and reading the environment (what git needs of it is handed in as an
//! [`Environment`]). gix's types do not leave this crate.
//!
//! Where to enter: [`discover`], which gives a [`Repo`]; [`History`] is a repository of our own, beside it.
//!
//! Invariants: what a hook asks ([`discover`], [`Repo::head`], [`Repo::commits_made_since`], [`Repo::commit`],
//! [`Repo::rewritten`], [`Repo::store_is_tracked_in_head`]) runs no process, opens neither the user's nor the system's
//! configuration, and does not read the index. Where references are not kept in files (a reftable), git is asked for
//! HEAD and its reflog, since it alone reads them. What is answered has limits, whatever is in the repository; git, where
//! it is asked, has an end in time, fetches nothing, and starts no hook of ours. A commit is what it was written as:
//! neither `git replace` nor grafts change it. A repository that cannot be read rightly is refused
//! ([`DiscoverError::Unsupported`]), never misread.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod ask;
mod blame;
mod child;
mod commit;
mod common_config;
mod discover;
mod discover_error;
mod environment;
mod files;
mod head;
mod history;
mod hook_settings;
mod hooks_path;
mod lines;
mod objects;
mod pager;
mod patch;
mod pieces;
mod place;
mod reachable;
mod rebase;
mod reflog;
mod repo;
mod resolve;
mod subject;
mod tips;
mod tracked;
mod trailer;
mod uncommitted;
mod user;
mod version;
mod worktrees;

pub use ask::{AskError, HooksDir};
pub use blame::{Blame, BlameError, BlameOptions, BlamedCommit, BlamedLine};
pub use commit::CommitError;
pub use common_config::Unsupported;
pub use discover::discover;
pub use discover_error::DiscoverError;
pub use environment::{Environment, Foreign};
pub use head::{Head, HeadError};
pub use history::{BlobId, Change, History, HistoryError, Logged, Snapshot};
pub use hook_settings::Setting;
pub use locking::LockError;
pub use pager::pager;
pub use reachable::Walk;
#[cfg(feature = "fuzzing")]
pub use reflog::commits_in;
pub use reflog::{Cursor, CursorError, Made, MadeCommit, ReflogError};
pub use repo::{Repo, STATE_FOLDER};
pub use resolve::ResolveError;
pub use tips::TipsError;
pub use tracked::TrackedError;
pub use uncommitted::{Difference, Uncommitted, Upstream};
pub use version::{version_of, works_as_hook};

/// Why something below failed, in the words of whoever failed.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The hash of our own repositories, whatever the one beside them has.
const HASH: gix::hash::Kind = gix::hash::Kind::Sha1;
