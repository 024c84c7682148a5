//! The short forms of `cargo xtask torture`: seconds, and part of every run of the tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

mod crash;
mod faults;
