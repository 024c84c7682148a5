use app::{Uncommitted, WorkPlace, Workspace};
use report::brief::{Brief, BriefView, FileView, LeftOut, UncommittedView};
use report::json::{ProblemJson, SessionJson};
use serde::Serialize;

use super::answer;
use crate::exit::Failure;
use crate::output::{self, Form};

/// How long a brief is where nobody says another length.
pub(super) const MOST: usize = 8 * 1024;

/// Say what the next person or agent needs to go on with a session
///
/// What it is for and where it stands, what was decided and why, what is open, what comes next, what is in no commit yet,
/// and what came before: in Markdown, at a terminal in colours. Where that is too long, whole entries are left out, the
/// older and less important first, and it is said how many. The same session gives the same brief.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session brief\n  git session brief k7q2m9 --max-bytes 2000 > brief.md"
)]
pub(crate) struct Args {
    /// The session; the current one if none is named, or else the latest of this worktree
    session: Option<String>,
    /// The same, as other commands have it
    #[arg(long = "session", short = 's', value_name = "SESSION", conflicts_with = "session")]
    named: Option<String>,
    /// How many bytes the Markdown may have
    #[arg(long, value_name = "COUNT", default_value_t = MOST as u64, value_parser = clap::value_parser!(u64).range(1024..=1024 * 1024))]
    max_bytes: u64,
}

#[derive(Serialize)]
struct BriefJson {
    session: SessionJson,
    brief: String,
    before: Vec<String>,
    uncommitted: Option<UncommittedView>,
    left_out: Vec<LeftOut>,
    problems: Vec<ProblemJson>,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let asked = args.session.as_deref().or(args.named.as_deref());
    let found = workspace.brief(asked)?;
    let most = usize::try_from(args.max_bytes).unwrap_or(MOST);
    let (brief, uncommitted) = make(&found, most);
    match form {
        Form::People => output::page(&brief.to_page(&output::look(found.now)))?,
        Form::Pipe => output::whole(&brief.to_markdown())?,
        Form::Json => {
            return Ok(output::json(BriefJson {
                session: SessionJson::from(&found.session).with_children(&found.children),
                brief: brief.to_markdown(),
                before: found.before.iter().map(|it| it.id().to_string()).collect(),
                uncommitted,
                left_out: brief.left_out(),
                problems: answer::problems(&found.problems),
            })?);
        }
    }
    if let Some(Err(error)) = &found.uncommitted {
        output::remark("warning", &format!("it cannot be said what is in no commit yet: {error}"));
    }
    answer::tell_found(&found.reconciled);
    answer::tell(&found.problems);
    Ok(())
}

/// The brief, and what of it is in no commit yet.
pub(super) fn make(found: &app::Brief, most: usize) -> (Brief, Option<UncommittedView>) {
    let uncommitted = found.uncommitted.as_ref().and_then(|it| it.as_ref().ok()).map(view);
    let place = match found.place {
        WorkPlace::Here => "this one",
        WorkPlace::Elsewhere => "another one",
        WorkPlace::Gone => "gone",
    };
    let view = BriefView {
        session: &found.session,
        children: &found.children,
        before: &found.before,
        place,
        uncommitted: uncommitted.as_ref(),
    };
    (Brief::new(&view, most), uncommitted)
}

fn view(found: &Uncommitted) -> UncommittedView {
    let apart = found.upstream.as_ref().and_then(|it| it.apart);
    UncommittedView {
        branch: found.branch.clone(),
        upstream: found.upstream.as_ref().map(|it| it.name.clone()),
        ahead: apart.map(|(ahead, _)| ahead),
        behind: apart.map(|(_, behind)| behind),
        files: found
            .files
            .iter()
            .map(|(path, how)| FileView { path: path.clone(), change: how.as_str() })
            .collect(),
    }
}
