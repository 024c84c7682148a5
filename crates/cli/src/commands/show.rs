use app::{FoundBy, Shown, Workspace};
use core_model::Session;
use report::json::{ProblemJson, SessionJson};
use report::people::{FoundByView, Log, LogForm, Logged, ShowView};
use report::template::Filling;
use report::{people, pipe};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Show a session as a story: what it was for, what happened, what was decided, what came before and after it
///
/// Where a commit is named, its session is shown. Time that was worked is the time between signs of life (whatever was
/// recorded or said) that are no further apart than the setting `active_gap`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session show k7q2m9\n  git session show @~1\n  git session show HEAD~3\n  git session \
                  show --format '{{ intent }}: {{ active | duration }}'"
)]
pub(crate) struct Args {
    /// The session, or one of its commits; the current session if none is named, or else the latest of this worktree
    #[arg(value_name = "SESSION|COMMIT")]
    session: Option<String>,
    /// The same, as other commands have it
    #[arg(long = "session", short = 's', value_name = "SESSION", conflicts_with = "session")]
    named: Option<String>,
    /// Show it in one line
    #[arg(long)]
    oneline: bool,
    /// Set it by this template: '{{ short }} {{ intent }}'
    #[arg(long, value_name = "TEMPLATE", allow_hyphen_values = true, conflicts_with = "oneline")]
    format: Option<String>,
}

#[derive(Serialize)]
struct ShowJson {
    session: SessionJson,
    found_by: Option<FoundByJson>,
    worked: WorkedJson,
    parent: Option<RelativeJson>,
    children: Vec<RelativeJson>,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct FoundByJson {
    sha: String,
    evidence: &'static str,
    became: Vec<String>,
}

#[derive(Serialize)]
struct WorkedJson {
    active_seconds: i64,
    wall_seconds: i64,
    gap_seconds: i64,
}

#[derive(Serialize)]
struct RelativeJson {
    id: String,
    status: &'static str,
    intent: String,
}

impl From<&Session> for RelativeJson {
    fn from(session: &Session) -> Self {
        Self {
            id: session.id().to_string(),
            status: session.status().name().as_str(),
            intent: session.opening().intent.to_string(),
        }
    }
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let template = super::log::template(workspace, args.format.as_deref(), form)?;
    let shown = workspace.show(args.session.as_deref().or(args.named.as_deref()))?;
    let (session, gap) = (&shown.session, shown.gap);
    let short = answer::short(session.id());
    match (template, form) {
        (Some(template), _) => {
            let with = Filling { session, short, children: &shown.children, lines: None, gap };
            output::line(&template.fill(&with).map_err(|error| Failure::Input(error.to_string()))?)?;
        }
        (None, Form::People) if args.oneline => {
            let look = output::look(shown.now);
            let it = Logged { session, short, lines: None, has_parent_below: false };
            output::page(&Log::new(LogForm::OneLine, false, &look).next(&it))?;
        }
        (None, Form::People) => {
            let relatives: Vec<&Session> = shown.parent.iter().chain(&shown.children_read).collect();
            let found_by = shown.found_by.as_ref().map(|found| FoundByView {
                sha: &found.sha,
                evidence: found.evidence,
                became: &found.became,
            });
            let view = ShowView { session, found_by, children: &shown.children, relatives: &relatives, gap };
            output::page(&people::show(&view, &output::look(shown.now)))?;
        }
        (None, Form::Pipe) if args.oneline => output::line(&pipe::session(session))?,
        (None, Form::Pipe) => {
            let mut lines = pipe::story(session, &shown.children);
            lines.push(pipe::worked(session, gap));
            lines.extend(
                shown
                    .found_by
                    .iter()
                    .map(|FoundBy { sha, evidence, became }| pipe::found_by(session, sha, *evidence, became)),
            );
            output::lines(lines)?;
        }
        (None, Form::Json) => return Ok(output::json(json(&shown))?),
    }
    answer::tell_found(&shown.reconciled);
    answer::tell(&shown.problems);
    Ok(())
}

fn json(shown: &Shown) -> ShowJson {
    let gap = shown.gap;
    let (active, wall) = shown.session.derive_times(gap);
    ShowJson {
        session: SessionJson::from(&shown.session).with_children(&shown.children),
        found_by: shown.found_by.as_ref().map(|found| FoundByJson {
            sha: found.sha.clone(),
            evidence: found.evidence.as_str(),
            became: found.became.clone(),
        }),
        worked: WorkedJson {
            active_seconds: active.num_seconds(),
            wall_seconds: wall.num_seconds(),
            gap_seconds: gap.num_seconds(),
        },
        parent: shown.parent.as_ref().map(RelativeJson::from),
        children: shown.children_read.iter().map(RelativeJson::from).collect(),
        problems: answer::problems(&shown.problems),
    }
}
