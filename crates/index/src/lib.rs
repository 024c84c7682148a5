//! What is needed of very many sessions to choose among them, in a database that may go at any time.
//!
//! Not here: files of sessions. Whoever keeps the index hands in what it read ([`Writer::take`]), and reads each session
//! that was chosen from its own file.
//!
//! Where to enter: [`Index::open`] to ask, [`Writer::open`] to bring it up to date.
//!
//! Invariants: it says nothing that the sessions do not say, and only completed ones are in it. It knows of each folder of
//! them when it was read, so that what is new is found without looking at what is old. What cannot be asked is an error and
//! never a wrong answer: a database of another version, one that somebody writes just now, one in which SQLite finds damage (it does
//! not find every byte that was overwritten; what is shown of a session comes from its file). Whoever
//! writes holds a lock that this room knows nothing of.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod choose;
mod folded;
mod known;
mod names;
mod open;
mod prepared;
mod query;
mod said;
mod search;
mod short;
mod take;

pub use choose::{AuthorTest, Chosen, NameTest, Order, Wanted};
pub use known::{Filed, Month, Stamp};
pub use open::{FILE, Index, IndexError, remove};
pub use prepared::Prepared;
pub use query::{Part, Query};
pub use search::{Instead, Match, Overlaid, matches_in};
pub use take::Writer;
