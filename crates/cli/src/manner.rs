//! The options of every command: in which form the answer comes, and with what.

use std::ffi::OsString;

use clap::ColorChoice;

use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form, Wanted};

/// What stands above these options in the help of each command.
pub(crate) const HEADING: &str = "Options of every command";

/// How the answer is wanted.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = HEADING)]
pub(crate) struct Manner {
    /// Answer in JSON
    #[arg(long, global = true)]
    json: bool,
    /// Answer in JSON, with each item of a long list on a line of its own
    #[arg(long, global = true)]
    jsonl: bool,
    /// Answer as in a pipe, with NUL instead of a newline after each record
    #[arg(short = 'z', long, global = true)]
    null: bool,
    /// Use colours: auto (on a terminal that has them), always, or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t = ColorChoice::Auto,
        hide_default_value = true,
        hide_possible_values = true
    )]
    color: ColorChoice,
    /// Start no pager for a long answer
    #[arg(long, global = true)]
    no_pager: bool,
}

impl Manner {
    /// Sees to it that every answer is of this kind, and says in which form that is.
    pub(crate) fn take(&self) -> Result<Form, Failure> {
        if self.null && (self.json || self.jsonl) {
            return Err(Failure::Input(
                "-z is for records in lines, and JSON has none: leave out one".into(),
            ));
        }
        write_colours(self.color);
        let is_paged = edge::is_paged();
        Ok(output::want(Wanted {
            json: self.json,
            json_lines: self.jsonl,
            null: self.null,
            no_pager: self.no_pager || is_paged,
            is_paged,
            is_painted_for_pager: is_paged && edge::may_be_coloured(),
        }))
    }
}

/// Does what `--color` says before anything is understood: help and errors have colours, too. What cannot be read says
/// nothing, and is told of later.
pub(crate) fn take_colours(arguments: &[OsString]) {
    let words = arguments.iter().map(|it| it.to_str().unwrap_or_default());
    let words: Vec<&str> = words.take_while(|it| *it != "--").collect();
    let next = words.iter().skip(1).map(Some).chain([None]);
    let said = words.iter().zip(next).filter_map(|(word, next)| match word.strip_prefix("--color")? {
        "" => next.copied(),
        rest => rest.strip_prefix('='),
    });
    if let Some(choice) = said.last().and_then(|it| it.parse::<ColorChoice>().ok()) {
        write_colours(choice);
    }
}

fn write_colours(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}
