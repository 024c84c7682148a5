use std::collections::{BTreeMap, BTreeSet};

use app::Workspace;
use core_model::{Session, SessionId, derive_children};
use report::json::{CommitJson, ProblemJson, SessionJson};
use report::{people, pipe};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form, List};

/// Show the sessions and their commits, the newest first
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session log -n 5")]
pub(crate) struct Args {
    /// Show this many sessions at most
    #[arg(short = 'n', long, value_name = "COUNT")]
    max_count: Option<usize>,
}

#[derive(Serialize)]
struct BesideJson {
    unassigned: Vec<CommitJson>,
    problems: Vec<ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let stored = workspace.log()?;
    let mut sessions: Vec<&Session> = stored.sessions.iter().collect();
    sessions.sort_by_key(|session| std::cmp::Reverse(session.opening().started_at));
    let all = sessions.len();
    sessions.truncate(args.max_count.unwrap_or(all));
    let children = derive_children(&stored.sessions);
    let unassigned = &stored.unassigned;
    match form {
        Form::People => {
            let current = core_model::current_of(unassigned.clone());
            output::page(&people::log(&sessions, &current, &output::look(stored.now)))?;
            if all == 0 && unassigned.is_empty() && stored.problems.is_empty() {
                output::remark("note", "there are no sessions yet");
                output::remark("next", "git session start \"what you are about to do\"");
            }
        }
        Form::Pipe => {
            let of_session = |session: &&Session| {
                let commits =
                    session.record().derive_current().map(|commit| pipe::commit(Some(session), commit));
                std::iter::once(pipe::session(session)).chain(commits).collect::<Vec<_>>()
            };
            let current = core_model::current_of(unassigned.clone());
            let of_none = current.iter().map(|commit| pipe::commit(None, commit));
            output::lines(sessions.iter().flat_map(of_session).chain(of_none))?;
        }
        Form::Json => output::json_list(
            List { name: "sessions", item: "session" },
            sessions.iter().map(|session| of_log(session, &children)),
            || BesideJson {
                unassigned: report::json::commits(unassigned),
                problems: answer::problems(&stored.problems),
            },
        )?,
    }
    if sessions.len() < all {
        output::remark("note", &format!("{} of {all} sessions", sessions.len()));
    }
    if form != Form::Json {
        answer::tell(&stored.problems);
    }
    Ok(())
}

fn of_log(session: &Session, children: &BTreeMap<&SessionId, BTreeSet<&SessionId>>) -> SessionJson {
    SessionJson::from(session).with_children(children.get(session.id()).into_iter().flatten().copied())
}
