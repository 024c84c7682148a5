use std::path::{Path, PathBuf};

use app::{Edge, Exported, Scope, Workspace};
use clap::ValueEnum;
use report::export::{self, Export};
use report::json::ProblemJson;
use serde::Serialize;

use super::answer;
use crate::args;
use crate::exit::Failure;
use crate::output::{self, Form};

/// Write the sessions out, to read, to count, or to take elsewhere
///
/// JSON and JSON lines hold all of it and come back with import; Markdown is for reading, CSV for spreadsheets. What each
/// holds: docs/exchange.md. A file that cannot be read hides no other: the rest is written, and the exit code is 5.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session export > sessions.json\n  git session export k7q2m9 --format markdown -o retry.md\n  git session export --project shop --format csv"
)]
pub(crate) struct Args {
    /// This session alone
    #[arg(conflicts_with_all = ["project", "all"])]
    session: Option<String>,
    /// The sessions of this project alone
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    project: Option<String>,
    /// Everything, which is what no other choice means, too
    #[arg(long)]
    all: bool,
    /// The form
    #[arg(long, short, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The file; standard output if none is named, or -
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file, if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

/// The forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON document
    Json,
    /// A line of JSON for each session
    Jsonl,
    /// A document to read
    Markdown,
    /// A row for each session
    Csv,
}

#[derive(Serialize)]
struct WrittenJson {
    exported: CountsJson,
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct CountsJson {
    path: String,
    sessions: usize,
    unassigned: usize,
    projects: usize,
}

pub(crate) fn run(edge: &Edge, args: &Args, form: Form) -> Result<(), Failure> {
    let workspace = args::open_to_read(edge.clone())?;
    let exported = read(&workspace, args)?;
    let text = render(&exported, args.format);
    match args.output.as_deref().filter(|file| *file != Path::new("-")) {
        None => output::whole(&text)?,
        Some(file) => {
            let path = app::write_export(edge, file, text.as_bytes(), args.force)?;
            tell_written(&path, &exported, form)?;
        }
    }
    if form != Form::Json || args.output.is_none() {
        answer::tell(&exported.problems);
    }
    match exported.derive_missing() {
        0 => Ok(()),
        missing => Err(Failure::Missing(format!(
            "exported {}; {} could not be read in full",
            plural(exported.sessions.len(), "session"),
            plural(missing, "file")
        ))),
    }
}

fn read(workspace: &Workspace, args: &Args) -> Result<Exported, Failure> {
    let scope = match (&args.session, &args.project) {
        (Some(session), _) => Scope::Session(session),
        (None, Some(project)) => Scope::Project(project),
        (None, None) => Scope::All,
    };
    Ok(workspace.export(&scope)?)
}

fn render(exported: &Exported, format: Format) -> String {
    let Exported { sessions, unassigned, projects, problems: _ } = exported;
    let export = Export { sessions, unassigned, projects };
    match format {
        Format::Json => export::json(&export) + "\n",
        Format::Jsonl => export::json_lines(&export),
        Format::Markdown => export::markdown(&export),
        Format::Csv => export::csv(sessions),
    }
}

fn tell_written(path: &Path, exported: &Exported, form: Form) -> Result<(), Failure> {
    let shown = core_model::clean(&path.display().to_string());
    let count = exported.sessions.len();
    match form {
        Form::People => output::line(&format!("Exported {} to {shown}.", plural(count, "session")))?,
        Form::Pipe => output::line(&report::pipe::row(&["exported", &count.to_string(), &shown]))?,
        Form::Json => output::json(WrittenJson {
            exported: CountsJson {
                path: path.display().to_string(),
                sessions: count,
                unassigned: exported.unassigned.len(),
                projects: exported.projects.len(),
            },
            problems: answer::problems(&exported.problems),
        })?,
    }
    Ok(())
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
