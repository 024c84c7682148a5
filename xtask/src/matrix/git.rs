//! `cargo xtask matrix git`: each operation with each git, as a table.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use comfy_table::{Table, TableStyle, presets};
use matrix::{Column, Judgement, Operation, Outcome, Row, Seen, Trial, Version, Workbench, try_all};

use super::Subject;
use crate::{gits, workspace};

#[derive(clap::Args)]
pub(crate) struct GitArgs {
    /// Only the operations whose name contains this.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Only this git.
    #[arg(long, value_name = "VERSION")]
    git: Option<String>,
    /// Write the table as Markdown.
    #[arg(long)]
    markdown: bool,
    /// Keep the folders in which something is wrong.
    #[arg(long)]
    keep: bool,
    /// Take no libgit2 (pygit2, from PyPI) to make commits with.
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    subject: Subject,
}

pub(super) fn run(args: &GitArgs) -> Result<()> {
    if !args.offline {
        gits::provide();
    }
    let columns = columns(args)?;
    let mut operations = Operation::all()?;
    if let Some(only) = &args.only {
        operations.retain(|operation| operation.name.contains(only.as_str()));
    }
    let python = if args.offline { None } else { python() };
    let bench = Workbench::new(&args.subject.program()?)?.with_python(python);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    eprintln!("{} operations, {} columns, {threads} at a time …", operations.len(), columns.len());
    let begun = Instant::now();
    let rows = try_all(&bench, &operations, &columns, threads, args.keep);
    let preset = if args.markdown { presets::ASCII_MARKDOWN } else { presets::NOTHING };
    println!("{}", render(&operations, &columns, &rows, preset));
    for line in tell(&columns, &rows) {
        eprintln!("{line}");
    }
    let all: Vec<&Trial> = rows.iter().flat_map(|row| &row.cells).collect();
    let wrong = all.iter().filter(|trial| !is_sound(trial)).count();
    eprintln!("{} tried in {} s, {wrong} wrong", all.len(), begun.elapsed().as_secs());
    if wrong > 0 {
        bail!("{wrong} of {} are not as they are to be", all.len());
    }
    Ok(())
}

fn columns(args: &GitArgs) -> Result<Vec<Column>> {
    let mut columns = Column::all(&gits::find()?);
    if let Some(wanted) = &args.git {
        let version = Version::parse(wanted).with_context(|| format!("{wanted} is no version"))?;
        columns.retain(|column| column.git.version == version);
    }
    if columns.is_empty() {
        bail!("there is no such git");
    }
    Ok(columns)
}

/// A Python with pygit2, in a folder of its own; made once. `None`: it cannot be had, and that is told.
fn python() -> Option<PathBuf> {
    const PYGIT2: &str = "pygit2==1.21.0";
    let folder = workspace::target().ok()?.join("matrix").join("pygit2");
    let python = folder.join("bin/python");
    let has = |python: &PathBuf| workspace::read(Command::new(python).args(["-c", "import pygit2"])).is_ok();
    if has(&python) {
        return Some(python);
    }
    let made = workspace::read(Command::new("python3").args(["-m", "venv"]).arg(&folder)).and_then(|_| {
        workspace::read(Command::new(&python).args(["-m", "pip", "install", "--quiet", PYGIT2]))
    });
    if let Err(error) = made {
        eprintln!("no commits by libgit2: {error:#}");
    }
    has(&python).then_some(python)
}

fn is_sound(trial: &Trial) -> bool {
    match trial {
        Trial::Skipped(_) => true,
        Trial::Tried(outcome) => outcome.is_sound(),
        Trial::Broken(_) => false,
    }
}

fn render(operations: &[Operation], columns: &[Column], rows: &[Row], style: TableStyle) -> Table {
    let mut table = Table::new();
    table.load_style(style);
    let header = ["operation", "commits"].map(str::to_owned).into_iter();
    table.set_header(header.chain(columns.iter().map(ToString::to_string)));
    for (operation, row) in operations.iter().zip(rows) {
        let cells = row.cells.iter().map(|trial| cell(operation, trial));
        table.add_row([row.name.replace('|', "\\|"), operation.commits.to_string()].into_iter().chain(cells));
    }
    table
}

/// Who saw the commits; what is wrong, in capitals.
fn cell(operation: &Operation, trial: &Trial) -> String {
    let outcome = match trial {
        Trial::Skipped(why) => return format!("– ({why})"),
        Trial::Broken(_) => return "BROKEN".to_owned(),
        Trial::Tried(outcome) => outcome,
    };
    let wrong = wrong(outcome);
    if !wrong.is_empty() {
        return wrong;
    }
    let (expected, late) = (outcome.in_the_end.expected, outcome.by_hooks.missed.len());
    match (expected, late, operation.seen) {
        (0, ..) => "none".to_owned(),
        (_, 0, _) => "hooks".to_owned(),
        (_, _, Seen::Reconcile) if late == expected => "reconcile".to_owned(),
        _ => format!("hooks {}, reconcile {late}", expected - late),
    }
}

fn wrong(outcome: &Outcome) -> String {
    let Judgement { missed, doubled, foreign, uncalled, .. } = &outcome.in_the_end;
    let early = &outcome.by_hooks;
    let counts = [
        ("MISSED", missed.len()),
        ("DOUBLED", doubled.len().max(early.doubled.len())),
        ("FOREIGN", foreign.len().max(early.foreign.len())),
        ("UNCALLED", uncalled.len().max(early.uncalled.len())),
        ("LATE", outcome.late.len()),
        ("DIFFERS", outcome.differing.len()),
    ];
    let told = counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} {count}"));
    told.collect::<Vec<_>>().join(", ")
}

/// What is wrong, and where: a line for all columns of a row that tell the same.
fn tell(columns: &[Column], rows: &[Row]) -> Vec<String> {
    let mut lines = Vec::new();
    for row in rows {
        let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (column, trial) in columns.iter().zip(&row.cells) {
            let all = match trial {
                Trial::Skipped(_) => &[][..],
                Trial::Tried(outcome) => &outcome.told,
                Trial::Broken(what) => std::slice::from_ref(what),
            };
            for line in all {
                told.entry(line.clone()).or_default().push(column.to_string());
            }
        }
        lines.extend(
            told.iter().map(|(line, columns)| format!("{} [{}]: {line}", row.name, columns.join(", "))),
        );
    }
    lines
}
