use app::Workspace;
use core_model::TaskStatus;

use crate::commands::answer::{self, Made};
use crate::commands::which::Which;
use crate::exit::Failure;
use crate::output::Form;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The task: its id, or what only its subject begins with
    task: String,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, to: TaskStatus, form: Form) -> Result<(), Failure> {
    let moved = workspace.move_task(args.which.asked(), &args.task, to)?;
    let task = std::slice::from_ref(&moved.made);
    answer::tell_remarks(&moved.remarks);
    answer::made(&moved.session, &Made::Tasks(task), form, |id| {
        let summary = report::people::tasks_in_short(moved.session.tasks().derive_summary());
        format!("{} of {id} is {}; {summary}.", moved.made, report::people::task_status(to))
    })
}
