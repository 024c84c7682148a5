use app::{Complete, Workspace};
use core_model::{Session, TextKind};

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
    let commits = match completed.record().derive_current().count() {
        1 => "1 commit".to_owned(),
        count => format!("{count} commits"),
    };
    written.remarks.iter().for_each(|remark| output::remark("warning", remark));
    answer::changed(completed, form, |id| format!("Completed {id} with {commits}."))?;
    if let Some(open) = open_in(completed) {
        output::remark("note", &open);
    }
    if form == Form::People {
        output::remark("next", &format!("read it back: git session show {}", answer::short(completed.id())));
    }
    Ok(())
}

/// What was not done when a session ended. `None`: nothing was left.
fn open_in(session: &Session) -> Option<String> {
    let tasks = session.tasks().as_slice().iter().filter(|task| task.status.is_open()).count();
    let questions = session.questions().as_slice().iter().filter(|it| it.answer.is_none()).count();
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        count => Some(format!("{count} {what}s")),
    };
    let left: Vec<String> =
        [counted(tasks, "task"), counted(questions, "question")].into_iter().flatten().collect();
    let were = if tasks + questions == 1 { "was" } else { "were" };
    (!left.is_empty()).then(|| format!("{} {were} open", left.join(" and ")))
}
