//! What a session is: values, and the rules that they keep.
//!
//! Not here: files, the clock, the environment, randomness. Whatever comes from those is handed in, so everything
//! in this crate can be tested as a table.
//!
//! Where to enter: [`Session`] is what is kept; [`transition`] is the closed table of its status; [`attribution`]
//! says which session a commit belongs to.
//!
//! Invariants: what was recorded is only ever added to; `completed` is final; a status changes through
//! [`Status::step`] alone; the times of a session are in order ([`Session::check`]).

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod attribution;
mod clean;
mod commit;
mod entry;
mod id;
mod session;
mod text;
pub mod transition;

pub use clean::{clean, is_unseen};
pub use commit::{CommitFacts, Files, Person};
pub use entry::{Commit, Decision, Entry, EntryKind, Event, Evidence, Heartbeat, Record, Source};
pub use id::{ParseIdError, RandomBits, SessionId};
pub use session::{Author, AuthorKind, Broken, Completed, Head, MadeBy, Opening, Parked, Session, Status};
pub use text::{Text, TextError, TextKind, shorten};
pub use transition::{Outcome, OutcomeKind, Refusal, StatusName, Transition};

/// A moment, in UTC. Sessions keep milliseconds.
pub type Time = chrono::DateTime<chrono::Utc>;
