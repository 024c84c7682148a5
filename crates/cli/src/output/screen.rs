//! Where pages go: to the terminal as they are, or to a pager where they do not fit on the screen.

use std::borrow::Borrow;
use std::io::{self, IsTerminal as _, Write as _};

use anstream::AutoStream;
use report::Page;

use super::pager::{Ended, Pager};
use super::paint::{self, paint};
use super::{progress, remark, wanted};
use crate::edge;

/// How much is painted before it is handed on, in bytes.
const CHUNK: usize = 16 << 10;

/// Prints pages as they come; no more than a screen of them is held. Whoever has seen enough and closes the pager ends
/// this with [`io::ErrorKind::BrokenPipe`], which ends the program with 0.
pub(super) fn print<P: Borrow<Page>>(pages: impl IntoIterator<Item = P>) -> io::Result<()> {
    let _quiet = progress::quiet();
    let mut screen = Screen::new();
    for page in pages {
        screen.add(page.borrow())?;
    }
    screen.end()
}

/// What is painted and not yet handed on, and to whom it goes.
struct Screen {
    painted: String,
    to: To,
}

enum To {
    /// Nobody knows yet whether it fits on the screen.
    Undecided {
        /// How many lines fit.
        room: usize,
        /// How many there are.
        lines: usize,
    },
    Output,
    Pager(Box<Pager>),
}

impl Screen {
    fn new() -> Self {
        let is_for_pager = io::stdout().is_terminal() && !wanted().no_pager;
        // The line below the answer is the shell's.
        let room = edge::height().saturating_sub(1);
        let to = if is_for_pager { To::Undecided { room, lines: 0 } } else { To::Output };
        Self { painted: String::new(), to }
    }

    fn add(&mut self, page: &Page) -> io::Result<()> {
        let added = paint(page, &mut self.painted);
        match &mut self.to {
            To::Undecided { room, lines } => {
                *lines += added;
                if *lines <= *room {
                    return Ok(());
                }
                self.to = started().map_or(To::Output, |pager| To::Pager(Box::new(pager)));
                self.hand_on()
            }
            To::Output | To::Pager(_) if self.painted.len() >= CHUNK => self.hand_on(),
            To::Output | To::Pager(_) => Ok(()),
        }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let painted = std::mem::take(&mut self.painted);
        match &mut self.to {
            To::Undecided { .. } | To::Output => write(painted.as_bytes()),
            To::Pager(pager) => match pager.write(paint::as_chosen(&painted).as_bytes()) {
                Ok(()) => Ok(()),
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.after_pager(),
                Err(error) => Err(error),
            },
        }
    }

    /// What is left to do where the pager reads no more.
    fn after_pager(&mut self) -> io::Result<()> {
        let To::Pager(pager) = std::mem::replace(&mut self.to, To::Output) else { return Ok(()) };
        match pager.end()? {
            Ended::Seen => Err(io::ErrorKind::BrokenPipe.into()),
            Ended::NeverRan { command, given } => {
                tell_without(&command);
                write(&given)
            }
        }
    }

    fn end(mut self) -> io::Result<()> {
        self.hand_on()?;
        let To::Pager(pager) = self.to else { return Ok(()) };
        match pager.end()? {
            Ended::Seen => Ok(()),
            Ended::NeverRan { command, given } => {
                tell_without(&command);
                write(&given)
            }
        }
    }
}

/// The pager that is wanted. `None`: none is, or it cannot be started.
fn started() -> Option<Pager> {
    let command = edge::pager()?;
    let pager = Pager::start(&command, &edge::pager_variables());
    if pager.is_err() {
        tell_without(&command);
    }
    pager.ok()
}

fn tell_without(command: &str) {
    remark("warning", &format!("the pager `{command}` cannot be started; going on without it"));
}

fn write(bytes: &[u8]) -> io::Result<()> {
    let mut out = AutoStream::new(io::stdout().lock(), paint::choice());
    out.write_all(bytes)?;
    out.flush()
}
