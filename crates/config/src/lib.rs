//! Settings in layers, and the names of the environment variables that are read.
//!
//! What holds is said by the defaults, the user's file, the repository's file, the environment and the flags of a
//! command; the later one wins.
//!
//! Not here: reading the environment, and where the user's file lies. Both are handed in at the edge as [`Sources`].
//!
//! Where to enter: [`KEYS`], the table that all else is derived from; [`Loaded::read`] for what holds and [`edit`] to
//! change a file.
//!
//! Invariants: nothing in a repository's own file names a program, or a path that leads out of the repository; a key
//! that is not known, or stands where it may not, is told and not obeyed; a file that cannot be read is left out in
//! whole, and never written over.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod duration;
pub mod edit;
pub mod env;
mod error;
mod file;
mod keys;
mod layers;
mod name;
mod parse;
mod project;

pub use edit::EditError;
pub use error::{ConfigError, Found, NameError, Remark, SettingError, ValueError};
pub use keys::{KEYS, Key, Settings, Value};
pub use layers::{Loaded, Origin, Setting, Sources};
pub use name::{Assignment, Name, Place};
#[cfg(feature = "fuzzing")]
pub use parse::settings_of;
pub use project::{ProjectName, ProjectPath};
