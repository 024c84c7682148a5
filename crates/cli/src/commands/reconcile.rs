use app::Workspace;
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Record every commit that no hook has seen
///
/// Made in clients that run no hooks, with hooks switched off or bypassed by another tool: the reflogs of all worktrees
/// and the branches have them. It happens by itself whenever a session is started, shown, parked or completed, for a
/// bounded number of commits; this command has no bound, and puts back what a lost store had.
/// Whether hooks work says git session doctor.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session reconcile")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct ReconcileJson {
    recorded: usize,
    problems: Vec<String>,
}

pub(crate) fn run(workspace: &Workspace, _args: &Args, form: Form) -> Result<(), Failure> {
    let found = workspace.reconcile()?;
    match form {
        Form::Json => {
            return Ok(output::json(ReconcileJson { recorded: found.commits, problems: found.problems })?);
        }
        Form::Pipe => output::line(&format!("recorded\t{}", found.commits))?,
        Form::People => output::line(&match found.commits {
            0 => "every commit is recorded".to_owned(),
            1 => "1 commit was recorded that no hook had seen".to_owned(),
            count => format!("{count} commits were recorded that no hook had seen"),
        })?,
    }
    answer::tell_remarks(&found.problems);
    Ok(())
}
