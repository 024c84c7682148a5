//! Importing, as its users see it: what is read from which file, what becomes of it, and that nothing is dropped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod dropped;
mod import;
mod kit;
mod ours;
mod parse;
mod project;
