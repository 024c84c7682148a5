//! Sessions as one HTML file: a timeline, the hours, tables, and the story of each session. Pure: values in, a text out.
//!
//! Not here: which sessions are shown, where the file is written, the time zone. They are handed in as a [`Report`].
//!
//! Where to enter: [`render`]. What stands on the page is worked out by one file a part (`timeline.rs`, `hours.rs`,
//! `tables.rs`, `story.rs`) as values; the files in `templates/` say how they look, and decide nothing.
//!
//! Invariants: no text becomes markup (the templates escape whatever is put into them), and none holds a control character or
//! a mark that turns text around. The page asks for nothing beyond itself, and says so to the browser. All of it is there
//! without its script. Where names are to be hidden, no text, path or name of a session is on the page: `names.rs` alone turns
//! them into words.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod axis;
mod calendar;
mod figures;
mod hours;
mod item;
mod lanes;
mod names;
mod page;
mod story;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;
mod words;

use chrono::{NaiveDateTime, TimeDelta};
use core_model::{Session, Time};

pub use page::{RenderError, is_report, render};

/// What is shown, and how.
pub struct Report<'a> {
    /// What it is of: the repository's name.
    pub name: &'a str,
    /// All sessions that there are: hidden names are numbered by these, so that a session has the same number in every report.
    pub all: &'a [Session],
    /// The ones that are shown.
    pub shown: &'a [&'a Session],
    /// From when on figures count. `None`: from the beginning.
    pub since: Option<Time>,
    /// Until when figures count. `None`: until now.
    pub until: Option<Time>,
    /// What the sessions were chosen by, beside the time: what it is called, and its value.
    pub chosen: &'a [(&'a str, &'a str)],
    /// How far apart two signs of life are at most, for the time between to be active.
    pub limit: TimeDelta,
    /// Whether names, texts and paths are hidden.
    pub private: bool,
    /// A moment in the reader's time zone.
    pub local: &'a dyn Fn(Time) -> NaiveDateTime,
    /// The present.
    pub now: Time,
}
