//! `cargo xtask bench read`: what it takes to read back, with few sessions and with very many.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use comfy_table::{Table, presets};

use super::filled;
use super::lab::{Lab, RepoSize};
use super::measure::{Sample, measure, median, milliseconds};
use super::{Place, machine};
use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct ReadArgs {
    /// Runs of each command.
    #[arg(long, default_value_t = 30)]
    runs: usize,
    /// How many completed sessions the stores have, several separated by commas.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 10_000, 100_000])]
    sessions: Vec<usize>,
    #[command(flatten)]
    place: Place,
}

/// What is asked of each store. What a program does not know yet is left out.
const QUESTIONS: [(&str, &[&str]); 10] = [
    ("`status`", &["status"]),
    ("`status --short`", &["status", "--short"]),
    ("`log -n 20`", &["log", "-n", "20"]),
    ("`log -n 20 --tag billing`", &["log", "-n", "20", "--tag", "billing"]),
    ("`show ID`", &["show", "ID"]),
    ("`show` by 6 characters", &["show", "PIECE"]),
    ("`search WORD`, rare", &["search", "T-4711"]),
    ("`search WORD`, everywhere", &["search", "gateway"]),
    ("`stats`, a year", &["stats", "--since", "1 year ago"]),
    ("`event`", &["event", "Something that happened"]),
];

/// A command that is measured.
struct Case<'l> {
    name: String,
    of: Of,
    command: Box<dyn Fn() -> Command + 'l>,
    samples: Vec<Sample>,
    /// The most memory that it had, in KiB.
    peak: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Ours(usize),
    Others,
}

pub(super) fn run(args: &ReadArgs) -> Result<()> {
    let (program, linking) = args.place.program()?;
    let lab = Lab::new(&args.place.dir, &program)?;
    let (cases, building) = measure_all(&lab, args)?;
    println!("{}", render(&cases, &args.sessions));
    println!("\n{}", render_building(&building));
    println!(
        "\nMedians of {} runs each, interleaved. {}",
        args.runs,
        machine::describe(&program, linking, lab.dir())?
    );
    Ok(())
}

/// What the first question costs, which makes the index.
struct Building {
    sessions: usize,
    sample: Sample,
    peak: u64,
    kibibytes: u64,
}

fn measure_all<'l>(lab: &'l Lab, args: &ReadArgs) -> Result<(Vec<Case<'l>>, Vec<Building>)> {
    let (mut cases, mut building) = (Vec::new(), Vec::new());
    for &sessions in &args.sessions {
        eprintln!("making a store of {sessions} …");
        let repo = lab.repository(&format!("{sessions}-sessions"), RepoSize::Small)?;
        filled::fill(&repo, sessions)?;
        workspace::read(&mut lab.program(&repo, &["start", "Measure what reading costs"]))?;
        let first = measure(&mut lab.program(&repo, &["log", "-n", "1"]))?;
        let index = repo.join(".sessions/cache/index.sqlite");
        let peak = || -> Result<u64> {
            let _ = std::fs::remove_dir_all(repo.join(".sessions/cache"));
            peak_of(&lab.program(&repo, &["log", "-n", "1"]))
        };
        let peak = peak()?;
        let kibibytes = std::fs::metadata(&index).map_or(0, |it| it.len() / 1024);
        building.push(Building { sessions, sample: first, peak, kibibytes });
        cases.extend(cases_of(lab, &repo, sessions)?);
    }
    cases.extend(others(lab, &args.sessions)?);
    nix::unistd::sync();
    for round in 0..args.runs {
        eprintln!("round {} of {} …", round + 1, args.runs);
        let mut order: Vec<_> = (0..cases.len()).collect();
        fastrand::shuffle(&mut order);
        for index in order {
            let case = &mut cases[index];
            case.samples.push(measure(&mut (case.command)())?);
        }
    }
    for case in &mut cases {
        case.peak = peak_of(&(case.command)())?;
    }
    Ok((cases, building))
}

