use app::Workspace;

use super::answer;
use crate::exit::Failure;
use crate::output::Form;

/// Give a sign of life
///
/// Commits, events and decisions are signs of life, too; this is for work that shows in none of them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session heartbeat")]
pub(crate) struct Args {
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let written = workspace.heartbeat(args.session.as_deref())?;
    answer::added(workspace, &written, form, |id| format!("{id} is alive."))
}
