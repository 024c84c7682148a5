//! `cargo xtask torture`: what must not break the store, tried as often as one likes; figures for `docs/reliability.md`.

mod crash;

use std::env;

use anyhow::Result;

use crate::workspace;

#[derive(clap::Subcommand)]
pub(crate) enum Torture {
    /// Every state that a power cut could leave, in a disk in memory.
    Crash(crash::CrashArgs),
}

pub(crate) fn run(torture: &Torture) -> Result<()> {
    if cfg!(debug_assertions) && env::var_os(AGAIN).is_none() {
        return run_optimised();
    }
    match torture {
        Torture::Crash(args) => crash::run(args),
    }
}

/// Set where this program is the optimised one already.
const AGAIN: &str = "GIT_SESSION_TORTURE_AGAIN";

/// The same once more, built so that it takes a tenth of the time. Its checks of arithmetic stay.
fn run_optimised() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["run", "--quiet", "--profile", "torture", "--package", "xtask", "--"]);
    workspace::run(cargo.args(env::args_os().skip(1)).env(AGAIN, "1"))
}
