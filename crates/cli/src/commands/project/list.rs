use app::Workspace;
use report::json::{ProblemJson, ProjectJson};
use report::{people, pipe};
use serde::Serialize;

use crate::commands::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// List the projects of this repository
///
/// They are the ones that sessions are of, the ones that the settings name, and the one here.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session project list")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct ListJson {
    here: String,
    projects: Vec<ProjectJson>,
    problems: Vec<ProblemJson>,
}

pub(super) fn run(workspace: &Workspace, _args: &Args, form: Form) -> Result<(), Failure> {
    let shown = workspace.projects()?;
    let projects = &shown.projects;
    match form {
        Form::People => output::page(&people::project_list(projects, &shown.here, &output::look(shown.now)))?,
        Form::Pipe => output::lines(projects.iter().map(|(project, state)| pipe::project(project, state)))?,
        Form::Json => {
            return Ok(output::json(ListJson {
                projects: projects.iter().map(|(project, state)| ProjectJson::new(project, state)).collect(),
                here: shown.here,
                problems: answer::problems(&shown.problems),
            })?);
        }
    }
    answer::tell(&shown.problems);
    Ok(())
}
