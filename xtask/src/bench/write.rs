//! `cargo xtask bench write`: several writers on one session, a process for each event.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use comfy_table::{Table, presets};

use super::lab::{Lab, RepoSize};
use super::measure::median;
use super::reference::{self, Durability};
use super::{Subject, machine, sessions};

#[derive(clap::Args)]
pub(crate) struct WriteArgs {
    /// How long each measurement takes.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Measurements of each kind.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Writers at the same time.
    #[arg(long, default_value_t = 8)]
    writers: usize,
    #[command(flatten)]
    pub(super) subject: Subject,
}

/// Makes the command that writes one text.
type WriteOne<'l> = Box<dyn Fn(&str) -> Command + Sync + 'l>;

struct Case<'l> {
    name: String,
    write_one: WriteOne<'l>,
    /// Where what was acknowledged must turn up.
    file: PathBuf,
    acknowledged: Vec<String>,
    refused: usize,
    rates: Vec<f64>,
}

pub(super) fn run(args: &WriteArgs) -> Result<()> {
    let (program, linking) = args.subject.place.program()?;
    let lab = Lab::new(&args.subject.place.dir, &program)?;
    let mut cases = cases(&lab, args.subject.sessions)?;
    nix::unistd::sync();
    for round in 0..args.rounds {
        let mut order: Vec<_> = (0..cases.len()).collect();
        fastrand::shuffle(&mut order);
        for index in order {
            let case = &mut cases[index];
            eprintln!("round {} of {}: {} …", round + 1, args.rounds, case.name);
            measure(case, round, args)?;
        }
    }
    for case in &cases {
        let text = fs::read_to_string(&case.file).with_context(|| case.file.display().to_string())?;
        check_recorded(&case.name, &case.acknowledged, &text)?;
    }
    println!("{}", render(&cases));
    println!(
        "\n{} writers, {} rounds of {} s each, interleaved; each acknowledged event was found in its file once. {}",
        args.writers,
        args.rounds,
        args.seconds,
        machine::describe(&program, linking, lab.dir())?
    );
    Ok(())
}

fn cases(lab: &Lab, many: usize) -> Result<Vec<Case<'_>>> {
    let case = |name: String, file, write_one| Case {
        name,
        write_one,
        file,
        acknowledged: Vec::new(),
        refused: 0,
        rates: Vec::new(),
    };
    let mut cases = Vec::new();
    for sessions in [1, many] {
        let name = format!("`git-session event`, {}", sessions::describe(sessions));
        eprintln!("preparing: {name} …");
        let repo = lab.repository(&format!("{sessions}-sessions"), RepoSize::Small)?;
        let session = sessions::prepare(lab, &repo, sessions, 0)?;
        sessions::install_hooks(lab, &repo)?;
        let write_one: WriteOne<'_> = Box::new(move |text| {
            let mut program = lab.program(&repo, &["event", text]);
            program.env("GIT_SESSION_ID", &session.id);
            program
        });
        cases.push(case(name, session.file, write_one));
    }
    if let Some(append) = reference::build(lab.dir(), Durability::Synced)? {
        let file = lab.dir().join("appended");
        let target = file.clone();
        let write_one: WriteOne<'_> = Box::new(move |text| {
            let mut program = Command::new(&append);
            program.env_clear().arg(&target).arg(text);
            program
        });
        cases.push(case("C program: lock, append, fsync".to_owned(), file, write_one));
    }
    Ok(cases)
}

fn measure(case: &mut Case<'_>, round: usize, args: &WriteArgs) -> Result<()> {
    let start = Instant::now();
    let end = start + Duration::from_secs(args.seconds);
    let write_one = &case.write_one;
    let write = |writer: usize| -> Result<(Vec<String>, usize)> {
        let (mut acknowledged, mut refused) = (Vec::new(), 0);
        while Instant::now() < end {
            // One word, which the file has nowhere else.
            let text = format!("r{round}w{writer}n{}", acknowledged.len() + refused);
            let mut command = write_one(&text);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if command.status()?.success() {
                acknowledged.push(text);
            } else {
                refused += 1;
            }
        }
        Ok((acknowledged, refused))
    };
    let results: Vec<_> = thread::scope(|scope| {
        let writers: Vec<_> = (0..args.writers).map(|writer| scope.spawn(move || write(writer))).collect();
        writers.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    let seconds = start.elapsed().as_secs_f64();
    let before = case.acknowledged.len();
    for result in results {
        let Ok(result) = result else { bail!("a writer panicked") };
        let (acknowledged, refused) = result?;
        case.acknowledged.extend(acknowledged);
        case.refused += refused;
    }
    case.rates.push((case.acknowledged.len() - before) as f64 / seconds);
    Ok(())
}

/// What was acknowledged is there, and nothing was written twice.
fn check_recorded(name: &str, acknowledged: &[String], text: &str) -> Result<()> {
    let mut counts = HashMap::<_, usize>::new();
    for word in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        *counts.entry(word).or_default() += 1;
    }
    if acknowledged.is_empty() {
        bail!("{name}: nothing was acknowledged");
    }
    let count = |event: &String| counts.get(event.as_str()).copied().unwrap_or(0);
    let lost = acknowledged.iter().filter(|event| count(event) == 0).count();
    let doubled = acknowledged.iter().filter(|event| count(event) > 1).count();
    if lost + doubled > 0 {
        bail!("{name}: of {} acknowledged events {lost} are lost and {doubled} doubled", acknowledged.len());
    }
    Ok(())
}

fn render(cases: &[Case<'_>]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    table.set_header(["written by", "events/s", "least", "most", "refused"]);
    for case in cases {
        let least = case.rates.iter().copied().fold(f64::INFINITY, f64::min);
        let most = case.rates.iter().copied().fold(0.0, f64::max);
        let rates = [median(case.rates.iter().copied()), least, most].map(|rate| format!("{rate:.0}"));
        table.add_row([&[case.name.clone()][..], &rates, &[case.refused.to_string()]].concat());
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(acknowledged: &[&str], text: &str) -> Result<(), String> {
        let acknowledged: Vec<_> = acknowledged.iter().map(|&event| event.to_owned()).collect();
        check_recorded("ours", &acknowledged, text).map_err(|error| error.to_string())
    }

    #[test]
    fn all_that_was_acknowledged_must_be_there_once() {
        assert_eq!(verdict(&["r0w1n1"], "text = \"r0w1n1\"\ntext = \"r0w1n10\"\n"), Ok(()));
        let lost = "ours: of 1 acknowledged events 1 are lost and 0 doubled".to_owned();
        assert_eq!(verdict(&["r0w1n1"], "text = \"r0w1n10\"\n"), Err(lost));
        let doubled = "ours: of 1 acknowledged events 0 are lost and 1 doubled".to_owned();
        assert_eq!(verdict(&["r0w1n1"], "r0w1n1 r0w1n1"), Err(doubled));
    }

    #[test]
    fn nothing_acknowledged_is_no_result() {
        assert_eq!(verdict(&[], ""), Err("ours: nothing was acknowledged".to_owned()));
    }
}
