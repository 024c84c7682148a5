//! `git session ui` on a real terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod desk;
mod given_back;
mod live;
mod work;