fn cases_of<'l>(lab: &'l Lab, repo: &Path, sessions: usize) -> Result<Vec<Case<'l>>> {
    let id = some_id(repo)?;
    let piece = id.split_once('-').context("an id without a dash")?.1[..6].to_owned();
    let mut cases = Vec::new();
    for (name, words) in QUESTIONS {
        let words: Vec<String> = words
            .iter()
            .map(|&word| match word {
                "ID" => id.clone(),
                "PIECE" => piece.clone(),
                word => word.to_owned(),
            })
            .collect();
        let repo = repo.to_owned();
        let command = move || lab.program(&repo, &words.iter().map(String::as_str).collect::<Vec<_>>());
        let known = command().stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        match known.code() {
            Some(0) => {}
            // It is not known how that is asked.
            Some(2) => continue,
            code => bail!("{name} failed with {sessions} sessions ({code:?})"),
        }
        cases.push(Case::new(name, Of::Ours(sessions), Box::new(command)));
    }
    Ok(cases)
}

impl<'l> Case<'l> {
    fn new(name: &str, of: Of, command: Box<dyn Fn() -> Command + 'l>) -> Self {
        Self { name: name.to_owned(), of, command, samples: Vec::new(), peak: 0 }
    }

    fn wall(&self) -> f64 {
        median(self.samples.iter().map(|sample| milliseconds(sample.wall)))
    }
}

/// A session from the middle.
fn some_id(repo: &Path) -> Result<String> {
    let mut files = store::files_below(&repo.join(".sessions/archive"));
    files.sort();
    let file = files.get(files.len() / 2).context("the store is empty")?;
    Ok(file.file_stem().unwrap_or_default().to_string_lossy().into_owned())
}

/// git, and timewarrior where it is installed.
fn others<'l>(lab: &'l Lab, stores: &[usize]) -> Result<Vec<Case<'l>>> {
    let repo = lab.repository("history", RepoSize::Small)?;
    let most = stores.iter().copied().max().unwrap_or(0).min(10_000);
    add_history(lab, &repo, most)?;
    let git = move || lab.git(&repo, &["log", "-n", "20"]);
    let git_name = format!("`git log -n 20`, {most} commits");
    let mut cases = vec![Case::new(&git_name, Of::Others, Box::new(git))];
    let there = Command::new("timew").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        eprintln!("no `timew`: its rows are left out");
        return Ok(cases);
    }
    const INTERVALS: usize = 10_000;
    let data = make_timewarrior(lab.dir(), INTERVALS)?;
    for (name, words) in [
        ("`timew summary`, today, 10000 intervals", &["summary", ":day"][..]),
        ("`timew summary :all`, 10000 intervals", &["summary", ":all"]),
        ("`timew start`, 10000 intervals", &["start", "something", ":quiet", ":adjust"]),
    ] {
        let data = data.clone();
        let timew = move || {
            let mut timew = Command::new("timew");
            timew.args(words).env("TIMEWARRIORDB", &data).stdin(Stdio::null());
            timew
        };
        cases.push(Case::new(name, Of::Others, Box::new(timew)));
    }
    Ok(cases)
}

