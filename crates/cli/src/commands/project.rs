//! The commands on projects, one file each.

use crate::args;
use crate::exit::Failure;
use crate::output::Form;

mod answer;
mod list;
mod phase;
mod rebuild;
mod roadmap;
mod show;

/// Show how a project stands, and say what comes next in it
///
/// A project is the repository, or a part of it that the settings name by its path. Where no NAME is given, the one that
/// holds the current folder is meant.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session project\n  git session config set projects.shop.path services/shop\n  git session project roadmap add \"refunds\" --project shop"
)]
pub(crate) struct Args {
    /// The project, where it is not the one here
    name: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Which project a command is for.
#[derive(Debug, clap::Args)]
struct Of {
    /// The project, where it is not the one here
    #[arg(long, value_name = "NAME")]
    project: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    List(list::Args),
    Phase(phase::Args),
    Roadmap(roadmap::Args),
    Rebuild(rebuild::Args),
}

pub(crate) fn run(edge: app::Edge, args: Args, form: Form) -> Result<(), Failure> {
    let Args { name, command } = args;
    let Some(command) = command else {
        return show::run(&args::open_to_read(edge)?, name.as_deref(), form);
    };
    if let Some(name) = name {
        return Err(Failure::Input(format!(
            "`{name}` stands before a command: name a project with --project"
        )));
    }
    match command {
        Command::List(args) => list::run(&args::open_to_read(edge)?, &args, form),
        Command::Phase(args) => args::writing(edge, |it| phase::run(it, &args, form)),
        Command::Roadmap(args) => roadmap::run(edge, args, form),
        Command::Rebuild(args) => args::writing(edge, |it| rebuild::run(it, &args, form)),
    }
}
