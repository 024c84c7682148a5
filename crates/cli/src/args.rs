//! What can be typed.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use config::{Assignment, Loaded};

use crate::commands;
use crate::edge;
use crate::exit::{self, Failure};
use crate::flags;
use crate::manner::{self, Manner};
use crate::output;

const AFTER: &str = "\
A SESSION is the beginning of an id or of its random part (k7q2m9), @ for the current one, or @~1 for the one before \
it in this worktree. The current session is the one named in GIT_SESSION_ID, or else the one of the agent's conversation \
or of the process that this is run from, or else the only one at work in this worktree.

Exit codes: 0 done, 1 refused (the state does not allow it), 2 usage, 3 not found or ambiguous, 4 lock not had in \
time, 5 data unreadable or too new, 70 a defect of git-session.

Help on a command: git session help COMMAND (git itself answers `git session --help`, with a manual page).";

/// Keeps the record of work sessions in a git repository: who works, on what, since when, with which commits and
/// decisions.
#[derive(Debug, Parser)]
#[command(name = "git session", bin_name = "git session", version, after_help = AFTER, max_term_width = 100)]
struct Args {
    #[command(flatten)]
    manner: Manner,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Start(commands::start::Args),
    Status(commands::status::Args),
    Event(commands::event::Args),
    Decide(commands::decide::Args),
    Ask(commands::ask::Args),
    Answer(commands::answer_question::Args),
    Next(commands::next::Args),
    Task(commands::task::Args),
    Activity(commands::activity::Args),
    Await(commands::awaiting::Args),
    Heartbeat(commands::heartbeat::Args),
    Set(commands::set::Args),
    Park(commands::park::Args),
    Resume(commands::resume::Args),
    Complete(commands::complete::Args),
    Log(commands::log::Args),
    Show(commands::show::Args),
    Blame(commands::blame::Args),
    Search(commands::search::Args),
    Brief(commands::brief::Args),
    Stats(commands::stats::Args),
    Report(commands::report::Args),
    Ui(commands::ui::Args),
    Why(commands::why::Args),
    Assign(commands::assign::Args),
    Reconcile(commands::reconcile::Args),
    Project(commands::project::Args),
    Stale(commands::stale::Args),
    Clean(commands::clean::Args),
    Export(commands::export::Args),
    Import(commands::import::Args),
    Forget(commands::forget::Args),
    Doctor(commands::doctor::Args),
    Install(commands::install::Args),
    Uninstall(commands::uninstall::Args),
    Config(commands::config::Args),
    Completions(commands::completions::Args),
    Man(commands::man::Args),
    Hook(commands::hook::Args),
}

/// The whole command line, as the parser knows it.
pub(crate) fn command() -> clap::Command {
    flags::with_flag(<Args as clap::CommandFactory>::command())
}

pub(crate) fn run(arguments: Vec<OsString>) -> ExitCode {
    exit::on_a_defect();
    manner::take_colours(&arguments);
    let (args, settings) = match flags::parse::<Args>(arguments.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return usage(&error, &arguments),
    };
    let done = perform(args, settings);
    output::clear_progress();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => exit::report(&failure),
    }
}

/// Prints help, which is an answer, or what is wrong with what was typed.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let text = error.render().ansi().to_string();
    if !error.use_stderr() {
        return match output::text(&text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => exit::report(&Failure::Output(error)),
        };
    }
    // `git session --help` does not reach us: git looks for a manual page.
    let text = match text.rsplit_once("--help") {
        Some((before, after)) => {
            let command = typed_command(arguments).map(|command| format!(" {command}")).unwrap_or_default();
            format!("{before}git session help{command}{after}")
        }
        None => text,
    };
    output::aside(&text);
    ExitCode::from(exit::Code::Usage as u8)
}

/// The command that was typed: the first word that is no option. `None`: it is none, or may be the value of an option.
fn typed_command(arguments: &[OsString]) -> Option<String> {
    let mut words = arguments.iter().skip(1).filter_map(|it| it.to_str());
    let word = words.find(|word| !word.starts_with('-'))?;
    command().find_subcommand(word).map(|command| command.get_name().to_owned())
}

