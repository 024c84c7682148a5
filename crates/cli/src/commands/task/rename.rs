use app::Workspace;
use core_model::TextKind;

use crate::commands::answer::{self, Made};
use crate::commands::text;
use crate::commands::which::Which;
use crate::exit::Failure;
use crate::output::Form;

/// Call a task something else
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session task rename t2 \"test with four retries\"")]
pub(crate) struct Args {
    /// The task: its id, or what only its subject begins with
    task: String,
    /// What is to be done; `-` reads it from standard input
    #[arg(required = true)]
    subject: Vec<String>,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let subject = text::read(TextKind::TaskSubject, &args.subject)?;
    let renamed = workspace.rename_task(args.which.asked(), &args.task, &subject)?;
    let task = std::slice::from_ref(&renamed.made);
    answer::tell_remarks(&renamed.remarks);
    answer::made(&renamed.session, &Made::Tasks(task), form, |id| {
        format!("Renamed {} of {id}.", renamed.made)
    })
}
