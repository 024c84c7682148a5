//! `cargo xtask matrix walk`: random walks, each of which can be walked again from its seed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use matrix::{Column, Strolled, Version, Walk, Workbench, shorten, walk};

use super::Subject;
use crate::gits;

#[derive(clap::Args)]
pub(crate) struct WalkArgs {
    /// How many walks.
    #[arg(long, value_name = "N", default_value_t = 20)]
    seeds: u64,
    /// The first of their seeds; by default one is drawn.
    #[arg(long, value_name = "SEED")]
    first: Option<u64>,
    /// How many steps each has.
    #[arg(long, value_name = "M", default_value_t = 300)]
    steps: usize,
    /// Only with this git.
    #[arg(long, value_name = "VERSION")]
    git: Option<String>,
    /// Leave out, of each walk that stumbles, the steps that are not needed for it.
    #[arg(long)]
    shorten: bool,
    #[command(flatten)]
    subject: Subject,
}

pub(super) fn run(args: &WalkArgs) -> Result<()> {
    let mut columns = Column::all(&gits::find()?);
    if let Some(wanted) = &args.git {
        let version = Version::parse(wanted).with_context(|| format!("{wanted} is no version"))?;
        columns.retain(|column| column.git.version == version);
    }
    if columns.is_empty() {
        bail!("there is no such git");
    }
    let bench = Workbench::new(&args.subject.program()?)?;
    let first = args.first.unwrap_or_else(|| fastrand::u64(..1_000_000));
    println!("seeds from {first}, {} walks of {} steps", args.seeds, args.steps);
    let begun = Instant::now();
    let (next, stumbled) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let sums = Mutex::new(Strolled::default());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number as u64 >= args.seeds {
                        return;
                    }
                    let steps = Walk { seed: first + number as u64, steps: args.steps };
                    match one(&bench, &columns[number % columns.len()], steps, args.shorten) {
                        Ok(strolled) => add(&sums, strolled),
                        Err(error) => {
                            stumbled.fetch_add(1, Ordering::Relaxed);
                            eprintln!("{error:#}");
                        }
                    }
                }
            });
        }
    });
    let sums = sums.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let stumbled = stumbled.into_inner();
    println!(
        "{} walks in {} s: {} commits, compared {} times; {stumbled} stumbled",
        args.seeds,
        begun.elapsed().as_secs(),
        sums.commits,
        sums.looks
    );
    if stumbled > 0 {
        bail!("{stumbled} of {} walks stumbled", args.seeds);
    }
    Ok(())
}

fn add(sums: &Mutex<Strolled>, strolled: Strolled) {
    let mut sums = sums.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    sums.commits += strolled.commits;
    sums.looks += strolled.looks;
}

fn one(bench: &Workbench, column: &Column, steps: Walk, shorter: bool) -> Result<Strolled> {
    let named = || format!("seed {}, {} steps, git {column}", steps.seed, steps.steps);
    let mut stumble = match walk(bench, column, steps).with_context(named)? {
        Ok(strolled) => return Ok(strolled),
        Err(stumble) => stumble,
    };
    if shorter && let Some(short) = shorten(bench, column, steps).with_context(named)? {
        stumble = short;
    }
    bail!("{}:\n{}\n{}", named(), stumble.wrong, stumble.script)
}
