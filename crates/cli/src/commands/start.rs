use app::{Agent, Start, Workspace};

use super::{answer, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Begin a session in this worktree
///
/// Commits made here from now on are recorded with it. A session that the tool itself opened for earlier commits ends.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session start \"Stop the double charge on retry\" --tag billing")]
pub(crate) struct Args {
    /// What the session is for; `-` reads it from standard input
    intent: String,
    /// A word to find it by; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// The agent that works, where it is not a person
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    /// The agent's own id of its conversation
    #[arg(long, value_name = "ID", requires = "agent")]
    conversation: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { intent, tags, agent, conversation } = args;
    let agent = agent.map(|name| Agent { name, conversation });
    let started = workspace.start(&Start { intent: text::read(intent)?, tags, agent })?;
    let intent = report::clean(started.session.opening().intent.as_str());
    answer::changed(&started.session, form, &format!("Started {{}}: {intent}"))?;
    for ended in &started.ended {
        output::remark("note", &format!("{ended}, which the tool had opened, has ended"));
    }
    if let Some(other) = started.also_here.first() {
        output::remark(
            "warning",
            &format!("{other} is at work in this worktree, too: its commits and yours cannot be told apart"),
        );
        output::remark(
            "hint",
            &format!("park it: git session park --session {} --reason WHY", answer::short(other)),
        );
        output::remark("hint", &format!("or name yours: export GIT_SESSION_ID={}", started.session.id()));
    }
    if !started.has_hooks {
        output::remark("note", "this repository has no hooks of git-session, so commits are not recorded");
        output::remark("hint", "put them in: git session install");
    } else if form == Form::People {
        output::remark(
            "next",
            "commit as ever; git session decide TITLE --because WHY; git session park --reason WHY",
        );
    }
    Ok(())
}
