//! `cargo xtask torture`: the proofs at length. Their short forms are in the tests.

mod fuzz;
mod models;

use anyhow::Result;

#[derive(clap::Subcommand)]
pub(crate) enum Torture {
    /// Explore the protocols of locking and resuming in every order, with kills at any step.
    Interleavings(models::InterleavingsArgs),
    /// Compare the store with plain lists after each of many made-up deeds, and sessions with themselves.
    Properties(models::PropertiesArgs),
    /// Give every parser files that a fuzzer makes up.
    Fuzz(fuzz::FuzzArgs),
}

pub(crate) fn run(torture: &Torture) -> Result<()> {
    match torture {
        Torture::Interleavings(args) => models::interleavings(args),
        Torture::Properties(args) => models::properties(args),
        Torture::Fuzz(args) => fuzz::run(args),
    }
}
