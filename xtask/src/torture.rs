//! `cargo xtask torture`: the proofs at length. Their short forms are in the tests.

mod crash;
mod kills;
mod models;
#[cfg(unix)]
mod power;

use std::env;

use anyhow::Result;

use crate::workspace;

#[derive(clap::Subcommand)]
pub(crate) enum Torture {
    /// Try every state that a power cut could leave, on a disk in memory.
    Crash(crash::CrashArgs),
    /// Explore the protocols of locking and resuming in every order, with kills at any step.
    Interleavings(models::InterleavingsArgs),
    /// Compare the store with plain lists after each of many made-up deeds, and sessions with themselves.
    Properties(models::PropertiesArgs),
    /// Kill writers at random moments, and compare what they were told with what is there.
    Kills(kills::KillsArgs),
    /// Cut the power of a file system in the middle of work, and look for what was acknowledged. Linux, as root.
    #[cfg(unix)]
    Power(power::PowerArgs),
}

pub(crate) fn run(torture: &Torture) -> Result<()> {
    match torture {
        Torture::Crash(_) if !is_optimised() => run_optimised(),
        Torture::Crash(args) => crash::run(args),
        Torture::Interleavings(args) => models::interleavings(args),
        Torture::Properties(args) => models::properties(args),
        Torture::Kills(args) => kills::kills(args),
        #[cfg(unix)]
        Torture::Power(args) => power::power(args),
    }
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
