mod all;
pub(crate) mod short;

use app::HooksHealth;
use report::json::{CareJson, CommitJson, ProblemJson, SessionJson};
use report::people::{self, Hooks, StatusView};
use serde::Serialize;

use super::answer;
use crate::args;
use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Show what is active and what is parked, here and in the other worktrees
///
/// What waits for a person comes first. It fits on one screen: what does not is counted, with the command that shows it. This
/// is what `git session` alone does.
#[derive(Debug, Default, clap::Args)]
#[command(
    after_help = "Examples:\n  git session status --json\n  git session status --short\n  git session status --all"
)]
pub(crate) struct Args {
    /// Show all repositories of this machine in which sessions were started or hooks installed
    #[arg(long, conflicts_with = "short")]
    all: bool,
    /// Say it in a word, for a prompt: `● k7q2m9 2t 1q ⏸3 !` is the session that commands mean here, its open tasks and
    /// questions, how many are parked, and that one waits for a person. Nothing outside of a repository, or where there
    /// is nothing to say
    #[arg(long)]
    short: bool,
}

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
    hooks: &'static str,
    stale: Vec<CareJson>,
}

pub(crate) fn run(mut edge: app::Edge, args: &Args, form: Form) -> Result<(), Failure> {
    if args.short {
        edge.git.foreign = app::Foreign::Refuse;
        return short::run(&edge, form);
    }
    if args.all {
        return all::run(&edge, form);
    }
    here(&args::open_to_read(edge)?, form)
}

fn here(workspace: &app::Workspace, form: Form) -> Result<(), Failure> {
    let overview = workspace.overview()?;
    let hooks = hooks(workspace.hooks_health(&edge::git_config_files(), edge::hooks_are_off()));
    let stale: Vec<CareJson> = overview.stale.iter().map(|it| super::stale::row(it, None)).collect();
    if let Some(variable) = &overview.variable {
        output::remark("warning", variable);
    }
    match form {
        Form::People => {
            let stale: Vec<_> = overview.stale.iter().map(|it| (it.session.id(), &it.care)).collect();
            let view = StatusView {
                project: &overview.project,
                worktree: &overview.worktree,
                branch: overview.branch.as_deref(),
                current: overview.current.as_ref(),
                live: &overview.live,
                stale: &stale,
                at_work_here: overview.at_work_here,
                unassigned: overview.unassigned.len(),
                is_in_part: !overview.problems.is_empty(),
                hooks,
                rows: edge::height(),
            };
            output::page(&people::status(&view, &output::look(overview.now)))?;
            if overview.live.is_empty() && overview.problems.is_empty() {
                output::remark("next", "git session start \"what you are about to do\"");
            }
        }
        Form::Pipe => {
            let sessions = overview.live.iter().flat_map(report::pipe::status);
            let commits = overview.unassigned.iter().map(|commit| report::pipe::commit(None, commit));
            let cares = stale.iter().map(report::pipe::care);
            let hooks = (hooks != Hooks::Fine).then(|| report::pipe::row(&["hooks", hooks.as_str()]));
            output::lines(sessions.chain(commits).chain(cares).chain(hooks))?;
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
                hooks: hooks.as_str(),
                stale,
            })?);
        }
    }
    answer::tell_found(&overview.reconciled);
    answer::tell(&overview.problems);
    match stale.len() {
        // People have a list of them.
        _ if form == Form::People => {}
        0 => {}
        1 => output::remark(
            "note",
            "nobody seems to work on one of the active sessions any more: git session stale",
        ),
        count => output::remark(
            "note",
            &format!("nobody seems to work on {count} of the active sessions any more: git session stale"),
        ),
    }
    Ok(())
}

fn hooks(health: HooksHealth) -> Hooks {
    match health {
        HooksHealth::Fine => Hooks::Fine,
        HooksHealth::Missing => Hooks::Missing,
        HooksHealth::Gone => Hooks::Gone,
        HooksHealth::Bypassed => Hooks::Bypassed,
        HooksHealth::Off => Hooks::Off,
    }
}
