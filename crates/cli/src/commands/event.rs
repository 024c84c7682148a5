use app::Workspace;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::Form;

/// Record what happened
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session event \"Both tests pass with two retries\"")]
pub(crate) struct Args {
    /// What happened; `-` reads it from standard input
    text: String,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let id = workspace.event(args.session.as_deref(), &text::read(args.text)?)?;
    answer::written(workspace, &id, form, "Recorded with {}.")
}
