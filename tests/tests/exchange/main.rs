//! Taking the record away, taking it in, and letting go of it: through the program, as a person runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod desk;
mod export;
mod forget;
mod forget_edges;
mod laden;
mod old;
mod round;
