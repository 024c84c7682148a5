use app::Workspace;
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Give a sign of life
///
/// Commits, events and decisions are signs of life, too; this is for work that shows in none of them. Within 30 seconds of
/// the last one nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session heartbeat\n  git session heartbeat --project")]
pub(crate) struct Args {
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
    /// For each active session of mine: those that a process above this one holds, and those of this worktree that no
    /// process holds
    #[arg(long, conflicts_with = "session")]
    project: bool,
}

#[derive(Serialize)]
struct BeatenJson {
    heartbeats: Vec<BeatJson>,
    problems: Vec<report::json::ProblemJson>,
}

#[derive(Serialize)]
struct BeatJson {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    if args.project {
        return of_project(workspace, form);
    }
    let (id, remarks) = workspace.heartbeat(args.session.as_deref())?;
    let said = app::Said { id, remarks: remarks.iter().map(ToString::to_string).collect() };
    answer::added(workspace, &said, form, |id| format!("{id} is alive."))
}

fn of_project(workspace: &Workspace, form: Form) -> Result<(), Failure> {
    let app::Beaten { items, problems } = workspace.heartbeat_project()?;
    let mut failed = Vec::new();
    let mut beaten = Vec::new();
    for item in items {
        match item.done {
            Ok(remarks) => {
                answer::tell_remarks(&remarks);
                beaten.push(BeatJson { id: item.id.to_string(), error: None });
            }
            Err(error) => {
                failed.push(format!("{}: {error}", item.id));
                beaten.push(BeatJson { id: item.id.to_string(), error: Some(error.to_string()) });
            }
        }
    }
    let alive = || beaten.iter().filter(|beat| beat.error.is_none());
    match form {
        Form::Pipe => output::lines(alive().map(|beat| beat.id.clone()))?,
        Form::People if alive().next().is_none() => output::line("No active session is yours here.")?,
        Form::People => output::lines(alive().map(|beat| format!("{} is alive.", beat.id)))?,
        Form::Json => {
            output::json(BeatenJson { heartbeats: beaten, problems: answer::problems(&problems) })?;
        }
    }
    if form != Form::Json {
        answer::tell(&problems);
    }
    if failed.is_empty() { Ok(()) } else { Err(Failure::NotBeaten(failed)) }
}