/// So many commits, all of the same tree.
fn add_history(lab: &Lab, repo: &Path, commits: usize) -> Result<()> {
    use std::io::Write as _;
    let mut stream = String::new();
    for number in 0..commits {
        let subject = format!("Change number {number}\n");
        stream.push_str(&format!(
            "commit refs/heads/main\ncommitter Bench <bench@example.org> {} +0000\ndata {}\n{subject}",
            1_500_000_000 + number * 600,
            subject.len()
        ));
        if number == 0 {
            stream.push_str("from refs/heads/main^0\n");
        }
        stream.push('\n');
    }
    let mut import = lab.git(repo, &["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn()?;
    import.stdin.take().context("no standard input")?.write_all(stream.as_bytes())?;
    if !import.wait()?.success() {
        bail!("git fast-import failed");
    }
    Ok(())
}

/// A folder of timewarrior's with so many intervals, as it writes them: a file a month.
fn make_timewarrior(dir: &Path, intervals: usize) -> Result<PathBuf> {
    let home = dir.join("timewarrior");
    let data = home.join("data");
    std::fs::create_dir_all(&data)?;
    std::fs::write(home.join("timewarrior.cfg"), "")?;
    let mut months = BTreeMap::<String, String>::new();
    let first = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now())
        - chrono::TimeDelta::minutes(i64::try_from(intervals)? * 60 + 60);
    for number in 0..intervals {
        let from = first + chrono::TimeDelta::minutes(i64::try_from(number)? * 60);
        let to = from + chrono::TimeDelta::minutes(30);
        let stamp = |at: chrono::DateTime<chrono::Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        let line = format!("inc {} - {} # tag{}\n", stamp(from), stamp(to), number % 50);
        months.entry(from.format("%Y-%m").to_string()).or_default().push_str(&line);
    }
    for (month, lines) in months {
        std::fs::write(data.join(format!("{month}.data")), lines)?;
    }
    Ok(home)
}

/// Runs a command and prints the most memory that it had, in KiB.
#[derive(clap::Args)]
pub(crate) struct PeakArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    command: Vec<std::ffi::OsString>,
}

pub(super) fn print_peak(args: &PeakArgs) -> Result<()> {
    let (program, words) = args.command.split_first().context("no command")?;
    measure(Command::new(program).args(words))?;
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)?;
    println!("{}", usage.max_rss());
    Ok(())
}

/// The most memory that a command has, in KiB. The kernel keeps it of all children together, so another process asks it.
fn peak_of(command: &Command) -> Result<u64> {
    let mut asked = Command::new(std::env::current_exe()?);
    asked.args(["bench", "peak"]).arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    if let Some(dir) = command.get_current_dir() {
        asked.current_dir(dir);
    }
    asked.env_clear();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            asked.env(name, value);
        }
    }
    let answer = workspace::read(&mut asked)?;
    answer.trim().parse().with_context(|| format!("{answer:?} is no number"))
}

fn render(cases: &[Case<'_>], stores: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    let mut header = vec!["ms".to_owned()];
    header.extend(stores.iter().map(|sessions| format!("{sessions} sessions")));
    header.extend(["last : first".to_owned(), "memory, MiB".to_owned()]);
    table.set_header(header);
    for (name, _) in QUESTIONS {
        let of_it: Vec<&Case<'_>> = cases.iter().filter(|case| case.name == name).collect();
        let (Some(first), Some(last)) = (of_it.first(), of_it.last()) else { continue };
        let mut row = vec![name.to_owned()];
        row.extend(of_it.iter().map(|case| format!("{:.1}", case.wall())));
        row.push(format!("{:.2}", last.wall() / first.wall()));
        row.push(mebibytes(of_it.iter().map(|case| case.peak).max().unwrap_or(0)));
        table.add_row(row);
    }
    for case in cases.iter().filter(|case| case.of == Of::Others) {
        let mut row = vec![case.name.clone(), format!("{:.1}", case.wall())];
        row.resize(stores.len() + 2, String::new());
        row.push(mebibytes(case.peak));
        table.add_row(row);
    }
    table
}

fn render_building(building: &[Building]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["making the index of", "seconds", "memory, MiB", "index, MiB"]);
    for it in building {
        table.add_row([
            format!("{} sessions", it.sessions),
            format!("{:.2}", it.sample.wall.as_secs_f64()),
            mebibytes(it.peak),
            mebibytes(it.kibibytes),
        ]);
    }
    table
}

fn mebibytes(kibibytes: u64) -> String {
    format!("{:.1}", kibibytes as f64 / 1024.0)
}
