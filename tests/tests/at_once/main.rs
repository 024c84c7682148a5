//! Several processes at once, and processes that are killed: what was acknowledged is there, exactly once, and every
//! file is one that others can read.
//!
//! The longer run is the same code with bigger numbers: `SOAK_ROUNDS=200 cargo test -p git-session-tests --test
//! at_once soak -- --nocapture`. The same dice again: `SOAK_SEED=…`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod contents;
mod eight;
mod lab;
mod random;
mod talk;
mod transitions;

#[cfg(unix)]
mod deeds;
#[cfg(unix)]
mod ending;
#[cfg(unix)]
mod ledger;
#[cfg(unix)]
mod soak;
