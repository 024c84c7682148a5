use std::io::{BufRead as _, IsTerminal as _, Read as _};

use app::{Forget, ForgetPlan, Forgotten, PlannedSession, Workspace};
use clap::ArgGroup;
use report::forget::{self, ChangedView, ForgetView, LeftView, RemovedView};
use serde::Serialize;

use crate::exit::Failure;
use crate::output::{self, Form};

/// Remove a session, a text, or what is known of a person
///
/// A session is removed wholly. A text, exactly as it is, gives way to [forgotten] wherever it stands. Of a person, the
/// sessions that they are the author of are removed, and elsewhere their name and address give way. What was kept aside
/// goes, too, and the snapshots begin anew. It cannot be taken back; what it does not reach is said.
#[derive(Debug, clap::Args)]
#[command(
    group = ArgGroup::new("what").required(true),
    after_help = "Examples:\n  git session forget k7q2m9 --dry-run\n  git session forget --text \"the name of the customer\"\n  git session forget --person ada@example.org --yes"
)]
pub(crate) struct Args {
    /// Sessions to remove
    #[arg(value_name = "SESSION", group = "what")]
    sessions: Vec<String>,
    /// A text of at least three characters; `-` reads it from standard input, so that no shell keeps it
    #[arg(long, value_name = "TEXT", group = "what", allow_hyphen_values = true)]
    text: Option<String>,
    /// A name or an address, exactly as it stands in sessions and commits
    #[arg(long, value_name = "WHO", group = "what")]
    person: Option<String>,
    /// Do it without asking
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
    /// Show what would be forgotten, and forget nothing
    #[arg(long)]
    dry_run: bool,
}

/// The most that is read of a text, in bytes.
const MOST: u64 = 64 * 1024;

#[derive(Serialize)]
struct ForgetJson {
    forgotten: ForgetView,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    // Where the text itself comes from standard input, no answer does.
    let is_free = args.text.as_deref() != Some("-") && std::io::stdin().is_terminal();
    let may_ask = form == Form::People && is_free;
    if !args.yes && !args.dry_run && !may_ask {
        return Err(Failure::NotAsked);
    }
    let Args { sessions, text, person, yes, dry_run } = args;
    let asked = match (text, person) {
        (Some(text), _) => Forget::Text(read(text)?),
        (None, Some(person)) => Forget::Person(person),
        (None, None) => Forget::Sessions(sessions),
    };
    let plan = workspace.plan_forget(&asked)?;
    for problem in &plan.problems {
        output::remark("warning", &problem.to_string());
    }
    if !yes {
        show(of_plan(&plan), workspace, form)?;
        if dry_run {
            return Ok(());
        }
        if !is_meant()? {
            return Err(Failure::NotMeant);
        }
    }
    let done = workspace.forget(&plan)?;
    let left = done.left.len();
    show(of_done(&plan, done), workspace, form)?;
    match left {
        0 => Ok(()),
        1 => Err(Failure::Missing("it is forgotten but for 1 place that was not reached".to_owned())),
        more => Err(Failure::Missing(format!("it is forgotten but for {more} places that were not reached"))),
    }
}

/// The text that is meant: what was typed, or what stands on standard input, without its last line end.
fn read(text: String) -> Result<String, Failure> {
    if text != "-" {
        return Ok(text);
    }
    let failed = |what: String| Failure::Input(format!("the text on standard input {what}"));
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > MOST {
        return Err(failed(format!("has more than {MOST} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|_| failed("is not UTF-8 text".to_owned()))?;
    Ok(text.strip_suffix('\n').map_or(text.as_str(), |it| it.strip_suffix('\r').unwrap_or(it)).to_owned())
}

/// Asks whoever sits there. Anything but a clear yes is a no.
fn is_meant() -> Result<bool, Failure> {
    output::aside("Forget it? It cannot be taken back. [y/N] ");
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn show(view: ForgetView, workspace: &Workspace, form: Form) -> Result<(), Failure> {
    match form {
        Form::People => output::page(&forget::page(&view, &output::look(workspace.now())))?,
        Form::Pipe => output::lines(forget::lines(&view))?,
        Form::Json => output::json(ForgetJson { forgotten: view })?,
    }
    Ok(())
}

fn of_plan(plan: &ForgetPlan) -> ForgetView {
    let changed = |(id, times): &(core_model::SessionId, usize)| ChangedView {
        id: id.to_string(),
        times: Some(*times),
    };
    ForgetView {
        removed: plan.removed.iter().map(removed).collect(),
        changed: plan.changed.iter().map(changed).collect(),
        unassigned: plan.unassigned > 0,
        projects: plan.projects.iter().map(|(name, _)| name.clone()).collect(),
        files: plan.quarantine.len(),
        log_lines: plan.log_lines,
        names: plan.names.clone(),
        relatives: plan.relatives.iter().map(ToString::to_string).collect(),
        history: plan.has_history,
        ..ForgetView::new(true)
    }
}

fn removed(session: &PlannedSession) -> RemovedView {
    RemovedView {
        id: session.id.to_string(),
        intent: session.intent.clone(),
        status: session.status.map(|status| status.as_str().to_owned()),
    }
}

/// What was forgotten is not said once more.
fn of_done(plan: &ForgetPlan, done: Forgotten) -> ForgetView {
    let gone = |id: core_model::SessionId| RemovedView { id: id.to_string(), intent: None, status: None };
    ForgetView {
        removed: done.removed.into_iter().map(gone).collect(),
        changed: done.changed.into_iter().map(|id| ChangedView { id: id.to_string(), times: None }).collect(),
        unassigned: done.unassigned,
        projects: done.projects,
        files: done.files,
        log_lines: done.log_lines,
        relatives: plan.relatives.iter().map(ToString::to_string).collect(),
        history: done.history,
        left: done.left.into_iter().map(|(place, why)| LeftView { place, why }).collect(),
        ..ForgetView::new(false)
    }
}
