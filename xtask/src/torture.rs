//! `cargo xtask torture`: the proofs at length. Their short forms are in the tests.

mod kills;
mod models;
#[cfg(unix)]
mod power;

use anyhow::Result;

#[derive(clap::Subcommand)]
pub(crate) enum Torture {
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
        Torture::Interleavings(args) => models::interleavings(args),
        Torture::Properties(args) => models::properties(args),
        Torture::Kills(args) => kills::kills(args),
        #[cfg(unix)]
        Torture::Power(args) => power::power(args),
    }
}
