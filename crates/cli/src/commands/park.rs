use app::{Park, Workspace};
use core_model::TextKind;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Put a session aside, to go on later
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session park \"weekend\" --next \"write the test for two retries\"")]
pub(crate) struct Args {
    /// Why; `-` reads it from standard input
    #[arg(value_name = "WHY", required_unless_present = "reason", conflicts_with = "reason")]
    why: Vec<String>,
    /// The same
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    /// What should be done next, after what is planned already; may be given several times
    #[arg(long = "next", value_name = "STEP")]
    next_steps: Vec<String>,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { why, reason, next_steps, session } = args;
    let words = reason.map_or(why, |reason| vec![reason]);
    let reason = text::read(TextKind::ParkedReason, &words)?;
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
