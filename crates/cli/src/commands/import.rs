use std::path::PathBuf;

use app::{ImportFrom, Imported, ImportedSession, NotRead, Taken, Workspace};
use clap::ValueEnum;
use report::import::{self, FileView, ImportView, ImportedView, LeftoverView, ProjectView, WhyView};
use serde::Serialize;

use crate::exit::Failure;
use crate::output::{self, Form};

/// Take in sessions from elsewhere
///
/// From the dashboard that came before, a file or its whole folder, or from what git session export wrote out as JSON or
/// JSON lines; which of the two it is, is found out. A session that is here already stays as it is, so the same may be
/// imported twice. One that cannot be read stops no other: the exit code is 5 then. What has no place here is named.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  git session import ~/.claude/dashboard --project shop --dry-run\n  git session import sessions.json"
)]
pub(crate) struct Args {
    /// Files and folders
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What they are, where that is not to be found out
    #[arg(long, value_enum, value_name = "WHAT")]
    from: Option<From>,
    /// The sessions of this project alone
    #[arg(long, value_name = "NAME")]
    project: Option<String>,
    /// Show what would be taken in, and take in nothing
    #[arg(long)]
    dry_run: bool,
}

/// What can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    /// The dashboard's files
    Predecessor,
    /// What git session export wrote
    Json,
}

#[derive(Serialize)]
struct ImportJson {
    imported: ImportView,
}

pub(crate) fn run(workspace: &Workspace, args: Args, form: Form) -> Result<(), Failure> {
    let Args { paths, from, project, dry_run } = args;
    let from = from.map(|from| match from {
        From::Predecessor => ImportFrom::Predecessor,
        From::Json => ImportFrom::Json,
    });
    let imported = workspace.import(&app::Import { paths, from, project, dry_run })?;
    let new = imported.count(|taken| *taken == Taken::New);
    let problems = imported.problems.len();
    tell_problems(&imported, form);
    let hints = hints(&imported);
    let warnings = imported.warnings.clone();
    let view = view(imported, dry_run);
    match form {
        Form::People => output::page(&import::page(&view, &output::look(workspace.now())))?,
        Form::Pipe => output::lines(import::lines(&view))?,
        Form::Json => output::json(ImportJson { imported: view })?,
    }
    warnings.iter().for_each(|warning| output::remark("warning", warning));
    hints.iter().for_each(|(kind, text)| output::remark(kind, text));
    if dry_run && form == Form::People {
        output::remark("note", "nothing was done");
    }
    match problems {
        0 => Ok(()),
        1 => Err(Failure::Missing(format!("imported {new}, 1 could not be read"))),
        more => Err(Failure::Missing(format!("imported {new}, {more} could not be read"))),
    }
}

fn tell_problems(imported: &Imported, form: Form) {
    if form != Form::Json {
        imported
            .problems
            .iter()
            .for_each(|it| output::remark("warning", &format!("{}: {}", it.path, it.why)));
    }
}

/// What is to be said of the sessions that are active here now.
fn hints(imported: &Imported) -> Vec<(&'static str, String)> {
    let mut hints = Vec::new();
    for (id, worktree) in &imported.at_work {
        hints.push((
            "note",
            format!(
                "{id} is active and belongs to the worktree {worktree}: commits made there from now on may go to it"
            ),
        ));
        hints.push(("hint", format!("if nobody works in it: git session park --session {id} --reason WHY")));
    }
    match imported.stale.len() {
        0 => return hints,
        1 => hints.push(("note", "1 session is active only in its file".to_owned())),
        more => hints.push(("note", format!("{more} sessions are active only in their files"))),
    }
    hints.push(("hint", "see which: git session stale; look after them: git session clean".to_owned()));
    hints
}

fn view(imported: Imported, dry_run: bool) -> ImportView {
    let why = |it: NotRead| WhyView { path: it.path, message: it.why };
    ImportView {
        dry_run,
        sessions: imported.sessions.into_iter().map(of_session).collect(),
        new_commits: imported.unassigned.new,
        same_commits: imported.unassigned.same,
        projects: imported
            .projects
            .into_iter()
            .map(|it| ProjectView { name: it.name, outcome: if it.is_new { "new" } else { "same" } })
            .collect(),
        left_out: imported.left_out,
        files: imported.files.into_iter().map(|(path, kind)| FileView { path, kind }).collect(),
        skipped: imported.skipped.into_iter().map(why).collect(),
        leftovers: imported
            .leftovers
            .into_iter()
            .map(|it| LeftoverView { path: it.path, field: it.field, value: it.value })
            .collect(),
        suggestions: imported.suggestions,
        remarks: imported.remarks.into_iter().map(why).collect(),
        not_taken: imported.problems.into_iter().map(why).collect(),
    }
}

fn of_session(session: ImportedSession) -> ImportedView {
    let outcome = match session.taken {
        Taken::New => "new",
        Taken::Same => "same",
        Taken::Other => "other",
        Taken::Failed(_) => "failed",
    };
    ImportedView {
        id: session.id.to_string(),
        old_id: session.old_id,
        outcome,
        status: session.status.as_str().to_owned(),
        project: session.project,
        intent: session.intent,
        path: session.path,
        kept_as_events: session.kept_as_events,
    }
}
