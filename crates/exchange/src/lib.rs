//! Sessions from elsewhere, and to elsewhere. Pure: texts in, values out.
//!
//! Not here: finding and reading files, and writing sessions to the store. Texts are handed in, and what comes out is
//! for the caller to keep.
//!
//! Where to enter: [`predecessor`] for the dashboard's JSON files.
//!
//! Invariants: nothing that stood in a text is dropped in silence: what has no place is handed on as leftovers; no
//! input makes this crate panic, recurse without end or take memory without limit.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod predecessor;
