use std::collections::HashSet;
use std::path::{Path, PathBuf};

use app::{AppError, Filter, NewReport, Order, ReportError, Workspace};
use core_model::{Session, SessionId};
use report::json::ProblemJson;
use report::pipe;
use serde::Serialize;
use web::Report;

use super::answer;
use super::filters::Filters;
use crate::edge;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Write a report to look at: one HTML file that is complete by itself
///
/// A timeline with a lane for each session, the hours of the week, tables that sort and filter, and the story of each session. The
/// file asks for nothing else, can be printed, and is readable without its script: docs/report.md. Without -o it is written beside
/// the sessions, where git does not see it. A report is written anew over an older one, and over no other file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session report --open\n  git session report --project shop --since monday -o shop.html\n  git session report --private -o figures.html"
)]
pub(crate) struct Args {
    /// The file; - is standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file, whatever it is
    #[arg(long, requires = "output")]
    force: bool,
    /// Hide names, texts and paths: times and figures stay, and sessions are numbered
    #[arg(long)]
    private: bool,
    /// Show it in the browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Serialize)]
struct WrittenJson {
    report: ReportJson,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct ReportJson {
    path: String,
    sessions: usize,
}

pub(crate) fn run(workspace: &Workspace, args: &Args, form: Form) -> Result<(), Failure> {
    let filter = args.filters.meant(workspace)?;
    let stored = workspace.log()?;
    let shown = meant(workspace, &stored.sessions, &filter)?;
    let said = args.filters.said();
    let chosen: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let text = web::render(&Report {
        name: &workspace.project(),
        all: &stored.sessions,
        shown: &shown,
        since: filter.since,
        until: filter.until,
        chosen: &chosen,
        limit: workspace.active_gap(),
        private: args.private,
        local: &edge::local,
        now: stored.now,
    })
    .map_err(|error| AppError::from(ReportError::Broken(Box::new(error))))?;
    if args.output.as_deref() == Some(Path::new("-")) {
        output::whole(&text)?;
        answer::tell(&stored.problems);
        return Ok(());
    }
    let path = workspace.write_report(&NewReport {
        file: args.output.as_deref(),
        name: if args.private { "report-private.html" } else { "report.html" },
        text: &text,
        replace: args.force,
        is_report: web::is_report,
    })?;
    tell(&path, shown.len(), answer::problems(&stored.problems), form)?;
    if form != Form::Json {
        answer::tell(&stored.problems);
    }
    if args.open
        && let Err(error) = open::that_detached(&path)
    {
        output::remark("warning", &format!("it cannot be shown: {error}"));
    }
    Ok(())
}

/// The sessions that are meant, of all.
fn meant<'a>(
    workspace: &Workspace,
    all: &'a [Session],
    filter: &Filter,
) -> Result<Vec<&'a Session>, Failure> {
    if filter.is_empty() {
        return Ok(all.iter().collect());
    }
    let ids: HashSet<SessionId> =
        workspace.select(filter, Order::default())?.map(|it| it.session.id().clone()).collect();
    Ok(all.iter().filter(|session| ids.contains(session.id())).collect())
}

fn tell(path: &Path, sessions: usize, problems: Vec<ProblemJson>, form: Form) -> Result<(), Failure> {
    let shown = core_model::clean(&path.display().to_string());
    match form {
        Form::People => {
            let count = if sessions == 1 { "1 session".to_owned() } else { format!("{sessions} sessions") };
            output::line(&format!("Wrote a report of {count} to {shown}."))?;
        }
        Form::Pipe => output::line(&pipe::row(&["report", &sessions.to_string(), &shown]))?,
        Form::Json => {
            let report = ReportJson { path: path.display().to_string(), sessions };
            output::json(WrittenJson { report, problems })?;
        }
    }
    Ok(())
}
