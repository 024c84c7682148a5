use app::Workspace;
use core_model::TextKind;

use super::answer::{self, Made};
use super::text;
use super::which::Which;
use crate::exit::Failure;
use crate::output::Form;

/// Answer a question, once
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session answer q1 \"Yes, twice within a minute\"\n  git session answer \"Does the gateway\" \"Yes, twice\""
)]
pub(crate) struct Args {
    /// The question: its id, or what only it begins with
    question: String,
    /// The answer; `-` reads it from standard input
    #[arg(required = true)]
    text: Vec<String>,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let text = text::read(TextKind::Answer, &args.text)?;
    let answered = workspace.answer(args.which.asked(), &args.question, &text)?;
    let question = &answered.made;
    answer::tell_remarks(&answered.remarks);
    answer::made(&answered.session, &Made::Question(question), form, |id| {
        format!("Answered {question} of {id}.")
    })
}
