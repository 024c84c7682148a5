use app::Workspace;
use core_model::TextKind;

use super::answer::{self, Made};
use super::text;
use super::which::Which;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Ask a question that stays open until it is answered
///
/// The session may be parked: an open question goes along when it is taken up again.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session ask \"Does the gateway retry on its own?\"")]
pub(crate) struct Args {
    /// The question; `-` reads it from standard input
    #[arg(required = true)]
    text: Vec<String>,
    #[command(flatten)]
    which: Which,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let text = text::read(TextKind::Question, &args.text)?;
    let asked = workspace.ask(args.which.asked(), &text)?;
    let question = &asked.made;
    answer::tell_remarks(&asked.remarks);
    answer::made(&asked.session, &Made::Question(question), form, |id| format!("Asked {question} of {id}."))?;
    if form == Form::People {
        let id = answer::short(asked.session.id());
        output::remark("next", &format!("answer it: git session answer {question} TEXT --session {id}"));
    }
    Ok(())
}
