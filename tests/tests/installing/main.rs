//! Putting the hooks in and taking them out, with each git of this machine.
//!
//! Those of `PATH` are taken, and those that `GIT_SESSION_TEST_GITS` names: paths of git programs with colons between.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod bench;
mod delivered;
mod doctor;
mod dry_run;
mod program;
mod rounds;
mod worktrees;
