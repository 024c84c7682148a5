//! `git session report`: where it writes, and what a browser makes of the file.
#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(unix)]
mod browser;
mod desk;
mod written;
