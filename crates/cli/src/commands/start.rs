use app::{Agent, Launched, OwnerAsked, Start, Workspace};
use core_model::{Session, TextKind};
use report::json::SessionJson;
use serde::Serialize;

use super::{answer, begun, resume, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Begin a session in this worktree
///
/// An agent that names its conversation may start as often as it likes: an active session of the same conversation gives a
/// sign of life, a parked one is taken up again here, and only where there is none does one begin.
///
/// Commits made here from now on are recorded with it. A session that the tool itself opened for earlier commits ends.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session start \"Stop the double charge on retry\" --tag billing --task \"reproduce it\""
)]
pub(crate) struct Args {
    /// What the session is for; `-` reads it from standard input. An agent need not say
    #[arg(required_unless_present_any = ["agent", "parent"])]
    intent: Vec<String>,
    /// A word to find it by; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Something to do; may be given several times
    #[arg(long = "task", value_name = "SUBJECT")]
    tasks: Vec<String>,
    /// The part of the project's roadmap that it is for
    #[arg(long, value_name = "ITEM")]
    roadmap: Option<String>,
    /// The agent that works, where it is not a person
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    /// The agent's own id of its conversation
    #[arg(long, value_name = "ID", requires = "agent")]
    conversation: Option<String>,
    /// The number of the process that holds the session; else it is the nearest one above that is no shell
    #[arg(long, value_name = "PID", requires = "agent", conflicts_with = "no_owner")]
    owner: Option<u32>,
    /// No process holds the session: it is not orphaned when one ends
    #[arg(long, requires = "agent")]
    no_owner: bool,
    /// The session that is over and goes on: its open tasks, open questions, next steps and tags come along
    #[arg(long, value_name = "SESSION")]
    parent: Option<String>,
}

/// A session, and what the beginning turned out to be.
#[derive(Serialize)]
struct LaunchedJson {
    session: Box<SessionJson>,
    launched: &'static str,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let owner = match (args.owner, args.no_owner) {
        (Some(pid), _) => OwnerAsked::Numbered(pid),
        (None, true) => OwnerAsked::None,
        (None, false) => OwnerAsked::Above,
    };
    let Args { intent, tags, tasks, roadmap, agent, conversation, parent, .. } = args;
    let agent = agent.map(|name| Agent { name, conversation, owner });
    let intent = if intent.is_empty() { None } else { Some(text::read(TextKind::Intent, &intent)?) };
    match workspace.launch(&Start { intent, tags, tasks, roadmap, agent, parent })? {
        Launched::Started(started) => {
            let session = &started.session;
            let intent = core_model::clean(session.opening().intent.as_str());
            changed(session, "started", form, |id| format!("Started {id}: {intent}"))?;
            let (remarks, has_hooks) = (&started.remarks, started.has_hooks);
            begun::tell(session, &started.also_here, &started.ended, remarks, has_hooks, form);
        }
        Launched::Resumed(resumed) => {
            match form {
                Form::People => resume::page(&resumed)?,
                Form::Pipe | Form::Json => changed(&resumed.session, "resumed", form, str::to_owned)?,
            }
            resume::tell(workspace, &resumed, form);
        }
        Launched::Alive(session, remarks) => {
            changed(&session, "alive", form, |id| format!("{id} is alive."))?;
            remarks.iter().for_each(|remark| output::remark("warning", remark));
        }
    }
    Ok(())
}

fn changed(
    session: &Session,
    launched: &'static str,
    form: Form,
    people: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    if form == Form::Json {
        return Ok(output::json(LaunchedJson { launched, session: Box::new(session.into()) })?);
    }
    answer::changed(session, form, people)
}
