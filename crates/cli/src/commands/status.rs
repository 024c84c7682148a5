use app::Workspace;
use report::json::{CareJson, CommitJson, ProblemJson, SessionJson};
use report::people::{self, StatusView};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Show what is active and what is parked, here and in the other worktrees
///
/// This is what `git session` alone does.
#[derive(Debug, Default, clap::Args)]
#[command(after_help = "Example:\n  git session status --json")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct StatusJson {
    project: String,
    worktree: String,
    branch: Option<String>,
    current: Option<String>,
    sessions: Vec<SessionJson>,
    unassigned: Vec<CommitJson>,
    problems: Vec<ProblemJson>,
    has_hooks: bool,
    stale: Vec<CareJson>,
}

pub(crate) fn run(workspace: &Workspace, _args: &Args, form: Form) -> Result<(), Failure> {
    let overview = workspace.overview()?;
    let stale: Vec<CareJson> = workspace
        .stale()
        .map(|stale| stale.found.iter().map(|it| super::stale::row(it, None)).collect())
        .unwrap_or_default();
    if let Some(variable) = &overview.variable {
        output::remark("warning", variable);
    }
    match form {
        Form::People => {
            let view = StatusView {
                project: &overview.project,
                worktree: &overview.worktree,
                branch: overview.branch.as_deref(),
                current: overview.current.as_ref(),
                live: &overview.live,
                at_work_here: overview.at_work_here,
                unassigned: overview.unassigned.len(),
            };
            output::page(&people::status(&view, &output::look(overview.now)))?;
            if overview.live.is_empty() && overview.problems.is_empty() {
                output::remark("next", "git session start \"what you are about to do\"");
            }
            if !overview.has_hooks {
                answer::tell_no_hooks();
            }
        }
        Form::Pipe => {
            let sessions = overview.live.iter().flat_map(report::pipe::status);
            let commits = overview.unassigned.iter().map(|commit| report::pipe::commit(None, commit));
            output::lines(sessions.chain(commits))?;
        }
        Form::Json => {
            return Ok(output::json(StatusJson {
                project: overview.project,
                worktree: overview.worktree,
                branch: overview.branch,
                current: overview.current.map(|id| id.to_string()),
                sessions: overview.live.iter().map(SessionJson::from).collect(),
                unassigned: overview.unassigned.iter().map(CommitJson::from).collect(),
                problems: answer::problems(&overview.problems),
                has_hooks: overview.has_hooks,
                stale,
            })?);
        }
    }
    answer::tell_found(&overview.reconciled);
    answer::tell(&overview.problems);
    match stale.len() {
        0 => {}
        1 => output::remark("note", "nobody seems to work on one of them any more: git session stale"),
        count => output::remark(
            "note",
            &format!("nobody seems to work on {count} of them any more: git session stale"),
        ),
    }
    Ok(())
}
