use app::{Park, Workspace};
use core_model::TextKind;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Put a session aside, to go on later
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session park --reason \"weekend\" --next \"write the test for two retries\""
)]
pub(crate) struct Args {
    /// Why; `-` reads it from standard input
    #[arg(long, value_name = "WHY")]
    reason: String,
    /// What should be done next; may be given several times
    #[arg(long = "next", value_name = "STEP")]
    next_steps: Vec<String>,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { reason, next_steps, session } = args;
    let reason = text::read(TextKind::ParkedReason, &[reason])?;
    let written = workspace.park(&Park { session, reason, next_steps })?;
    let parked = &written.session;
    written.remarks.iter().for_each(|remark| output::remark("warning", remark));
    answer::changed(parked, form, |id| format!("Parked {id}."))?;
    if form == Form::People {
        output::remark(
            "next",
            &format!("take it up again: git session resume {}", answer::short(parked.id())),
        );
    }
    Ok(())
}
