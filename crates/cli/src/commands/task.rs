//! The commands on the tasks of a session, one file each.

use core_model::TaskStatus;

use crate::args;
use crate::exit::Failure;
use crate::output::Form;

mod add;
mod list;
mod rename;
mod step;

/// Keep the list of what there is to do
///
/// A TASK is an id (t1), or what only its subject begins with. The session may be parked: what is open goes along when it
/// is taken up again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session task add \"reproduce it\" \"test with three retries\"\n  git session task done t1"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Add(add::Args),
    /// Say that somebody is at a task
    #[command(after_help = "Example:\n  git session task start t1")]
    Start(step::Args),
    /// Say that a task is done
    #[command(after_help = "Example:\n  git session task done \"reproduce\"")]
    Done(step::Args),
    /// Say that a task will not be done
    #[command(after_help = "Example:\n  git session task skip t2")]
    Skip(step::Args),
    /// Say that a task is to be done after all
    #[command(after_help = "Example:\n  git session task reopen t1")]
    Reopen(step::Args),
    Rename(rename::Args),
    List(list::Args),
}

pub(crate) fn run(edge: app::Edge, args: Args, form: Form) -> Result<(), Failure> {
    match args.command {
        Command::Add(args) => args::writing(edge, |it| add::run(it, &args, form)),
        Command::Start(args) => args::writing(edge, |it| step::run(it, &args, TaskStatus::InProgress, form)),
        Command::Done(args) => args::writing(edge, |it| step::run(it, &args, TaskStatus::Completed, form)),
        Command::Skip(args) => args::writing(edge, |it| step::run(it, &args, TaskStatus::Skipped, form)),
        Command::Reopen(args) => args::writing(edge, |it| step::run(it, &args, TaskStatus::Pending, form)),
        Command::Rename(args) => args::writing(edge, |it| rename::run(it, &args, form)),
        Command::List(args) => list::run(&args::open_to_read(edge)?, &args, form),
    }
}
