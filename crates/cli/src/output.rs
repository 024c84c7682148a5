//! Printing: the answer to stdout, the rest to stderr.

use std::io::{self, IsTerminal as _, Write as _};

use anstyle::{AnsiColor, Style};
use report::{Look, Page, Role};
use serde::Serialize;

use crate::edge;

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

impl Form {
    pub(crate) fn new(json: bool) -> Self {
        match (json, io::stdout().is_terminal()) {
            (true, _) => Self::Json,
            (false, true) => Self::People,
            (false, false) => Self::Pipe,
        }
    }
}

/// Prints a page. Colours go where the terminal and the user want them.
pub(crate) fn page(page: &Page) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for line in &page.0 {
        for span in &line.0 {
            let style = style_of(span.role);
            write!(out, "{style}{}{style:#}", span.text)?;
        }
        writeln!(out)?;
    }
    out.flush()
}

/// Whether colours are wanted on this terminal.
pub(crate) fn has_colours() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

fn style_of(role: Role) -> Style {
    match role {
        Role::Plain => Style::new(),
        Role::Id => AnsiColor::Yellow.on_default(),
        Role::Heading => Style::new().bold(),
        Role::Dim => Style::new().dimmed(),
        Role::Alert => AnsiColor::Red.on_default().bold(),
    }
}

/// Prints a text with colours, as the answer.
pub(crate) fn text(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    write!(out, "{text}")?;
    out.flush()
}

/// Prints a text with colours, beside the answer.
pub(crate) fn aside(text: &str) {
    let _ = write!(anstream::stderr(), "{text}");
}

/// Prints a line of the answer.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// Prints the answer as it is.
pub(crate) fn whole(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints lines of the answer.
pub(crate) fn lines(texts: impl IntoIterator<Item = String>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for text in texts {
        writeln!(out, "{text}")?;
    }
    out.flush()
}

/// Prints a value as JSON.
pub(crate) fn json<T: Serialize>(value: T) -> io::Result<()> {
    line(&report::json::render(value))
}

/// Prints a remark beside the answer, cleaned. Nobody is helped by a failure to print a remark.
pub(crate) fn remark(kind: &str, text: &str) {
    let _ = writeln!(anstream::stderr(), "{kind}: {}", core_model::clean(text));
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
