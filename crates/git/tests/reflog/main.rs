//! Which commits were made, by the reflog.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

mod grown;
mod lost;
mod operations;
mod rebased;
mod watched;
mod written;

use std::path::Path;

use git_session_git::{Environment, Made, Repo, discover};

pub(crate) fn open(dir: &Path) -> Repo {
    discover(dir, &Environment::default()).unwrap()
}

pub(crate) fn shas(made: &Made) -> Vec<String> {
    made.commits.iter().map(|commit| commit.sha.clone()).collect()
}
