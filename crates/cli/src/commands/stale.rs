use app::{Found, Workspace};
use core_model::care::{Care, Remedy};
use report::json::CareJson;
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// List the sessions that nobody seems to work on any more
///
/// A session is orphaned when it is active and the process that held it is gone, and its worktree may be gone, too: such a
/// session is parked once it was silent for longer than orphan_grace (15m), however long ago that was. Any other is stale
/// when it gave no sign of life for longer than the setting stale_after (24h), and no process is known to hold it; it is
/// closed. Nothing is changed here.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session stale")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Listed {
    stale: Vec<CareJson>,
    problems: Vec<report::json::ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, _: &Args, form: Form) -> Result<(), Failure> {
    let stale = workspace.stale()?;
    let rows: Vec<CareJson> = stale.found.iter().map(|it| row(it, None)).collect();
    match form {
        Form::Json => {
            return Ok(output::json(Listed { stale: rows, problems: answer::problems(&stale.problems) })?);
        }
        Form::Pipe => output::lines(rows.iter().map(report::pipe::care))?,
        Form::People if rows.is_empty() => output::line("Every active session shows signs of life.")?,
        Form::People => {
            let found: Vec<_> = stale.found.iter().map(|it| (&it.session, &it.care)).collect();
            output::page(&report::people::stale(&found, &output::look(stale.now)))?;
            if stale.found.iter().any(|it| it.care.due) {
                output::remark(
                    "next",
                    "look after them: git session clean --dry-run, then git session clean",
                );
            } else {
                output::remark("note", "nothing is due yet; what somebody says or commits is a sign of life");
            }
        }
    }
    answer::tell(&stale.problems);
    Ok(())
}

pub(super) fn row(found: &Found, done: Option<&str>) -> CareJson {
    CareJson::new(&found.session, &found.care, done)
}

/// What is done about a session, in a word.
pub(super) fn word(care: &Care) -> &'static str {
    match care.remedy {
        Remedy::Close => "close",
        Remedy::Park(_) => "park",
    }
}
