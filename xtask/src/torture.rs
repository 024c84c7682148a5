//! `cargo xtask torture`: the proofs at length. Their short forms are in the tests.

mod crash;
mod faults;
mod models;

use std::env;

use anyhow::Result;

use crate::workspace;

#[derive(clap::Subcommand)]
pub(crate) enum Torture {
    /// Try every state that a power cut could leave, on a disk in memory.
    Crash(crash::CrashArgs),
    /// Fail each call that the store makes of a disk, each in every way.
    Faults(faults::FaultsArgs),
    /// Explore the protocols of locking and resuming in every order, with kills at any step.
    Interleavings(models::InterleavingsArgs),
}

pub(crate) fn run(torture: &Torture) -> Result<()> {
    match torture {
        Torture::Crash(_) | Torture::Faults(_) if !is_optimised() => run_optimised(),
        Torture::Crash(args) => crash::run(args),
        Torture::Faults(args) => faults::run(args),
        Torture::Interleavings(args) => models::interleavings(args),
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
