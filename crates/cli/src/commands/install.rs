use app::{Edge, Foreseen, HookReport, Install, Installed, Workspace};
use serde::Serialize;

use super::hooks_answer;
use crate::exit::Failure;
use crate::output::{self, Form};
use crate::{args, diff, edge, gits};

/// What is done first where hooks are new.
const START: &str = "git session start \"what you are about to do\"";

/// Put the git hooks into this repository, so that commits are recorded by themselves
///
/// Hooks that are there already go on working, before and after. Running it again changes nothing. Where git is 2.54 or
/// later, they are put into the repository's configuration, for older ones into the hooks folder; where both are on this
/// machine, into both.
///
/// Where CI is set in the environment, as services do that build and test, nothing is done.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session install\n  git session install --dry-run")]
pub(crate) struct Args {
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Also put them into the folders of the other worktrees, where these have their own
    #[arg(long)]
    all_worktrees: bool,
    /// Also write the session into the message of each commit, as a trailer: `Session-Id: ID`
    ///
    /// So every clone can say which session made it. It stays until git session uninstall.
    #[arg(long)]
    trailer: bool,
    /// Do it although CI is set
    #[arg(long)]
    force: bool,
}

#[derive(Serialize)]
struct ForeseenJson {
    dry_run: bool,
    hooks: Vec<hooks_answer::HookJson>,
    changes: Vec<ChangeJson>,
}

#[derive(Serialize)]
struct ChangeJson {
    path: String,
    diff: String,
}

pub(crate) fn run(edge: Edge, args: &Args, form: Form) -> Result<(), Failure> {
    let asked = Install {
        gits: gits::find(&edge::search_path()),
        all_worktrees: args.all_worktrees,
        trailer: args.trailer,
    };
    if args.dry_run {
        return show_foreseen(&app::foresee_install(&edge, &asked)?, form);
    }
    if edge::is_ci() && !args.force {
        output::remark(
            "note",
            "CI is set, so nothing was installed; all the same: git session install --force",
        );
        return hooks_answer::show(&[], form, not_installed);
    }
    let has_work = app::AtHand::look(&edge).is_some_and(|here| !here.at_work().is_empty());
    let next = if has_work { "commit as ever: git session status" } else { START };
    args::writing(edge, |workspace| install(workspace, &asked, next, form))
}

fn install(workspace: &Workspace, asked: &Install, next: &str, form: Form) -> Result<(), Failure> {
    let installed = workspace.install(asked)?;
    let shown = hooks_answer::show(&installed.reports, form, not_installed);
    super::answer::tell_remarks(&installed.remarks);
    tell_worktrees(&installed, asked);
    shown?;
    if form == Form::People {
        output::remark("next", next);
    }
    Ok(())
}

fn tell_worktrees(installed: &Installed, asked: &Install) {
    let apart = installed.apart.unwrap_or(0);
    if asked.all_worktrees && installed.others == 0 {
        output::remark("note", "there is no other worktree");
    } else if asked.all_worktrees && apart == 0 {
        output::remark(
            "note",
            "the other worktrees take their hooks from the same place: nothing more to do",
        );
    } else if !asked.all_worktrees && apart > 0 && !installed.reports.iter().any(is_entry) {
        let whose = if apart == 1 {
            "another worktree takes its".into()
        } else {
            format!("{apart} worktrees take their")
        };
        let told =
            format!("{whose} hooks from elsewhere; for those as well: git session install --all-worktrees");
        output::remark("note", &told);
    }
}

/// Whether it is put in where all worktrees have it.
fn is_entry(report: &HookReport) -> bool {
    report.outcome.how() == Some(app::How::Entry)
}

fn not_installed(left: Vec<String>, hint: Option<String>) -> Failure {
    Failure::NotInstalled { left, hint }
}

fn show_foreseen(foreseen: &Foreseen, form: Form) -> Result<(), Failure> {
    if form == Form::Json {
        let change =
            |it: &app::FileChange| ChangeJson { path: it.path.display().to_string(), diff: diff::render(it) };
        let changes = foreseen.changes.iter().map(change).collect();
        let hooks = hooks_answer::rows(&foreseen.reports);
        return Ok(output::json(ForeseenJson { dry_run: true, hooks, changes })?);
    }
    output::whole(&foreseen.changes.iter().map(diff::render).collect::<String>())?;
    for hook in hooks_answer::rows(&foreseen.reports) {
        if let Some(why) = &hook.why {
            output::remark("left as it is", &format!("{}: {why}", hook.path));
        }
    }
    output::remark(
        "note",
        if foreseen.changes.is_empty() { "nothing would change" } else { "nothing was written" },
    );
    Ok(())
}
