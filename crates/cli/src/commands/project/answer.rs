//! The answers that the commands on projects give.

use app::{ProjectChanged, ProjectShown};
use report::json::{ProblemJson, ProjectJson};
use serde::Serialize;

use crate::commands::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

#[derive(Serialize)]
struct OneJson<'a> {
    project: Box<ProjectJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
    problems: Vec<ProblemJson>,
}

/// How a project stands, for a program. `item`: the item of its roadmap that was made or changed.
pub(super) fn json(shown: &ProjectShown, item: Option<&str>) -> Result<(), Failure> {
    let project = Box::new(ProjectJson::new(&shown.project, &shown.state));
    Ok(output::json(OneJson { project, item, problems: answer::problems(&shown.problems) })?)
}

/// What a project is after a command has changed it. A pipe gets its name, and the item's id.
pub(super) fn changed<T>(
    changed: &ProjectChanged<T>,
    item: Option<&str>,
    form: Form,
    people: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    changed.remarks.iter().for_each(|remark| output::remark("warning", remark));
    let name = core_model::clean(&changed.shown.project.name);
    match form {
        Form::Json => return json(&changed.shown, item),
        Form::Pipe => {
            output::line(&[Some(name.as_str()), item].into_iter().flatten().collect::<Vec<_>>().join("\t"))?
        }
        Form::People => output::line(&people(&name))?,
    }
    answer::tell(&changed.shown.problems);
    Ok(())
}
