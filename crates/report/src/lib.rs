//! Sessions as text and as JSON. Pure: values in, values out.
//!
//! Not here: where it is printed, colours, the width of the terminal, the time zone. They are handed in as a
//! [`Look`], and what comes out is a [`Page`] of spans with roles that the edge may paint.
//!
//! Where to enter: [`people`] for a terminal, [`pipe`] for a pipe, [`json`] for programs; [`settings`] for settings;
//! [`template`] for what somebody sets in another way;
//! [`export`] for documents to take away, [`import`] for what became of those that came,
//! [`forget`] for what is gone.
//!
//! Invariants: no control character and no mark that turns text around reaches a page or JSON; what a pipe gets has
//! one record a line and no field with a tab in it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod export;
pub mod forget;
pub mod import;
pub mod json;
mod page;
pub mod people;
pub mod pipe;
#[cfg(test)]
mod project_tests;
pub mod prompt;
pub mod settings;
mod short;
pub mod template;
#[cfg(test)]
mod tests;

pub use page::{Line, Look, Page, Role, Span};
pub use short::Shorts;
