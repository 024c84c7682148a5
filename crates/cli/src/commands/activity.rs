use app::Workspace;
use core_model::TextKind;

use super::which::Which;
use super::{answer, text};
use crate::exit::Failure;
use crate::output::Form;

/// Say what the session does just now
///
/// It replaces what was said before; what should be remembered is an event.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session activity \"reading the gateway's log\"")]
pub(crate) struct Args {
    /// What it does; `-` reads it from standard input
    #[arg(required_unless_present = "clear")]
    text: Vec<String>,
    /// Nothing in particular
    #[arg(long, conflicts_with = "text")]
    clear: bool,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let text = if args.clear { None } else { Some(text::read(TextKind::Activity, &args.text)?) };
    let changed = workspace.set_activity(args.which.asked(), text.as_deref())?;
    let now = if args.clear { "does nothing in particular" } else { "says what it does" };
    answer::done(&changed, form, |id| format!("{id} {now}."))
}
