use app::Workspace;
use report::json::{ProblemJson, SessionJson};
use report::{people, pipe};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Show a session: what it was for, what happened, what was decided
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session show k7q2m9\n  git session show @~1")]
pub(crate) struct Args {
    /// The session; the current one if none is named, or else the latest of this worktree
    session: Option<String>,
    /// The same, as other commands have it
    #[arg(long = "session", short = 's', value_name = "SESSION", conflicts_with = "session")]
    named: Option<String>,
}

#[derive(Serialize)]
struct ShowJson {
    session: SessionJson,
    problems: Vec<ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let shown = workspace.show(args.session.as_deref().or(args.named.as_deref()))?;
    match form {
        Form::People => {
            output::page(&people::show(&shown.session, &shown.children, &output::look(shown.now)))?
        }
        Form::Pipe => output::lines(pipe::story(&shown.session, &shown.children))?,
        Form::Json => {
            let problems = answer::problems(&shown.problems);
            let session = SessionJson::from(&shown.session).with_children(&shown.children);
            return Ok(output::json(ShowJson { session, problems })?);
        }
    }
    answer::tell_found(&shown.reconciled);
    answer::tell(&shown.problems);
    Ok(())
}
