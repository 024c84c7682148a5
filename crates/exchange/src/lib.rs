//! Sessions from elsewhere, and to elsewhere. Pure: texts in, values out.
//!
//! Not here: finding and reading files, and writing sessions to the store. Texts are handed in, and what comes out is
//! for the caller to keep.
//!
//! Where to enter: [`predecessor`] for the dashboard's JSON files, [`ours`] for what git-session itself wrote out;
//! [`detect`] says which of the two a text is.
//!
//! Invariants: nothing that stood in a text is dropped in silence: what has no place is handed on as leftovers; no
//! input makes this crate panic, recurse without end or take memory without limit.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod detect;
mod limits;
pub mod ours;
pub mod predecessor;

pub use detect::{Found, detect};
