use app::{Agent, OwnerAsked, Resume, Resumed, Workspace};
use core_model::TextKind;
use report::brief::Brief;
use report::json::SessionJson;
use report::{Line, Page};
use serde::Serialize;

use super::{answer, begun, brief, text};
use crate::exit::Failure;
use crate::output::{self, Form};

/// Take up a parked session again
///
/// A new session goes on with it, with its open tasks, open questions, next steps and tags; the parked one is completed,
/// as resumed. However many ask at once, one does it, and the others are told which session goes on. What is needed to go on
/// is printed (see `brief`): in a pipe, beside the answer.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  git session resume\n  git session resume k7q2 --intent \"and now the refunds\""
)]
pub(crate) struct Args {
    /// The session; the only one that is parked in this worktree, where none is named
    session: Option<String>,
    /// What it is for from now on, where that is another
    #[arg(long, value_name = "INTENT")]
    intent: Option<String>,
    /// Work on it in this worktree and on its branch from now on; so it is where its own worktree is gone
    #[arg(long)]
    here: bool,
    /// The agent that works, where it is not a person
    #[arg(long, value_name = "NAME")]
    agent: Option<String>,
    /// The agent's own id of its conversation
    #[arg(long, value_name = "ID", requires = "agent")]
    conversation: Option<String>,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { session, intent, here, agent, conversation } = args;
    let intent = intent.map(|intent| text::read(TextKind::Intent, &[intent])).transpose()?;
    let agent = agent.map(|name| Agent { name, conversation, owner: OwnerAsked::default() });
    let resumed = workspace.resume(&Resume { session, intent, here, agent })?;
    // It is resumed, whatever keeps us from saying more of it.
    let found = workspace.brief(Some(resumed.session.id().as_str()));
    let brief = found.map(|found| brief::make(&found, brief::MOST).0);
    match form {
        Form::People => {
            let look = output::look(workspace.now());
            let (session, parent) = (&resumed.session, &resumed.parent);
            let short = report::people::resumed_in_short(session, parent, resumed.reason.as_ref(), &look);
            let gap = Page(vec![Line::default()]);
            let pages = brief.iter().flat_map(|brief| [gap.clone(), brief.to_page(&look)]);
            output::pages(std::iter::once(short).chain(pages))?;
        }
        Form::Pipe => {
            output::line(resumed.session.id().as_str())?;
            // The answer is the id, for whoever keeps it in a variable.
            brief.iter().for_each(|brief| output::aside(&brief.to_markdown()));
        }
        Form::Json => output::json(ResumedJson {
            session: Box::new((&resumed.session).into()),
            brief: brief.as_ref().ok().map(Brief::to_markdown),
        })?,
    }
    if let Err(error) = brief {
        output::remark("warning", &format!("there is no brief of it: {error}"));
    }
    tell(workspace, &resumed, form);
    Ok(())
}

#[derive(Serialize)]
struct ResumedJson {
    session: Box<SessionJson>,
    brief: Option<String>,
}

/// Shows people which session goes on with which.
pub(super) fn page(resumed: &Resumed) -> Result<(), Failure> {
    let look = output::look(resumed.session.opening().started_at);
    Ok(output::page(&report::people::resumed(
        &resumed.session,
        &resumed.parent,
        resumed.reason.as_ref(),
        &look,
    ))?)
}

/// Tells what is to be known of a session that goes on.
pub(super) fn tell(workspace: &Workspace, resumed: &Resumed, form: Form) {
    let (session, parent) = (&resumed.session, &resumed.parent);
    let (worktree, before) = (&session.opening().worktree, &parent.opening().worktree);
    if worktree != before {
        output::remark(
            "note",
            &format!("it was worked on in worktree {before}, and is worked on here from now on"),
        );
    }
    if worktree != workspace.worktree() {
        output::remark(
            "note",
            &format!("it is worked on in worktree {worktree}; commits made here are not its own"),
        );
        let id = answer::short(session.id());
        output::remark(
            "hint",
            &format!(
                "to work on it here: git session park --session {id} --reason WHY, then git session resume {id} --here"
            ),
        );
    }
    begun::tell(session, &resumed.also_there, &resumed.ended, &resumed.remarks, resumed.has_hooks, form);
}
