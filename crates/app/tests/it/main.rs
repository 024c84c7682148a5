//! Use cases with a clock that the test moves, and with what others do in the middle of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod clean;
mod in_time;
mod kit;
