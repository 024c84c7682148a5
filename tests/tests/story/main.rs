//! The first session, end to end: what a person types, what git does, and what is read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod attribution;
mod cared_for;
#[cfg(unix)]
mod config;
mod desk;
mod doctor;
mod first_session;
mod foreign_hooks;
mod help;
mod launched;
mod names;
#[cfg(unix)]
mod nested;
mod output;
mod places;
mod project;
mod prompt;
mod put_back;
mod read_back;
mod resumed;
mod rewritten;
mod searched;
mod secrets;
mod standing;
mod talk;
mod trailer;
mod twins;
mod unnoticed;
