//! `git session project [NAME]`

use app::Workspace;
use report::{people, pipe};

use crate::commands::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

pub(super) fn run(workspace: &Workspace, asked: Option<&str>, form: Form) -> Result<(), Failure> {
    let shown = workspace.project_shown(asked)?;
    match form {
        Form::People => {
            output::page(&people::project(&shown.project, &shown.state, &output::look(shown.now)))?;
            if shown.project.roadmap.as_slice().is_empty() {
                output::remark("next", "git session project roadmap add \"what comes next in it\"");
            }
        }
        Form::Pipe => output::lines(pipe::project_story(&shown.project, &shown.state))?,
        Form::Json => return super::answer::json(&shown, None),
    }
    answer::tell(&shown.problems);
    Ok(())
}
