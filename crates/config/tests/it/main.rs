//! Settings as those who use them see them: files on a disk, variables and flags.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod change;
mod hostile;
mod kit;
mod layers;
mod table;
