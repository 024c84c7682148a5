use app::Workspace;
use core_model::TextKind;

use super::which::Which;
use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Say that the session waits for a person, and why
///
/// It stands out in status until it is cleared.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session await \"the key to the sandbox\"\n  git session await --clear"
)]
pub(crate) struct Args {
    /// What it waits for; `-` reads it from standard input
    #[arg(required_unless_present = "clear")]
    reason: Vec<String>,
    /// It goes on
    #[arg(long, conflicts_with = "reason")]
    clear: bool,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let reason = if args.clear { None } else { Some(text::read(TextKind::AwaitReason, &args.reason)?) };
    let changed = workspace.set_awaiting(args.which.asked(), reason.as_deref())?;
    let now = if args.clear { "waits for nobody" } else { "waits for a person" };
    answer::done(&changed, form, |id| format!("{id} {now}."))?;
    if form == Form::People && !args.clear {
        let id = answer::short(changed.session.id());
        output::remark("next", &format!("once it goes on: git session await --clear --session {id}"));
    }
    Ok(())
}
