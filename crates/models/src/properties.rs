//! Whatever is asked of the store, in whatever order, it is as a few plain lists say that it should be.
//!
//! [`Deed`] is what can be done, `texts` the texts it is done with, `believed` and `belief` the plain lists,
//! `rules` how they change, `seen` the same of a session that was read. [`Workbench`] does each deed to both and
//! compares; `laws` is what holds of a session and of what it was a moment ago, `sessions` of any session alone.

mod belief;
mod believed;
mod deed;
mod edited;
mod laws;
mod memory;
mod prove;
mod rules;
mod seen;
mod sessions;
pub mod texts;
mod values;
mod workbench;

pub use deed::{Deed, deeds};
pub use laws::{Since, follows, holds};
pub use memory::Memory;
pub use prove::{Size, Tally, prove, prove_sessions, replay};
pub use sessions::{any_session, comes_back, keeps_the_table};
pub use workbench::{Disagreement, Workbench};
