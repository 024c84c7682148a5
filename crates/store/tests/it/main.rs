//! The store as its users see it: what must hold when several write at once, when a write is cut short, and when
//! what lies there is not what it should be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod at_once;
mod bad_files;
mod between;
mod cut_short;
mod doctor;
mod glance;
mod held;
mod kit;
mod projects;
mod taken_in;
mod together;
mod watched;
mod whole;
