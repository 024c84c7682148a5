//! `cargo xtask matrix managers`: hook managers beside our hooks, as people install them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use comfy_table::{Table, presets};
use matrix::{Beside, Column, Form, Manager, ORDERS, Workbench, try_order};

use super::Subject;
use crate::{gits, workspace};

#[derive(clap::Args)]
pub(crate) struct ManagersArgs {
    /// Only this manager.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Write the table as Markdown.
    #[arg(long)]
    markdown: bool,
    #[command(flatten)]
    subject: Subject,
}

pub(super) fn run(args: &ManagersArgs) -> Result<()> {
    gits::provide();
    let mut managers = Manager::all()?;
    managers.retain(|manager| args.only.as_ref().is_none_or(|only| manager.name == *only));
    let path = provide(&managers)?;
    let columns: Vec<Column> = columns()?;
    let bench = Workbench::new(&args.subject.program()?)?;
    let mut table = Table::new();
    table.load_style(if args.markdown { presets::ASCII_MARKDOWN } else { presets::NOTHING });
    let header = ["manager", "order"].map(str::to_owned).into_iter();
    table.set_header(header.chain(columns.iter().map(|column| format!("git {}", column.git.version))));
    let (mut tried, mut wrong) = (0, 0);
    for manager in &managers {
        for (order, turns) in ORDERS.iter().filter(|(_, turns)| manager.can(turns)) {
            let mut row = vec![format!("{} {}", manager.name, manager.version), (*order).to_owned()];
            for column in &columns {
                tried += 1;
                let beside = try_order(&bench, column, manager, turns, &path)
                    .with_context(|| format!("{} ({order}, git {column})", manager.name))?;
                if !beside.is_sound() {
                    wrong += 1;
                }
                tell(&beside, &format!("{} ({order}, git {column})", manager.name));
                row.push(cell(&beside));
            }
            table.add_row(row);
        }
    }
    println!("{table}");
    eprintln!("{tried} tried, {wrong} wrong");
    if wrong > 0 {
        bail!("{wrong} of {tried} are not as they are to be");
    }
    Ok(())
}

/// The newest git with hooks in files alone, and the newest there is.
fn columns() -> Result<Vec<Column>> {
    let mut columns = Column::all(&gits::find()?);
    let files = columns.iter().rposition(|column| !column.git.has_config_hooks());
    let config = columns.iter().rposition(|column| column.form == Form::Config);
    let wanted = [files, config];
    let mut number = 0;
    columns.retain(|_| {
        number += 1;
        wanted.contains(&Some(number - 1))
    });
    Ok(columns)
}

/// Who ran, and what became of the commit; what is wrong, in capitals.
fn cell(beside: &Beside) -> String {
    let ran = match (beside.ours, beside.theirs) {
        (true, 0) => "ours".to_owned(),
        (true, 1) => "both".to_owned(),
        (false, 0) => "none".to_owned(),
        (false, 1) => "the manager's".to_owned(),
        (_, count) => format!("the manager's, {count} times"),
    };
    let (_, wanted) = beside.wanted;
    let after = match (wanted, beside.ours, beside.in_the_end) {
        (false, ..) | (true, true, true) => "",
        (true, false, true) if beside.is_told() => "; reconcile finds it, doctor names it",
        (true, false, true) => "; reconcile finds it",
        (true, _, false) => "; MISSED",
    };
    let wrong = if beside.is_sound() { "" } else { " WRONG" };
    let refused = if beside.refused.is_empty() { "" } else { " (an installation was refused)" };
    format!("{ran}{after}{refused}{wrong}")
}

fn tell(beside: &Beside, place: &str) {
    for refused in &beside.refused {
        eprintln!("{place}: refused: {refused}");
    }
    if !beside.is_sound() {
        eprintln!("{place}: {beside:#?}");
    }
}

/// The managers, in a folder of the build; made once. Answers where their programs are.
fn provide(managers: &[Manager]) -> Result<Vec<PathBuf>> {
    let folder = workspace::target()?.join("matrix").join("managers");
    let (node, python) = (folder.join("node"), folder.join("python"));
    fs::create_dir_all(&node)?;
    let of = |names: &[&str], sign: &str| -> Vec<String> {
        let wanted = managers.iter().filter(|manager| names.contains(&manager.name.as_str()));
        wanted.map(|manager| format!("{}{sign}{}", manager.name, manager.version)).collect()
    };
    let by_node = of(&["husky", "lefthook", "simple-git-hooks"], "@");
    let by_python = of(&["pre-commit", "prek"], "==");
    if !by_node.is_empty() {
        let mut npm = Command::new("npm");
        npm.current_dir(&node).args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]);
        fs::write(node.join("package.json"), "{\"private\":true}")?;
        workspace::read(npm.args(&by_node)).context("the managers that npm has cannot be had")?;
    }
    if !by_python.is_empty() {
        if !python.join("bin/python").exists() {
            workspace::read(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        }
        let mut pip = Command::new(python.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet"]).args(&by_python);
        workspace::read(&mut pip).context("the managers that PyPI has cannot be had")?;
    }
    let mut path = vec![node.join("node_modules/.bin"), python.join("bin")];
    // Node, bash and whatever else their scripts want: what the machine has.
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    Ok(path)
}
