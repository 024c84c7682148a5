use app::Workspace;
use core_model::TextKind;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::Form;

/// Record what was decided, and why
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session decide \"Key the charge on the order\" --because \"the gateway retries on its own\""
)]
pub(crate) struct Args {
    /// What was decided
    #[arg(required = true)]
    title: Vec<String>,
    /// The reason; `-` reads it from standard input
    #[arg(long, value_name = "WHY")]
    because: String,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let because = text::read(TextKind::DecisionReason, &[args.because])?;
    let written = workspace.decide(args.session.as_deref(), &args.title.join(" "), &because)?;
    answer::added(workspace, &written, form, |id| format!("Recorded with {id}."))
}
