use app::Workspace;
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Say which session a commit belongs to
///
/// What took the commit's place, and what it took the place of, goes with it. It is kept: whatever is recorded later, the
/// commit stays where you put it, also in a session that is over.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session assign HEAD~1 k7q2m9\n  git session assign 9f2c1ab3 77b0c1d2 @\n  \
                        git session assign unassigned @\n  git session assign HEAD none"
)]
pub(crate) struct Args {
    /// The commits, as git understands them; or the word unassigned, for every one that belongs to no session so far
    #[arg(required = true, value_name = "COMMIT")]
    commits: Vec<String>,
    /// The session; or the word none
    session: String,
}

#[derive(Serialize)]
struct AssignJson {
    commits: Vec<String>,
    session: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let all = args.commits == ["unassigned"];
    let commits = if all { workspace.unassigned()? } else { args.commits.clone() };
    let session = Some(args.session.as_str()).filter(|&session| session != "none");
    let assigned = workspace.assign(&commits, session)?;
    answer::tell_remarks(&assigned.remarks);
    match form {
        Form::Json => output::json(AssignJson {
            commits: assigned.commits,
            session: assigned.session.map(|id| id.to_string()),
        })?,
        Form::Pipe => {
            let id = assigned.session.as_ref().map_or("", |id| id.as_str());
            output::lines(assigned.commits.iter().map(|sha| report::pipe::row(&["assigned", sha, id])))?;
        }
        Form::People => {
            let belong = match &assigned.commits[..] {
                [only] => format!("{} belongs", only.get(..8).unwrap_or(only)),
                several => format!("{} commits belong", several.len()),
            };
            let to = assigned.session.as_ref().map_or("no session", |id| answer::short(id));
            output::line(&format!("{belong} to {to} now."))?;
        }
    }
    Ok(())
}
