//! Which commits were made, by the reflog.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod grown;
mod lost;
mod operations;
mod watched;
mod written;

use std::path::Path;

use git_session_git::{Environment, Repo, discover};

pub(crate) fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}
