use app::Workspace;
use core_model::{MOST_STEPS, TextKind};

use super::which::Which;
use super::{answer, text};
use crate::exit::Failure;
use crate::output::Form;

/// Say what should be done next
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session next \"test with three retries\" \"tell support\"\n  git session next --clear"
)]
pub(crate) struct Args {
    /// A step, each in quotes of its own; `-` reads them from standard input, one a line
    #[arg(value_name = "TEXT", required_unless_present = "clear")]
    steps: Vec<String>,
    /// Put them in the place of those that are there
    #[arg(long)]
    replace: bool,
    /// Take all of them away
    #[arg(long, conflicts_with_all = ["steps", "replace"])]
    clear: bool,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let steps = text::read_several(TextKind::NextStep, MOST_STEPS, &args.steps)?;
    let keep = !(args.replace || args.clear);
    let changed = workspace.plan_next(args.which.asked(), &steps, keep)?;
    let count = match changed.session.head().next_steps.len() {
        0 => "nothing is planned next".to_owned(),
        1 => "1 step comes next".to_owned(),
        count => format!("{count} steps come next"),
    };
    answer::done(&changed, form, |id| format!("{id}: {count}."))
}
