//! `-c KEY=VALUE`, before the command and after it.
//!
//! clap's own global arguments do not add up: of two places, one would be forgotten.

use std::ffi::OsString;

use clap::{Arg, ArgAction, ArgMatches, Command, Parser};
use config::Assignment;

use crate::manner::HEADING;

const ID: &str = "setting";

/// Reads a command line, and the settings in it in the order in which they were typed.
pub(crate) fn parse<T: Parser>(arguments: Vec<OsString>) -> Result<(T, Vec<Assignment>), clap::Error> {
    let mut command = with_flag(T::command());
    let arguments = with_items_as_texts(arguments, &command);
    let matches = command.try_get_matches_from_mut(arguments)?;
    let args = T::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    Ok((args, given(&matches)))
}

/// The commands that take paths, names and texts to look for, each as it was typed.
const AS_TYPED: [&str; 8] = ["blame", "config", "export", "forget", "hook", "import", "log", "show"];

/// An item of a list (`- so it was`) is a text and no option: no option has a space in its name. White space around a
/// text does not count, so one before it keeps clap from taking it apart.
fn with_items_as_texts(arguments: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let called = arguments.iter().skip(1).find_map(|it| command.find_subcommand(it));
    if called.is_none_or(|it| AS_TYPED.contains(&it.get_name())) {
        return arguments;
    }
    let item = |text: &str| text.starts_with("- ").then(|| OsString::from(format!(" {text}")));
    arguments.into_iter().map(|it| it.to_str().and_then(item).unwrap_or(it)).collect()
}

/// The command and those below it, each with the flag.
pub(crate) fn with_flag(command: Command) -> Command {
    let flag = Arg::new(ID)
        .short('c')
        .long("config")
        .value_name("KEY=VALUE")
        .help("Use this value of a setting, whatever else is set; may be given several times")
        .help_heading(HEADING)
        .action(ArgAction::Append)
        .value_parser(Assignment::parse);
    command.arg(flag).mut_subcommands(with_flag)
}

fn given(matches: &ArgMatches) -> Vec<Assignment> {
    let here = matches.get_many(ID).into_iter().flatten().cloned();
    let below = matches.subcommand().map(|(_, matches)| given(matches));
    here.chain(below.into_iter().flatten()).collect()
}
