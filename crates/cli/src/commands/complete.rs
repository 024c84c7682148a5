use app::{Complete, Workspace};

use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// End a session
///
/// A completed session stays as it is; it is found again with log and show.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session complete \"One charge for an order, however often it is tried\""
)]
pub(crate) struct Args {
    /// What came of it; `-` reads it from standard input
    outcome: Option<String>,
    /// It was given up, and is not done
    #[arg(long)]
    abandon: bool,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { outcome, abandon, session } = args;
    let outcome = outcome.map(text::read).transpose()?;
    let completed = workspace.complete(&Complete { session, outcome, abandon })?;
    let commits = completed.record().commits.len();
    answer::changed(&completed, form, &format!("Completed {{}} with {commits} commits."))?;
    if form == Form::People {
        output::remark("next", &format!("read it back: git session show {}", answer::short(completed.id())));
    }
    Ok(())
}
