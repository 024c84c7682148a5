//! From roles to colours, where the terminal and the user want them.

use std::fmt::Write as _;
use std::io;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use report::{Page, Role};

use super::wanted;

/// The lines of a page with colours in them, and how many lines these are.
pub(super) fn paint(page: &Page, into: &mut String) -> usize {
    for line in &page.0 {
        for span in line.0.iter().filter(|span| !span.text.is_empty()) {
            let style = style_of(span.role);
            // Writing to a text cannot fail.
            let _ = write!(into, "{style}{}{style:#}", span.text);
        }
        into.push('\n');
    }
    page.0.len()
}

/// Whether standard output gets colours: what was said with `--color`, else what the environment says (`NO_COLOR`,
/// `CLICOLOR`, `CLICOLOR_FORCE`), else whether it is a terminal that has them, or a pager that git has started.
pub(super) fn choice() -> ColorChoice {
    if wanted().is_painted_for_pager && ColorChoice::global() == ColorChoice::Auto {
        return ColorChoice::AlwaysAnsi;
    }
    AutoStream::choice(&io::stdout())
}

/// Text without its colours, where there are to be none.
pub(super) fn as_chosen(text: &str) -> std::borrow::Cow<'_, str> {
    match choice() {
        ColorChoice::Never => anstream::adapter::strip_str(text).to_string().into(),
        ColorChoice::Auto | ColorChoice::Always | ColorChoice::AlwaysAnsi => text.into(),
    }
}

fn style_of(role: Role) -> Style {
    match role {
        Role::Plain => Style::new(),
        Role::Id => AnsiColor::Yellow.on_default(),
        Role::Heading => Style::new().bold(),
        Role::Dim => Style::new().dimmed(),
        Role::Alert => AnsiColor::Red.on_default().bold(),
        Role::Found => AnsiColor::Green.on_default().bold(),
    }
}

/// How the word before a remark stands out.
pub(super) fn style_of_remark(kind: &str) -> Style {
    match kind {
        "error" => AnsiColor::Red.on_default().bold(),
        "warning" => AnsiColor::Yellow.on_default().bold(),
        "hint" | "next" => AnsiColor::Cyan.on_default().bold(),
        _ => Style::new(),
    }
}