fn perform(args: Args, settings: Vec<Assignment>) -> Result<(), Failure> {
    let form = args.manner.take()?;
    let edge =
        app::Edge { meter: output::meter(), ..edge::read_for_command(settings).map_err(Failure::Edge)? };
    match args.command.unwrap_or_else(|| Command::Status(commands::status::Args::default())) {
        Command::Start(args) => writing(edge, |it| commands::start::run(it, args, form)),
        Command::Status(args) => commands::status::run(edge, &args, form),
        Command::Event(args) => writing(edge, |it| commands::event::run(it, args, form)),
        Command::Decide(args) => writing(edge, |it| commands::decide::run(it, args, form)),
        Command::Ask(args) => writing(edge, |it| commands::ask::run(it, &args, form)),
        Command::Answer(args) => writing(edge, |it| commands::answer_question::run(it, &args, form)),
        Command::Next(args) => writing(edge, |it| commands::next::run(it, &args, form)),
        Command::Task(args) => commands::task::run(edge, args, form),
        Command::Activity(args) => writing(edge, |it| commands::activity::run(it, &args, form)),
        Command::Await(args) => writing(edge, |it| commands::awaiting::run(it, &args, form)),
        Command::Heartbeat(args) => writing(edge, |it| commands::heartbeat::run(it, &args, form)),
        Command::Set(args) => writing(edge, |it| commands::set::run(it, args, form)),
        Command::Park(args) => writing(edge, |it| commands::park::run(it, args, form)),
        Command::Resume(args) => writing(edge, |it| commands::resume::run(it, args, form)),
        Command::Doctor(args) => writing(edge, |it| commands::doctor::run(it, &args, form)),
        Command::Stale(args) => commands::stale::run(&open_to_read(edge)?, &args, form),
        Command::Clean(args) => writing(edge, |it| commands::clean::run(it, &args, form)),
        Command::Complete(args) => writing(edge, |it| commands::complete::run(it, args, form)),
        Command::Log(args) => commands::log::run(&open_to_read(edge)?, &args, form),
        Command::Show(args) => commands::show::run(&open_to_read(edge)?, &args, form),
        Command::Blame(args) => commands::blame::run(&open_to_read(edge)?, &args, form),
        Command::Search(args) => commands::search::run(&open_to_read(edge)?, &args, form),
        Command::Brief(args) => commands::brief::run(&open_to_read(edge)?, &args, form),
        Command::Stats(args) => commands::stats::run(&open_to_read(edge)?, &args, form),
        Command::Report(args) => commands::report::run(&open_to_read(edge)?, &args, form),
        Command::Ui(args) => commands::ui::run(edge, &args, form),
        Command::Why(args) => commands::why::run(&open_to_read(edge)?, &args, form),
        Command::Assign(args) => writing(edge, |it| commands::assign::run(it, &args, form)),
        Command::Reconcile(args) => writing(edge, |it| commands::reconcile::run(it, &args, form)),
        Command::Export(args) => commands::export::run(&edge, &args, form),
        Command::Forget(args) => writing(edge, |it| commands::forget::run(it, args, form)),
        Command::Import(args) => writing(edge, |it| commands::import::run(it, args, form)),
        Command::Project(args) => commands::project::run(edge, args, form),
        Command::Install(args) => commands::install::run(edge, &args, form),
        Command::Uninstall(args) => commands::uninstall::run(&edge, &args, form),
        Command::Config(args) => commands::config::run(&edge, args, form),
        Command::Completions(args) => commands::completions::run(&args),
        Command::Man(args) => commands::man::run(&args),
        Command::Hook(args) => {
            commands::hook::run(&args, edge.settings.flags);
            Ok(())
        }
    }
}

pub(crate) fn open(edge: app::Edge) -> Result<app::Workspace, Failure> {
    let workspace = app::Workspace::open(edge)?;
    tell_remarks(workspace.loaded_settings());
    tell_restored(&workspace);
    Ok(workspace)
}

/// Runs a command that writes, and tells what was taken out of what it was told.
pub(crate) fn writing(
    edge: app::Edge,
    run: impl FnOnce(&app::Workspace) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let workspace = open(edge)?;
    let done = run(&workspace);
    let rules = workspace.taken_out();
    if !rules.is_empty() {
        let what = if rules.len() == 1 {
            "a secret was".to_owned()
        } else {
            format!("{} secrets were", rules.len())
        };
        output::remark("note", &format!("{what} taken out before it was written ({})", rules.join(", ")));
    }
    done
}

pub(crate) fn open_to_read(edge: app::Edge) -> Result<app::Workspace, Failure> {
    let workspace = app::Workspace::open(edge)?;
    tell_settings(workspace.loaded_settings());
    tell_restored(&workspace);
    Ok(workspace)
}

fn tell_restored(workspace: &app::Workspace) {
    match workspace.restored() {
        Ok(None) => {}
        Ok(Some(restored)) => {
            let when = |at| edge::local(at).format("%Y-%m-%d %H:%M").to_string();
            let told = restored.tell(&workspace.store_dir(), when);
            let kinds = std::iter::once("note").chain(std::iter::repeat("warning"));
            kinds.zip(&told).for_each(|(kind, text)| output::remark(kind, text));
        }
        Err(error) => {
            output::remark("warning", &format!("it cannot be said whether the store is whole: {error}"))
        }
    }
}

/// Tells what is said in vain in the settings, and what of them is left out.
pub(crate) fn tell_settings(loaded: &Loaded) {
    tell_remarks(loaded);
    for error in &loaded.broken {
        output::remark("warning", &format!("going on without settings that cannot be read: {error}"));
    }
}

fn tell_remarks(loaded: &Loaded) {
    loaded.remarks.iter().for_each(|remark| output::remark("warning", &remark.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_sound() {
        flags::with_flag(Args::command()).debug_assert();
    }

    #[test]
    fn every_command_has_help_with_an_example() {
        let mut commands: Vec<clap::Command> = Args::command().get_subcommands().cloned().collect();
        let mut level = 0;
        while level < commands.len() {
            let below: Vec<clap::Command> = commands[level].get_subcommands().cloned().collect();
            commands.extend(below);
            level += 1;
        }
        for mut command in commands {
            let help = command.render_long_help().to_string();
            assert!(help.contains("  git session "), "{} has no example:\n{help}", command.get_name());
            assert!(help.contains("Example"), "{} has no example:\n{help}", command.get_name());
        }
    }
}
