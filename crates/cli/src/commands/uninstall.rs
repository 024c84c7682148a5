use app::Edge;

use super::hooks_answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Take the git hooks out of this repository again
///
/// What was there before is given back to the byte. The sessions stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session uninstall")]
pub(crate) struct Args {}

pub(crate) fn run(edge: &Edge, _args: &Args, form: Form) -> Result<(), Failure> {
    let reports = app::uninstall(edge)?;
    hooks_answer::show(&reports, form, |left, _| Failure::NotUninstalled(left))?;
    if form == Form::People {
        if reports.is_empty() {
            output::line("There are no hooks of git-session here.")?;
        }
        output::remark("note", "the sessions stay in .sessions");
    }
    Ok(())
}
