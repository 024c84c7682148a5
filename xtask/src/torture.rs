//! `cargo xtask torture`: the proofs at length. Their short forms are in the tests.

mod crash;
mod faults;
mod fuzz;
mod kills;
mod models;
#[cfg(unix)]
mod power;

use std::env;
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace;

/// The proofs; all of them, one after the other, where none is named.
#[derive(clap::Args)]
pub(crate) struct Torture {
    #[command(subcommand)]
    proof: Option<Proof>,
}

#[derive(clap::Subcommand)]
enum Proof {
    /// Try every state that a power cut could leave, on a disk in memory.
    Crash(crash::CrashArgs),
    /// Fail each call that the store makes of a disk, each in every way.
    Faults(faults::FaultsArgs),
    /// Explore the protocols of locking and resuming in every order, with kills at any step.
    Interleavings(models::InterleavingsArgs),
    /// Compare the store with plain lists after each of many made-up deeds, and sessions with themselves.
    Properties(models::PropertiesArgs),
    /// Give every parser files that a fuzzer makes up.
    Fuzz(fuzz::FuzzArgs),
    /// Kill writers at random moments, and compare what they were told with what is there.
    Kills(kills::KillsArgs),
    /// Let sixteen race to resume one session, round after round, also with kills.
    Resumes(kills::ResumesArgs),
    /// Cut the power of a file system in the middle of work, and look for what was acknowledged. Linux, as root.
    #[cfg(unix)]
    Power(power::PowerArgs),
}

pub(crate) fn run(torture: &Torture) -> Result<()> {
    match &torture.proof {
        None => all(),
        Some(Proof::Crash(_) | Proof::Faults(_)) if !is_optimised() => run_optimised(),
        Some(Proof::Crash(args)) => crash::run(args),
        Some(Proof::Faults(args)) => faults::run(args),
        Some(Proof::Interleavings(args)) => models::interleavings(args),
        Some(Proof::Properties(args)) => models::properties(args),
        Some(Proof::Fuzz(args)) => fuzz::run(args),
        Some(Proof::Kills(args)) => kills::kills(args),
        Some(Proof::Resumes(args)) => kills::resumes(args),
        #[cfg(unix)]
        Some(Proof::Power(args)) => power::power(args),
    }
}

/// Each as it is without arguments: a quarter of an hour on two cores.
const ALL: &[&[&str]] = &[
    &["interleavings"],
    &["properties"],
    &["crash"],
    &["faults"],
    &["resumes"],
    &["kills"],
    #[cfg(unix)]
    &["power"],
];

/// One that finds something, or cannot be run here, stops none of the others.
fn all() -> Result<()> {
    let program = env::current_exe()?;
    let mut failed = Vec::new();
    for proof in ALL {
        println!("\n== {}", proof.join(" "));
        let mut command = Command::new(&program);
        if let Err(error) = workspace::run(command.arg("torture").args(*proof)) {
            eprintln!("{error:#}");
            failed.push(proof.join(" "));
        }
    }
    if !failed.is_empty() {
        bail!("not proven: {}", failed.join(", "));
    }
    Ok(())
}

/// Set where this program is the optimised one already.
const AGAIN: &str = "GIT_SESSION_TORTURE_AGAIN";

fn is_optimised() -> bool {
    env::var_os(AGAIN).is_some()
}

/// The same once more, built so that it takes a tenth of the time.
fn run_optimised() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--profile", "torture", "--package", "xtask", "--"]);
    workspace::run(cargo.args(env::args_os().skip(1)).env(AGAIN, "1"))
}
