use app::{Cleaned, Tended, Workspace};
use core_model::care::Care;
use report::people;
use serde::Serialize;

use super::{answer, stale};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Close stale sessions, and park those whose process or worktree is gone
///
/// One whose process or worktree is gone is parked however long it was silent, so that it can be taken up again; of the
/// others those are closed that were silent for too long. Each is looked at again before anything is done, so one that gave a sign of life in the meantime stays. A session ends
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
struct CleanedAllJson {
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
    let rows: Vec<CleanedJson> = cleaned.items.iter().map(row).collect();
    match form {
        Form::Json => {
            output::json(CleanedAllJson { cleaned: rows, problems: answer::problems(&cleaned.problems) })?;
        }
        Form::Pipe => output::lines(rows.iter().map(|row| {
            let fields =
                [&row.id, row.why.unwrap_or_default(), row.done, row.error.as_deref().unwrap_or_default()];
            report::pipe::row(&fields)
        }))?,
        Form::People if rows.is_empty() => output::line("There is nothing to clean.")?,
        Form::People => output::page(&people::cleaned(&people(&cleaned), &output::look(cleaned.now)))?,
    }
    cleaned.remarks.iter().for_each(|remark| output::remark("warning", remark));
    let failed = cleaned
        .items
        .iter()
        .filter_map(|it| Some(format!("{}: {}", it.session.id(), it.done.as_ref().err()?)));
    let unreadable = cleaned.problems.iter().map(ToString::to_string);
    let failed: Vec<String> = failed.chain(unreadable).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::NotCleaned(failed)) }
}

fn row(item: &Tended) -> CleanedJson {
    let id = item.session.id().to_string();
    match &item.done {
        Ok(Some(care)) => {
            let done = if stale::word(care) == "close" { "closed" } else { "parked" };
            CleanedJson { id, why: Some(care.why.as_str()), done, error: None }
        }
        Ok(None) => CleanedJson { id, why: None, done: "left", error: None },
        Err(error) => CleanedJson { id, why: None, done: "failed", error: Some(error.to_string()) },
    }
}

/// What became of each, for a person. Why one failed is told below, as an error.
fn people(cleaned: &Cleaned) -> Vec<(&core_model::Session, people::Tended<'_>)> {
    let tended = cleaned.items.iter().map(|item| {
        let done = match &item.done {
            Ok(Some(care)) => people::Tended::Done(care),
            Ok(None) => people::Tended::Left,
            Err(_) => people::Tended::Failed,
        };
        (&item.session, done)
    });
    tended.collect()
}

fn plan(workspace: &Workspace, form: Form) -> Result<(), Failure> {
    let stale = workspace.stale()?;
    let would = |care: &Care| if care.due { stale::word(care) } else { "wait" };
    match form {
        Form::Json => {
            let plan: Vec<_> = stale.found.iter().map(|it| stale::row(it, Some(would(&it.care)))).collect();
            return Ok(output::json(PlanJson { plan, problems: answer::problems(&stale.problems) })?);
        }
        Form::Pipe => {
            let rows = stale.found.iter().map(|it| stale::row(it, Some(would(&it.care))));
            output::lines(rows.map(|row| report::pipe::care(&row)))?;
        }
        Form::People if stale.found.is_empty() => output::line("There is nothing to clean.")?,
        Form::People => {
            let found: Vec<_> = stale.found.iter().map(|it| (&it.session, &it.care)).collect();
            output::page(&people::stale(&found, &output::look(stale.now)))?;
            output::remark("note", "nothing was done");
        }
    }
    answer::tell(&stale.problems);
    Ok(())
}

#[derive(Serialize)]
struct PlanJson {
    plan: Vec<report::json::CareJson>,
    problems: Vec<report::json::ProblemJson>,
}
