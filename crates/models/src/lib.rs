//! Proofs of the store that examples cannot give.
//!
//! Not here: the store's own rules (they are in `store` and `core-model`), crashes of the disk, whole processes.
//!
//! Where to enter: [`interleavings`] explores the protocols of locking and resuming in every order; the program of this
//! package is what `cargo xtask torture` runs.
//!
//! Invariants: a proof that finds nothing is worth nothing, so each one is shown, in the tests, to find the defect that
//! it is there for.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod corpus;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod interleavings;
pub mod properties;
