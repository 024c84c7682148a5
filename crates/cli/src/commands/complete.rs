use app::{Complete, Workspace};
use core_model::TextKind;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// End a session
///
/// A completed session stays as it is; it is found again with log and show.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session complete \"One charge for an order, however often it is tried\""
)]
pub(crate) struct Args {
    /// What came of it; `-` reads it from standard input
    outcome: Vec<String>,
    /// It was given up, and is not done
    #[arg(long)]
    abandon: bool,
    /// The session, where it is not the current one
    #[arg(long, short, value_name = "SESSION")]
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { outcome, abandon, session } = args;
    let outcome = if outcome.is_empty() { None } else { Some(text::read(TextKind::Outcome, &outcome)?) };
    let written = workspace.complete(&Complete { session, outcome, abandon })?;
    let completed = &written.session;
    let commits = match completed.record().commits.len() {
        1 => "1 commit".to_owned(),
        count => format!("{count} commits"),
    };
    written.remarks.iter().for_each(|remark| output::remark("warning", remark));
    answer::changed(completed, form, |id| format!("Completed {id} with {commits}."))?;
    if form == Form::People {
        output::remark("next", &format!("read it back: git session show {}", answer::short(completed.id())));
    }
    Ok(())
}
