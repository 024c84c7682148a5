//! What can stand at the cursor, when a shell asks: `git session completions` prints what makes it ask.
//!
//! Which values an argument takes is told by what it is called in its help: whatever takes a `SESSION` is offered
//! sessions. So a command that is added is completed without a word here.
//!
//! Invariants: nothing is written, nothing is looked for in git, of the archive the newest few are read; whatever goes
//! wrong, there is no offer and no error.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use crate::{args, edge, output};

mod shell;
mod values;

pub(crate) use shell::Shell;
use values::{Kind, Whose};

/// What a shell asks.
pub(crate) struct Asked {
    /// `None`: one that is not known.
    shell: Option<Shell>,
    /// The program's name and the words after it, up to the cursor.
    words: Vec<OsString>,
}

/// Whether a shell asks: it says which one it is in the environment, and after `--` what was typed.
pub(crate) fn recognise(arguments: &[OsString]) -> Option<Asked> {
    let shell = Shell::named(&edge::completing_shell()?);
    match arguments {
        [_, dashes, words @ ..] if dashes == "--" => Some(Asked { shell, words: words.to_vec() }),
        _ => None,
    }
}

/// Answers with what can stand at the cursor.
#[allow(clippy::disallowed_methods, reason = "a defect of ours is not to be seen while somebody types")]
pub(crate) fn answer(asked: Asked) -> ExitCode {
    std::panic::set_hook(Box::new(|_| std::process::exit(0)));
    let Asked { shell, mut words } = asked;
    let (Some(shell), Some(last)) = (shell, words.len().checked_sub(1)) else { return ExitCode::SUCCESS };
    // A word that is not ended comes as no word at all from some shells.
    if last == 0 {
        words.push(OsString::new());
    }
    let at = words.len() - 1;
    let is_begun = !words[at].is_empty();
    let mut command = with_values(args::command(), &mut Vec::new());
    let here = std::env::current_dir().ok();
    let offered = clap_complete::engine::complete(&mut command, words, at, here.as_deref());
    let _ = output::whole(&shell.render(&wanted(offered.unwrap_or_default(), is_begun)));
    ExitCode::SUCCESS
}

/// Where nothing is typed yet, options only stand in the way of what can be named; where nothing can, they are offered by
/// their long names.
fn wanted(mut offered: Vec<CompletionCandidate>, is_begun: bool) -> Vec<CompletionCandidate> {
    let is_option = |it: &CompletionCandidate| it.get_value().as_encoded_bytes().starts_with(b"-");
    if !is_begun {
        let only_options = offered.iter().all(is_option);
        let is_long = |it: &CompletionCandidate| it.get_value().as_encoded_bytes().starts_with(b"--");
        offered.retain(|it| if only_options { is_long(it) } else { !is_option(it) });
    }
    offered
}

/// The command and those below it, with what is offered for their arguments.
fn with_values(command: Command, path: &mut Vec<String>) -> Command {
    let command = command.mut_args(|arg| match kind_of(path, &arg) {
        Some(kind) => arg.add(ArgValueCompleter::new(move |typed: &std::ffi::OsStr| kind.offer(typed))),
        None if takes_path(&arg) => arg.value_hint(ValueHint::AnyPath),
        None => arg,
    });
    command.mut_subcommands(|below| {
        path.push(below.get_name().to_owned());
        let below = with_values(below, path);
        path.pop();
        below
    })
}

/// Whether an argument that is a text to the parser is a path to people.
fn takes_path(arg: &Arg) -> bool {
    let names = arg.get_value_names().unwrap_or_default();
    arg.get_value_hint() == ValueHint::Unknown
        && names.iter().any(|name| matches!(name.as_str(), "FILE" | "PATH"))
}

/// What an argument takes. `None`: nothing that could be known.
fn kind_of(path: &[String], arg: &Arg) -> Option<Kind> {
    let value = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    // Of what takes one or the other, the first.
    let value = value.split('|').next().unwrap_or_default();
    let command = path.first().map_or("", String::as_str);
    match (value, arg.get_id().as_str()) {
        ("SESSION" | "SESSIONS", _) => Some(Kind::Session(whose(command))),
        ("TAG" | "TAGS", _) => Some(Kind::Tag),
        ("TASK", _) => Some(Kind::Task),
        ("QUESTION", _) => Some(Kind::Question),
        ("ITEM", _) => Some(Kind::RoadmapItem),
        ("BRANCH", _) => Some(Kind::Branch),
        ("COMMIT" | "COMMITS" | "REV", _) => Some(Kind::Commit),
        ("PROJECT", _) | (_, "project") => Some(Kind::Project),
        ("NAME", "name") if command == "project" => Some(Kind::Project),
        ("AUTHOR", _) | (_, "author") => Some(Kind::Author),
        (_, "agent") => Some(Kind::Agent),
        ("KEY", _) if command == "config" => Some(Kind::Setting { with_value: false }),
        ("KEY=VALUE", _) => Some(Kind::Setting { with_value: true }),
        _ => None,
    }
}

/// Which sessions a command can do something with.
fn whose(command: &str) -> Whose {
    match command {
        "resume" => Whose::Parked,
        "event" | "decide" | "heartbeat" | "activity" | "await" | "park" => Whose::Active,
        "next" | "ask" | "answer" | "task" | "set" | "complete" => Whose::Live,
        _ => Whose::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every argument that is completed, by its command.
    fn completed(command: &Command, path: &mut Vec<String>, found: &mut Vec<String>) {
        for arg in command.get_arguments() {
            if let Some(kind) = kind_of(path, arg) {
                let name = arg.get_long().map_or_else(|| arg.get_id().to_string(), |it| format!("--{it}"));
                found.push(format!("{} {name}: {kind:?}", path.join(" ")));
            }
        }
        for below in command.get_subcommands() {
            path.push(below.get_name().to_owned());
            completed(below, path, found);
            path.pop();
        }
    }

    #[test]
    fn what_takes_a_session_is_offered_those_that_it_can_do_something_with() {
        let mut found = Vec::new();
        completed(&args::command(), &mut Vec::new(), &mut found);
        let is_there = |it: &str| assert!(found.iter().any(|line| line == it), "{it} is not in {found:#?}");
        is_there("show session: Session(Any)");
        is_there("resume session: Session(Parked)");
        is_there("park --session: Session(Active)");
        is_there("task done task: Task");
        is_there("answer question: Question");
        is_there("set --untag: Tag");
        is_there("export --project: Project");
        is_there("why commit: Commit");
        is_there("config get key: Setting { with_value: false }");
    }
}
