use app::Workspace;
use core_model::TextKind;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::Form;

/// Record what happened
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session event \"Both tests pass with two retries\"")]
pub(crate) struct Args {
    /// What happened; `-` reads it from standard input
    #[arg(required = true)]
    text: Vec<String>,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let text = text::read(TextKind::Event, &args.text)?;
    let written = workspace.event(args.session.as_deref(), &text)?;
    answer::added(workspace, &written, form, |id| format!("Recorded with {id}."))
}
