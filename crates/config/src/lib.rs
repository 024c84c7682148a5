//! Settings, and the names of the environment variables that are read.
//!
//! Not here: reading the environment. Values are handed in at the edge; this crate says what they are called.
//!
//! Where to enter: [`Settings::read`].
//!
//! Invariants: nothing in a repository's own settings names a program or a path; a key that is not known is told
//! and not obeyed.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod env;
mod settings;

pub use settings::{ConfigError, Read, Settings};
