use app::{Install, Workspace};

use super::hooks_answer;
use crate::exit::Failure;
use crate::output::{self, Form};
use crate::{edge, gits};

/// Put the git hooks into this repository, so that commits are recorded by themselves
///
/// Hooks that are there already go on working, before and after. Running it again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session install")]
pub(crate) struct Args {}

pub(crate) fn run(workspace: &Workspace, _args: &Args, form: Form) -> Result<(), Failure> {
    let asked = Install { gits: gits::find(&edge::search_path()), all_worktrees: false };
    let reports = workspace.install(&asked)?;
    hooks_answer::show(&reports, form, Failure::NotInstalled)?;
    if form == Form::People {
        output::remark("next", "git session start \"what you are about to do\"");
    }
    Ok(())
}
