use app::Workspace;
use report::json::ProblemJson;
use serde::Serialize;

use crate::commands::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Count the completed sessions of every project anew
///
/// What is kept of them is compared with the sessions whenever it is read, so this is for a session that was changed by
/// hand. Phases and roadmaps stay as they are.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session project rebuild")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct RebuiltJson {
    changed: Vec<String>,
    problems: Vec<ProblemJson>,
}

pub(super) fn run(workspace: &Workspace, _args: &Args, form: Form) -> Result<(), Failure> {
    let rebuilt = workspace.rebuild_projects()?;
    match form {
        Form::People if rebuilt.changed.is_empty() => output::line("Nothing had to be corrected.")?,
        Form::People => {
            output::line(&core_model::clean(&format!("Corrected: {}.", rebuilt.changed.join(", "))))?;
        }
        Form::Pipe => output::lines(rebuilt.changed.iter().map(|name| core_model::clean(name)))?,
        Form::Json => {
            let problems = answer::problems(&rebuilt.problems);
            return Ok(output::json(RebuiltJson { changed: rebuilt.changed, problems })?);
        }
    }
    answer::tell(&rebuilt.problems);
    Ok(())
}
