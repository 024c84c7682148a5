//! What the screen is told, and what it wants done.

use app::Shown;
use core_model::{SessionId, Time};
use ratatui::crossterm::event::KeyEvent;

use crate::around::Told;
use crate::board::{Archive, Board};
use crate::deed::{Deed, Done};

/// What the screen is told.
#[derive(Debug)]
pub(crate) enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// A text was pasted.
    Pasted(String),
    /// The terminal has this many columns and lines.
    Resized(u16, u16),
    /// Time has passed.
    Tick(Time),
    /// Files of the store have changed, or may have.
    Changed(Part),
    /// What is live was read.
    Board(Result<Box<Board>, Told>),
    /// What is over was read.
    Archive(Result<Archive, Told>),
    /// A session was read.
    Story(SessionId, Result<Box<Shown>, Told>),
    /// A deed is done, or refused.
    Done(Result<Done, Told>),
}

/// The part of the store that has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// What is live, and no more.
    Live,
    /// What is over, too.
    All,
}

/// What the screen wants done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Read what is live.
    ReadBoard,
    /// Read this many of what is over, the newest.
    ReadArchive(usize),
    /// Read a session.
    ReadStory(SessionId),
    /// Do something with a session.
    Do(Deed),
    /// Draw everything again.
    Redraw,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Leave.
    Quit,
}
