use app::Workspace;
use core_model::Session;
use report::json::{CommitJson, ProblemJson, SessionJson};
use report::people::{self, WhyView};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Say which session a commit belongs to, and on what ground
///
/// The ground is one of: environment, conversation, process, worktree, branch, auto-start, rewrite, assigned, trailer,
/// none. To correct it: git session assign
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  git session why HEAD~2\n  git session why 9f2c1ab3 --json")]
pub(crate) struct Args {
    /// The commit, as git understands it; one that git has forgotten, by the beginning of its id
    #[arg(default_value = "HEAD")]
    commit: String,
}

#[derive(Serialize)]
struct WhyJson {
    sha: String,
    subject: Option<String>,
    commit: Option<CommitJson>,
    session: Option<Box<SessionJson>>,
    because: Option<&'static str>,
    considered: Vec<String>,
    became: Vec<String>,
    trailer: Option<String>,
    is_dropped: Option<bool>,
    problems: Vec<ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let why = workspace.why(&args.commit)?;
    let recorded = why.recorded.as_ref();
    let facts = why.facts.as_ref().or(recorded.map(|commit| &commit.facts));
    let subject = facts.map(|facts| facts.subject.as_str());
    match form {
        Form::People => {
            let view = WhyView {
                sha: &why.sha,
                subject,
                recorded,
                session: why.session.as_ref(),
                considered: &why.considered,
                became: &why.became,
                trailer: why.trailer.as_deref(),
                is_dropped: why.is_dropped == Some(true),
            };
            output::page(&people::why(&view, &output::look(workspace.now())))?;
            if why.session.is_none()
                && why.trailer.is_none()
                && recorded.is_none_or(|it| it.assigned_at.is_none())
            {
                output::remark(
                    "hint",
                    &format!("say where it belongs: git session assign {} SESSION", short(&why.sha)),
                );
            }
        }
        Form::Pipe => {
            let id = why.session.as_ref().map_or("", |session| session.id().as_str());
            let evidence = recorded.map_or("", |commit| commit.evidence.as_str());
            output::line(&report::pipe::row(&["why", &why.sha, id, evidence, &why.became.join(" ")]))?;
        }
        Form::Json => {
            return Ok(output::json(WhyJson {
                sha: why.sha.clone(),
                subject: subject.map(str::to_owned),
                commit: recorded.map(CommitJson::from),
                session: why.session.as_ref().map(|session| Box::new(session.into())),
                because: recorded.map(|commit| people::because(commit.evidence)),
                considered: why.considered.iter().map(Session::id).map(ToString::to_string).collect(),
                became: why.became,
                trailer: why.trailer,
                is_dropped: why.is_dropped,
                problems: answer::problems(&why.problems),
            })?);
        }
    }
    answer::tell_found(&why.reconciled);
    answer::tell(&why.problems);
    Ok(())
}

fn short(sha: &str) -> &str {
    &sha[..sha.len().min(8)]
}
