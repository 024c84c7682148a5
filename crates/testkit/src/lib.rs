//! Repositories made by real git, and the program run in a cleared environment. For tests.
//!
//! Where to enter: [`TestRepo`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "this is test code: what goes wrong here fails the test"
)]

mod gits;
mod program;
mod repo;
#[cfg(unix)]
mod terminal;
mod time;

pub use gits::*;
pub use program::*;
pub use repo::*;
#[cfg(unix)]
pub use terminal::*;
