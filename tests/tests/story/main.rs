//! The first session, end to end: what a person types, what git does, and what is read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod attribution;
#[cfg(unix)]
mod config;
mod desk;
mod first_session;
mod foreign_hooks;
mod help;
mod launched;
mod names;
mod output;
mod places;
mod project;
mod resumed;
mod talk;
mod twins;
mod unnoticed;
