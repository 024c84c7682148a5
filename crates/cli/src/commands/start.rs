use app::{Agent, Start, Workspace};
use core_model::TextKind;

use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Begin a session in this worktree
///
/// Commits made here from now on are recorded with it. A session that the tool itself opened for earlier commits ends.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session start \"Stop the double charge on retry\" --tag billing --task \"reproduce it\""
)]
pub(crate) struct Args {
    /// What the session is for; `-` reads it from standard input
    #[arg(required = true)]
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
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { intent, tags, tasks, roadmap, agent, conversation } = args;
    let agent = agent.map(|name| Agent { name, conversation });
    let intent = text::read(TextKind::Intent, &intent)?;
    let started = workspace.start(&Start { intent, tags, tasks, roadmap, agent })?;
    let intent = core_model::clean(started.session.opening().intent.as_str());
    answer::changed(&started.session, form, |id| format!("Started {id}: {intent}"))?;
    for remark in &started.remarks {
        output::remark("warning", remark);
    }
    for ended in &started.ended {
        output::remark("note", &format!("{ended}, which the tool had opened, has ended"));
    }
    if !started.also_here.is_empty() {
        output::remark(
            "warning",
            "other sessions are at work in this worktree, so commits made here go to none:",
        );
        for other in &started.also_here {
            output::remark(&format!("  {}", other.id), &output::at_work(other));
        }
        output::remark("hint", "park the others: git session park --session ID --reason WHY");
        output::remark(
            "hint",
            &format!("or name yours where you work: export GIT_SESSION_ID={}", started.session.id()),
        );
    }
    if !started.has_hooks {
        answer::tell_no_hooks();
    } else if form == Form::People {
        output::remark("next", "commit as ever; say why with git session decide");
    }
    Ok(())
}
