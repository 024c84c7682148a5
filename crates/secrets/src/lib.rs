//! Takes secrets out of a text before it is written: tokens, keys, passwords in addresses. Pure.
//!
//! Not here: which texts are redacted, and who is told; rules of our own. What a secret looks like is known by the
//! package `redact-secret`, which `rules.rs` alone names.
//!
//! Where to enter: [`redact`].
//!
//! Invariants: what a rule finds does not leave; redacting twice is redacting once; a text that could not be
//! examined does not leave either.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod mark;
mod redact;
mod rules;
#[cfg(test)]
mod tests;

pub use redact::{Finding, Redacted, redact};
pub use rules::MOST_BYTES;
