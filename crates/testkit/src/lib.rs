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

#[cfg(unix)]
mod browser;
mod gits;
mod program;
mod repo;
#[cfg(unix)]
mod screen;
#[cfg(unix)]
mod terminal;
mod time;

#[cfg(unix)]
pub use browser::*;
pub use gits::*;
pub use program::*;
pub use repo::*;
#[cfg(unix)]
pub use screen::*;
#[cfg(unix)]
pub use terminal::*;
