//! What bad input gets: a clear word that names the thing, the documented exit code, nothing lost, no panic; and from a
//! hook silence, with the commit standing and the reason in the log.
//!
//! Each snapshot is what a user sees: the exit code, standard output, and below `---` standard error. Paths, ids, times
//! and commits are replaced by names.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

#[cfg(target_os = "linux")]
mod apart;
mod bed;
mod others;
mod seen;
mod spoil;

mod by_name;
mod config_change;
mod config_file;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod disk_hook;
mod exchange;
mod history;
mod hook_env;
mod hook_log;
mod locks;
mod named;
mod output;
mod place;
mod questions;
mod session_hook;
mod session_kind;
mod session_part;
mod session_text;
mod steps;
mod store_file;
mod store_folder;
mod store_rights;
mod store_tracked;
mod subjects;
mod sweep;
mod tasks;
#[cfg(target_os = "linux")]
mod terminal;
mod texts;
mod usage;
