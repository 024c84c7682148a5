//! Lock files that are never deleted and are waited for with a deadline.
//!
//! Not here: what is locked, or why. The crate knows names and files.
//!
//! Where to enter: [`Stripes::lock`] for one of many names, [`lock_file`] for a file of its own.
//!
//! Invariants: a lock file is made once and never removed or renamed by us, since two processes could then hold
//! "the" lock at once; a lock is exclusive; it ends with [`Held`] or with the process, whichever comes first;
//! fd-lock is named in this crate alone.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod held;
mod stripes;

pub use held::Held;
pub use stripes::{LockError, Stripes, lock_file};
