//! Every way in which git makes commits, tried with real gits, and what of it stands in the record. For tests.
//!
//! Not here: what the program does to record them. This room shares no code with it: it reads the files that the program
//! wrote, and asks git what was made.
//!
//! Where to enter: [`Operation::all`] for what is tried, [`try_operation`] for one of them, [`Column`] for with which git.
//!
//! Invariants: an operation runs in twins, a repository with our hooks and one without, with the same dates, and git says the
//! same in both; foreign commits are told by the time zone that they were committed in, which nothing else knows of; no
//! network.
#![allow(
    clippy::disallowed_methods,
    reason = "for tests, which are all edge: the clock and the environment are read here"
)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod error;
mod gits;
mod managers;
mod operations;
mod oracle;
mod record;
mod scratch;
mod table;
mod trial;
mod walk;
mod workbench;

pub use error::MatrixError;
pub use gits::{Column, Form, Git, Version};
pub use managers::{Beside, Manager, ORDERS, Turn, try_order};
pub use operations::{Base, Operation, Seen};
pub use oracle::{Judgement, Known};
pub use record::{Recorded, read_record};
pub use scratch::{Said, Scratch};
pub use table::{Row, try_all};
pub use trial::{Outcome, Trial, try_operation};
pub use walk::{Strolled, Stumble, Walk, Wrong, shorten, walk};
pub use workbench::Workbench;
