use std::path::{Path, PathBuf};

use app::{AppError, NewReport, ReportError, Workspace};
use core_model::Session;
use core_model::worked::ACTIVE_GAP;
use report::json::ProblemJson;
use report::pipe;
use serde::Serialize;
use web::Report;

use super::answer;
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
    after_help = "Examples:\n  git session report --open\n  git session report --project shop -o shop.html\n  git session report --private -o figures.html"
)]
pub(crate) struct Args {
    /// The file; - is standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file, whatever it is
    #[arg(long, requires = "output")]
    force: bool,
    /// The sessions of this project alone
    #[arg(long, value_name = "NAME")]
    project: Option<String>,
    /// Hide names, texts and paths: times and figures stay, and sessions are numbered
    #[arg(long)]
    private: bool,
    /// Show it in the browser
    #[arg(long)]
    open: bool,
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
    let stored = workspace.log()?;
    let is_meant = |session: &&Session| {
        args.project.as_ref().is_none_or(|project| session.opening().project == *project)
    };
    let shown: Vec<&Session> = stored.sessions.iter().filter(is_meant).collect();
    if let Some(project) = args.project.as_ref().filter(|_| shown.is_empty()) {
        return Err(AppError::NoProject(project.clone()).into());
    }
    let chosen: Vec<(&str, &str)> = args.project.iter().map(|name| ("project", name.as_str())).collect();
    let text = web::render(&Report {
        name: &workspace.project(),
        all: &stored.sessions,
        shown: &shown,
        since: None,
        until: None,
        chosen: &chosen,
        limit: ACTIVE_GAP,
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
