//! Printing: the answer to stdout, the rest to stderr.
//!
//! Whatever a command prints goes through here. Pages for people: [`page`], or [`pages`] where there may be many of them;
//! records for a pipe: [`line`], [`lines`]; JSON: [`json`], or [`json_list`] where its list may be long. Beside the answer:
//! [`remark`]. How far something is, that takes longer than a blink: use cases tell it to the [`meter`] that they are handed.

use std::borrow::Borrow;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;

use report::{Look, Page};

use crate::edge;

mod json;
mod pager;
mod paint;
mod progress;
mod screen;

pub(crate) use json::{List, json, json_list};
pub(crate) use progress::{clear as clear_progress, meter};

/// How the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A person looks at it.
    People,
    /// Another program reads lines.
    Pipe,
    /// Another program reads JSON.
    Json,
}

/// What was asked of every answer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    /// JSON.
    pub(crate) json: bool,
    /// JSON, and the items of a long list each on a line of its own.
    pub(crate) json_lines: bool,
    /// Records end with NUL.
    pub(crate) null: bool,
    /// No pager is started.
    pub(crate) no_pager: bool,
    /// git has started a pager for us: whoever looks at it is a person.
    pub(crate) is_paged: bool,
    /// That pager gets colours, if nothing else was said.
    pub(crate) is_painted_for_pager: bool,
}

/// What was asked, once for the whole run, as the choice of colours is.
static WANTED: OnceLock<Wanted> = OnceLock::new();

/// Keeps what was asked of every answer, and says in which form that is.
pub(crate) fn want(wanted: Wanted) -> Form {
    let wanted = WANTED.get_or_init(|| wanted);
    if wanted.json || wanted.json_lines {
        Form::Json
    } else if !wanted.null && (wanted.is_paged || io::stdout().is_terminal()) {
        Form::People
    } else {
        Form::Pipe
    }
}

fn wanted() -> Wanted {
    WANTED.get().copied().unwrap_or_default()
}

/// Prints a page. Colours go where the terminal and the user want them; what does not fit on the screen goes to a pager.
pub(crate) fn page(page: &Page) -> io::Result<()> {
    pages([page])
}

/// Prints pages as they come, one below the other, as one answer: none is held that is printed.
pub(crate) fn pages<P: Borrow<Page>>(pages: impl IntoIterator<Item = P>) -> io::Result<()> {
    screen::print(pages)
}

/// Whether colours are wanted on standard output.
pub(crate) fn has_colours() -> bool {
    paint::choice() != anstream::ColorChoice::Never
}

/// Prints a text with colours, as the answer.
pub(crate) fn text(text: &str) -> io::Result<()> {
    clear_progress();
    let mut out = anstream::stdout().lock();
    write!(out, "{text}")?;
    out.flush()
}

/// Prints a text with colours, beside the answer.
pub(crate) fn aside(text: &str) {
    clear_progress();
    let _ = write!(anstream::stderr(), "{text}");
}

/// Prints a line of the answer.
pub(crate) fn line(text: &str) -> io::Result<()> {
    lines([text])
}

/// Prints the answer as it is.
pub(crate) fn whole(text: &str) -> io::Result<()> {
    let _quiet = progress::quiet();
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints lines of the answer as they come.
pub(crate) fn lines<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> io::Result<()> {
    let _quiet = progress::quiet();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let end = if wanted().null { "\0" } else { "\n" };
    for text in texts {
        out.write_all(text.as_ref().as_bytes())?;
        out.write_all(end.as_bytes())?;
    }
    out.flush()
}

/// Prints a remark beside the answer, cleaned. Nobody is helped by a failure to print a remark.
pub(crate) fn remark(kind: &str, text: &str) {
    clear_progress();
    let style = paint::style_of_remark(kind);
    let _ = writeln!(anstream::stderr(), "{style}{kind}:{style:#} {}", core_model::clean(text));
}

/// The look of a page on this terminal.
pub(crate) fn look(now: core_model::Time) -> Look<'static> {
    Look { width: edge::width(), local: &edge::local, now }
}

/// A session that is at work, in a line.
pub(crate) fn at_work(session: &app::AtWork) -> String {
    format!("{} · {}", session.intent, session.author)
}

/// Prints an empty line beside the answer.
pub(crate) fn blank() {
    let _ = writeln!(anstream::stderr());
}
