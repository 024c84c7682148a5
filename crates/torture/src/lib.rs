//! What the store must survive: every state that a power cut could leave. For tests.
//!
//! Not here: what the store does; kills of processes, which the tests of the program do.
//!
//! Where to enter: [`explore`] for the states after a power cut.
//!
//! Invariants: the store is the real one, and only its disk is made up; whatever is judged was seen through the store's
//! own readers; the same seed gives the same states.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod belief;
mod crash;
mod deeds;
mod faults;
mod hands;
mod look;
mod memory;
mod place;

pub use crash::{
    Bounds, Detail, Figures, Finding, Names, Workload, all_triples, explore, explore_all, pairs, singles,
    triples,
};
pub use deeds::{DEEDS, Deed};
pub use faults::{Cases, Extent, Failure, Fault, fail_all, kill_all};
pub use hands::Hands;
pub use memory::{Image, MemoryDisk};
pub use place::Place;
