use app::Workspace;
use core_model::{Tasks, TextKind};

use crate::commands::answer::{self, Made};
use crate::commands::text;
use crate::commands::which::Which;
use crate::exit::Failure;
use crate::output::Form;

/// Add tasks, all or none
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session task add \"reproduce it\" \"test with three retries\"")]
pub(crate) struct Args {
    /// What is to be done, each in quotes of its own; `-` reads them from standard input, one a line
    #[arg(value_name = "SUBJECT", required = true)]
    subjects: Vec<String>,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let subjects = text::read_several(TextKind::TaskSubject, Tasks::MOST, &args.subjects)?;
    let added = workspace.add_tasks(args.which.asked(), &subjects)?;
    answer::tell_remarks(&added.remarks);
    answer::made(&added.session, &Made::Tasks(&added.made), form, |id| {
        format!("Added {} to {id}.", added.made.join(", "))
    })
}
