//! The private repository of snapshots, looked at with real git.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod apart;
mod at_once;
mod damage;
mod kept;
mod lab;
mod packed;
mod remove;
mod synced;
