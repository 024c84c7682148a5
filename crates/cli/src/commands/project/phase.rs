use app::Workspace;
use core_model::TextKind;

use super::{Of, answer};
use crate::commands::text;
use crate::exit::Failure;
use crate::output::Form;

/// Say where a project stands
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session project phase \"beta, behind a switch\"")]
pub(crate) struct Args {
    /// Where it stands; `-` reads it from standard input
    #[arg(required_unless_present = "clear", conflicts_with = "clear")]
    text: Vec<String>,
    /// Say nothing of it any more
    #[arg(long)]
    clear: bool,
    #[command(flatten)]
    of: Of,
}

pub(super) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let phase = if args.clear { None } else { Some(text::read(TextKind::Phase, &args.text)?) };
    let changed = workspace.set_phase(args.of.project.as_deref(), phase.as_deref())?;
    answer::changed(&changed, None, form, |name| match &changed.shown.project.phase {
        Some(said) => format!("The phase of {name}: {}", core_model::clean(said.text.as_str())),
        None => format!("Nothing is said of the phase of {name} any more."),
    })
}
