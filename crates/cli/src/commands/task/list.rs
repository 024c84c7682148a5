use app::Workspace;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use core_model::{Task, TaskStatus, parse_word};
use report::json::{ProblemJson, TaskJson, TaskSummaryJson};
use report::{people, pipe};
use serde::Serialize;

use crate::commands::answer;
use crate::commands::which::Which;
use crate::exit::Failure;
use crate::output::{self, Form};

/// List the tasks of a session
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session task list --status pending --status in_progress")]
pub(crate) struct Args {
    /// Only those that are so far; may be given several times
    #[arg(long = "status", value_name = "STATUS", value_parser = words().try_map(|word| parse_word::<TaskStatus>(&word)))]
    statuses: Vec<TaskStatus>,
    #[command(flatten)]
    which: Which,
}

fn words() -> PossibleValuesParser {
    PossibleValuesParser::new(TaskStatus::ALL.map(TaskStatus::as_str))
}

#[derive(Serialize)]
struct ListJson {
    session: OfJson,
    tasks: Vec<TaskJson>,
    task_summary: TaskSummaryJson,
    problems: Vec<ProblemJson>,
}

/// Whose tasks they are.
#[derive(Serialize)]
struct OfJson {
    id: String,
    status: &'static str,
    intent: String,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let shown = workspace.show(args.which.asked())?;
    let session = &shown.session;
    let wanted = |task: &&Task| args.statuses.is_empty() || args.statuses.contains(&task.status);
    let tasks: Vec<&Task> = session.tasks().as_slice().iter().filter(wanted).collect();
    match form {
        Form::People => {
            output::page(&people::task_list(session, &tasks, &output::look(shown.now)))?;
            if session.tasks().as_slice().is_empty() {
                output::remark("next", "git session task add \"what there is to do\"");
            }
        }
        Form::Pipe => output::lines(tasks.iter().map(|task| pipe::task(session, task)))?,
        Form::Json => {
            return Ok(output::json(ListJson {
                session: OfJson {
                    id: session.id().to_string(),
                    status: session.status().name().as_str(),
                    intent: session.opening().intent.to_string(),
                },
                tasks: tasks.into_iter().map(TaskJson::from).collect(),
                task_summary: session.tasks().derive_summary().into(),
                problems: answer::problems(&shown.problems),
            })?);
        }
    }
    answer::tell(&shown.problems);
    Ok(())
}
