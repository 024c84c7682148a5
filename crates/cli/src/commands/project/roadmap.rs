//! What there is to do in a project.

use app::{ProjectChanged, Workspace};
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use core_model::project::RoadmapStatus;
use core_model::{TextKind, parse_word};
use report::{people, pipe};

use super::{Of, answer};
use crate::args;
use crate::commands::text;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Keep the list of what there is to do in a project
///
/// An ITEM is an id (r1), or what only its text begins with. Alone, it shows the list.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session project roadmap add \"refunds\"\n  git session project roadmap start refunds"
)]
pub(crate) struct Args {
    #[command(flatten)]
    of: Of,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Put something on the roadmap
    #[command(after_help = "Example:\n  git session project roadmap add \"refunds\" --status in_progress")]
    Add {
        /// What is to be done; `-` reads it from standard input
        #[arg(required = true)]
        text: Vec<String>,
        /// How far it is
        #[arg(long, default_value = "next", value_parser = words().try_map(|word| parse_word::<RoadmapStatus>(&word)))]
        status: RoadmapStatus,
        #[command(flatten)]
        of: Of,
    },
    /// Say that somebody is at it
    #[command(after_help = "Example:\n  git session project roadmap start r1")]
    Start(Step),
    /// Say that it is done
    #[command(after_help = "Example:\n  git session project roadmap done \"refunds\"")]
    Done(Step),
    /// Say that it is to be done
    #[command(after_help = "Example:\n  git session project roadmap next r1")]
    Next(Step),
    /// Call it something else
    #[command(after_help = "Example:\n  git session project roadmap rename r1 \"refunds in part\"")]
    Rename {
        /// The item: its id, or what only its text begins with
        item: String,
        /// What is to be done; `-` reads it from standard input
        #[arg(required = true)]
        text: Vec<String>,
        #[command(flatten)]
        of: Of,
    },
}

#[derive(Debug, clap::Args)]
struct Step {
    /// The item: its id, or what only its text begins with
    item: String,
    #[command(flatten)]
    of: Of,
}

fn words() -> PossibleValuesParser {
    PossibleValuesParser::new(RoadmapStatus::ALL.map(RoadmapStatus::as_str))
}

pub(super) fn run(edge: app::Edge, args: Args, form: Form) -> Result<(), Failure> {
    let around = args.of;
    match args.command {
        None => list(&args::open_to_read(edge)?, around.project.as_deref(), form),
        Some(command) => args::writing(edge, |workspace| change(workspace, command, around, form)),
    }
}

/// `around` is what stands before the command.
fn change(workspace: &Workspace, command: Command, around: Of, form: Form) -> Result<(), Failure> {
    let project = |of: Of| of.project.or_else(|| around.project.clone());
    let step = |step: Step, to| (project(step.of), step.item, to);
    let (project, item, to) = match command {
        Command::Add { text, status, of } => {
            let text = text::read(TextKind::RoadmapItem, &text)?;
            let added = workspace.add_to_roadmap(project(of).as_deref(), &text, status)?;
            return tell(&added, form, |item, name| format!("Added {item} to the roadmap of {name}."));
        }
        Command::Rename { item, text, of } => {
            let text = text::read(TextKind::RoadmapItem, &text)?;
            let renamed = workspace.rename_in_roadmap(project(of).as_deref(), &item, &text)?;
            return tell(&renamed, form, |item, name| format!("Renamed {item} of {name}."));
        }
        Command::Start(it) => step(it, RoadmapStatus::InProgress),
        Command::Done(it) => step(it, RoadmapStatus::Done),
        Command::Next(it) => step(it, RoadmapStatus::Next),
    };
    let moved = workspace.move_in_roadmap(project.as_deref(), &item, to)?;
    tell(&moved, form, |item, name| format!("{item} of {name} is {}.", people::roadmap_status(to)))
}

fn tell(
    changed: &ProjectChanged<String>,
    form: Form,
    people: impl FnOnce(&str, &str) -> String,
) -> Result<(), Failure> {
    answer::changed(changed, Some(&changed.made), form, |name| people(&changed.made, name))
}

fn list(workspace: &Workspace, asked: Option<&str>, form: Form) -> Result<(), Failure> {
    let shown = workspace.project_shown(asked)?;
    match form {
        Form::People => output::page(&people::roadmap(&shown.project, &output::look(shown.now)))?,
        Form::Pipe => {
            let items = shown.project.roadmap.as_slice().iter();
            output::lines(items.map(|item| pipe::roadmap_item(&shown.project, item)))?;
        }
        Form::Json => return answer::json(&shown, None),
    }
    crate::commands::answer::tell(&shown.problems);
    Ok(())
}
