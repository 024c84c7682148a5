//! The proofs of `crates/models`, which are a program of their own: built to be quick, and not with every task.

use std::process::Command;
use std::thread;

use anyhow::Result;
use clap::builder::RangedU64ValueParser;

use crate::workspace;

/// How far the protocols are explored.
#[derive(clap::Args)]
pub(crate) struct InterleavingsArgs {
    /// How many race to resume one session.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = RangedU64ValueParser::<usize>::new().range(2..=4))]
    resumers: usize,
    /// How many may be killed, each at any step.
    #[arg(long, value_name = "N", default_value_t = 2)]
    kills: usize,
    /// How many of them race in the scenario in which everybody is at work at once; 0 leaves it out. Two take 13 million
    /// states, some minutes and 8 GiB.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = RangedU64ValueParser::<usize>::new().range(0..=4))]
    everybody: usize,
    /// How many explore; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

pub(crate) fn interleavings(args: &InterleavingsArgs) -> Result<()> {
    let threads = args.threads.or_else(|| thread::available_parallelism().ok().map(usize::from));
    let sizes = [args.resumers, args.kills, args.everybody, threads.unwrap_or(1)];
    program("interleavings", sizes.map(|size| size.to_string()))
}

/// How much is made up.
#[derive(clap::Args)]
pub(crate) struct PropertiesArgs {
    /// How many stores, and how many sessions.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    cases: u32,
    /// The most deeds in a store.
    #[arg(long, value_name = "N", default_value_t = 60)]
    deeds: u32,
    /// Make the same up as another time; by default another is drawn.
    #[arg(long, value_name = "N")]
    seed: Option<u32>,
}

pub(crate) fn properties(args: &PropertiesArgs) -> Result<()> {
    let seed = args.seed.unwrap_or_else(|| fastrand::u32(..));
    program("properties", [args.cases, args.deeds, seed].map(|size| size.to_string()))
}

/// Builds and runs the program, without the rooms that only fuzzing asks for.
fn program(proof: &str, arguments: impl IntoIterator<Item = String>) -> Result<()> {
    let mut cargo = build_and_run();
    workspace::run(cargo.args(["--no-default-features", "--", proof]).args(arguments))
}

/// The program, built to be quick; what it is given comes after `--`.
pub(super) fn build_and_run() -> Command {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--locked", "--profile", "torture", "--package", "git-session-models"]);
    cargo
}
