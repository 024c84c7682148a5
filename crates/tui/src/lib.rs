//! The terminal screen: sessions on the left, the story of one on the right, and keys for what is done with them.
//!
//! Not here: what a deed does (that is `app`), what a story looks like (that is `report`), what an error means to a user,
//! the time zone and the wish for colour (they are handed in as [`Around`]).
//!
//! Where to enter: [`run`] is the loop, thin, at the edge. Inside it `update` says what a message makes
//! of the `Model` and what is to be done (`Effect`); `draw` shows it.
//!
//! Invariants: `update` and `draw` are pure, so the screen is tested without a terminal. Nothing is read or written on the
//! thread that draws, so no lock holds the screen up. However it ends (a key, a signal, a panic), the terminal is
//! left as it was.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod around;
mod board;
mod choose;
mod deed;
mod filter;
mod form;
mod keys;
mod layout;
mod message;
mod model;
mod pace;
mod read;
mod run;
mod signals;
mod story;
mod terminal;
#[cfg(test)]
mod tests;
mod update;
mod view;
mod watch;
mod work;

pub use around::{Around, Told};
pub use run::{ScreenError, run};
