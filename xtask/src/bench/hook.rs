//! `cargo xtask bench hook`: an empty commit without hooks, with hooks that do next to nothing, and with
//! ours; and a rebase of many commits.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use comfy_table::{Table, presets};

use super::lab::{Lab, RepoSize};
use super::measure::{Sample, measure, median, milliseconds};
use super::reference::{self, Durability};
use super::sessions::{self, LiveSession};
use super::{Subject, machine, rebase};

#[derive(clap::Args)]
pub(crate) struct HookArgs {
    /// Commits of each kind that are counted.
    #[arg(long, default_value_t = 40)]
    runs: usize,
    /// How many files the repository has.
    #[arg(long, value_enum, default_value = "small")]
    repo_size: RepoSize,
    /// How many entries the long sessions have.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    entries: usize,
    #[command(flatten)]
    rebase: rebase::RebaseArgs,
    #[command(flatten)]
    pub(super) subject: Subject,
}

/// Commits of each kind that are not counted: the first ones find cold caches.
const WARM_UP: usize = 3;

struct Case {
    name: String,
    repo: PathBuf,
    backtrace: bool,
    /// Where our commits must turn up.
    session: Option<LiveSession>,
    samples: Vec<Sample>,
}

pub(super) fn run(args: &HookArgs) -> Result<()> {
    let (program, linking) = args.subject.place.program()?;
    let lab = Lab::new(&args.subject.place.dir, &program)?;
    let rebases = rebase::run(&lab, &args.rebase)?;
    let mut cases = Vec::new();
    cases.extend(others(&lab, args.repo_size)?);
    cases.extend(ours(&lab, args)?);

    // What the preparation wrote is not to be paid for by the first commits.
    nix::unistd::sync();
    eprintln!("measuring {} kinds, {} commits each …", cases.len(), args.runs);
    for round in 0..WARM_UP + args.runs {
        fastrand::shuffle(&mut cases);
        for case in &mut cases {
            let sample = measure(&mut commit(&lab, case))?;
            if round >= WARM_UP {
                case.samples.push(sample);
            }
        }
    }
    for case in &cases {
        check_recorded(case, WARM_UP + args.runs)?;
    }
    cases.sort_by(|a, b| a.repo.cmp(&b.repo));
    println!("{}", render(&cases));
    if let Some(rebases) = rebases {
        println!("\n{rebases}");
    }
    println!(
        "\nMedians of {} commits each, interleaved. {}",
        args.runs,
        machine::describe(&program, linking, lab.dir())?
    );
    Ok(())
}

fn commit(lab: &Lab, case: &Case) -> std::process::Command {
    let mut git = lab.git(&case.repo, &["commit", "--allow-empty", "-m", "x"]);
    if case.backtrace {
        git.env("RUST_BACKTRACE", "1");
    }
    git
}

fn others(lab: &Lab, size: RepoSize) -> Result<Vec<Case>> {
    let case = |name: &str, repo| Case {
        name: name.to_owned(),
        repo,
        backtrace: false,
        session: None,
        samples: Vec::new(),
    };
    let bare = lab.repository("0-bare", size)?;
    let shell = lab.repository("1-shell", size)?;
    write_hook(&shell, "exit 0")?;
    let mut cases = vec![case("no hook", bare), case("`#!/bin/sh`, `exit 0`", shell)];
    if let Some(append) = reference::build(lab.dir(), Durability::None)? {
        let repo = lab.repository("2-c", size)?;
        let lines = repo.join(".git/lines");
        write_hook(&repo, &format!("exec '{}' '{}' committed", append.display(), lines.display()))?;
        cases.push(case("`#!/bin/sh`, exec of a C program that appends a line", repo));
    }
    Ok(cases)
}

fn write_hook(repo: &Path, line: &str) -> Result<()> {
    let hook = repo.join(".git/hooks/post-commit");
    fs::create_dir_all(hook.parent().unwrap_or(repo))?;
    fs::write(&hook, format!("#!/bin/sh\n{line}\n"))?;
    Ok(fs::set_permissions(&hook, fs::Permissions::from_mode(0o755))?)
}

fn ours(lab: &Lab, args: &HookArgs) -> Result<Vec<Case>> {
    let (many, long) = (args.subject.sessions, args.entries);
    let kinds = [(1, 10, false), (1, 10, true), (1, long, false), (many, 10, false), (many, long, false)];
    let mut cases = Vec::new();
    for (number, (sessions, entries, backtrace)) in (3..).zip(kinds) {
        let setting = if backtrace { ", `RUST_BACKTRACE=1`" } else { "" };
        let kind = format!("{}, {entries} entries{setting}", sessions::describe(sessions));
        eprintln!("preparing: ours, {kind} …");
        let repo = lab.repository(&format!("{number}-ours"), args.repo_size)?;
        let session = sessions::prepare(lab, &repo, sessions, entries)?;
        let name = format!("ours ({}), {kind}", sessions::install_hooks(lab, &repo)?);
        cases.push(Case { name, repo, backtrace, session: Some(session), samples: Vec::new() });
    }
    Ok(cases)
}

/// A hook that does nothing is quick; that is not what was asked.
fn check_recorded(case: &Case, commits: usize) -> Result<()> {
    let Some(session) = &case.session else { return Ok(()) };
    let text = fs::read_to_string(&session.file).with_context(|| session.file.display().to_string())?;
    let recorded = text.lines().filter(|line| line.trim_end() == "[[commit]]").count();
    if recorded != commits {
        let log = fs::read_to_string(case.repo.join(".git/git-session/hook.log")).unwrap_or_default();
        bail!("{}: {recorded} of {commits} commits are in session {}\n{log}", case.name, session.id);
    }
    Ok(())
}

/// Sorted, so that the first case is the one that the others are compared with.
fn render(cases: &[Case]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["`git commit` with", "wall ms", "added", "ratio", "processor ms", "added", "ratio"]);
    let medians = |case: &Case| {
        let of = |time: fn(&Sample) -> std::time::Duration| {
            median(case.samples.iter().map(|sample| milliseconds(time(sample))))
        };
        [of(|sample| sample.wall), of(|sample| sample.processor)]
    };
    let bare = cases.first().map_or([f64::NAN; 2], medians);
    for case in cases {
        let mut row = vec![case.name.clone()];
        for (value, base) in medians(case).into_iter().zip(bare) {
            row.extend([
                format!("{value:.2}"),
                format!("{:+.2}", value - base),
                format!("{:.2}", value / base),
            ]);
        }
        table.add_row(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(dir: &Path, recorded: usize) -> Case {
        let file = dir.join("session.toml");
        fs::write(&file, "[[commit]]\nsha = \"1\"\n".repeat(recorded)).unwrap();
        let session = LiveSession { id: "20260101-0000000000".to_owned(), file };
        Case {
            name: "ours".to_owned(),
            repo: dir.to_owned(),
            backtrace: false,
            session: Some(session),
            samples: Vec::new(),
        }
    }

    #[test]
    fn a_hook_that_records_all_is_a_result() {
        let dir = tempfile::tempdir().unwrap();
        assert!(check_recorded(&case(dir.path(), 3), 3).is_ok());
    }

    #[test]
    fn a_hook_that_misses_one_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let error = check_recorded(&case(dir.path(), 2), 3).unwrap_err().to_string();
        assert!(error.starts_with("ours: 2 of 3 commits are in session"), "{error}");
    }
}
