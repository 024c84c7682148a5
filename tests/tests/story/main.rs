//! The first session, end to end: what a person types, what git does, and what is read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod attribution;
mod brief;
mod cared_for;
#[cfg(unix)]
mod completed;
#[cfg(unix)]
mod config;
mod desk;
mod doctor;
mod everywhere;
mod first_session;
mod foreign_hooks;
mod help;
mod json_contract;
mod laden_desk;
mod launched;
mod names;
#[cfg(unix)]
mod nested;
mod output;
#[cfg(unix)]
mod paged;
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
mod stats;
mod talk;
mod trailer;
mod twins;
mod unnoticed;
