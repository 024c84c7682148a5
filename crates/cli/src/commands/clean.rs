use app::{Item, Workspace};
use core_model::care::Care;
use report::Shorts;
use serde::Serialize;

use super::{answer, stale};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Close stale sessions, and park those whose process or worktree is gone
///
/// Each is looked at again before anything is done, so one that gave a sign of life in the meantime stays. A session ends
/// at its last sign of life; who closed it, and when, is kept beside that. What is parked is taken up again with resume,
/// what is closed with start --parent.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session clean --dry-run\n  git session clean")]
pub(crate) struct Args {
    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
struct Cleaned {
    cleaned: Vec<CleanedJson>,
    problems: Vec<report::json::ProblemJson>,
}

#[derive(Serialize)]
struct CleanedJson {
    id: String,
    why: Option<&'static str>,
    done: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    if args.dry_run {
        return plan(workspace, form);
    }
    let cleaned = workspace.clean()?;
    answer::tell(&cleaned.problems);
    let rows: Vec<CleanedJson> = cleaned.items.iter().map(row).collect();
    match form {
        Form::Json => {
            output::json(Cleaned { cleaned: rows, problems: answer::problems(&cleaned.problems) })?;
        }
        Form::Pipe => output::lines(rows.iter().map(|row| {
            let fields =
                [&row.id, row.why.unwrap_or_default(), row.done, row.error.as_deref().unwrap_or_default()];
            report::pipe::row(&fields)
        }))?,
        Form::People if rows.is_empty() => output::line("There is nothing to clean.")?,
        Form::People => {
            let shorts = Shorts::new(cleaned.items.iter().map(|item| &item.id));
            for (item, row) in cleaned.items.iter().zip(&rows) {
                let why = row.why.map(|why| format!(" ({why})")).unwrap_or_default();
                output::line(&format!("{}  {}{why}", shorts.of(&item.id), row.done))?;
            }
        }
    }
    cleaned.remarks.iter().for_each(|remark| output::remark("warning", remark));
    let failed: Vec<String> = cleaned
        .items
        .iter()
        .filter_map(|item| item.done.as_ref().err().map(|error| format!("{}: {error}", item.id)))
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::NotCleaned(failed)) }
}

fn row(item: &Item<Option<Care>>) -> CleanedJson {
    let id = item.id.to_string();
    match &item.done {
        Ok(Some(care)) => {
            let done = if stale::word(care) == "close" { "closed" } else { "parked" };
            CleanedJson { id, why: Some(care.why.as_str()), done, error: None }
        }
        Ok(None) => CleanedJson { id, why: None, done: "left", error: None },
        Err(error) => CleanedJson { id, why: None, done: "failed", error: Some(error.to_string()) },
    }
}

fn plan(workspace: &Workspace, form: Form) -> Result<(), Failure> {
    let stale = workspace.stale()?;
    answer::tell(&stale.problems);
    let would = |care: &Care| if care.due { stale::word(care) } else { "wait" };
    match form {
        Form::Json => {
            let plan: Vec<_> = stale.found.iter().map(|it| stale::row(it, Some(would(&it.care)))).collect();
            output::json(PlanJson { plan, problems: answer::problems(&stale.problems) })?;
        }
        Form::Pipe => {
            let rows = stale.found.iter().map(|it| stale::row(it, Some(would(&it.care))));
            output::lines(rows.map(|row| report::pipe::care(&row)))?;
        }
        Form::People if stale.found.is_empty() => output::line("There is nothing to clean.")?,
        Form::People => {
            let found: Vec<_> = stale.found.iter().map(|it| (&it.session, &it.care)).collect();
            output::page(&report::people::stale(&found, &output::look(stale.now)))?;
            output::remark("note", "nothing was done");
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct PlanJson {
    plan: Vec<report::json::CareJson>,
    problems: Vec<report::json::ProblemJson>,
}
