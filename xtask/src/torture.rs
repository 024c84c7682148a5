//! `cargo xtask torture`: the proofs at length. Their short forms are in the tests.

mod models;

use anyhow::Result;

#[derive(clap::Subcommand)]
pub(crate) enum Torture {
    /// Explore the protocols of locking and resuming in every order, with kills at any step.
    Interleavings(models::InterleavingsArgs),
}

pub(crate) fn run(torture: &Torture) -> Result<()> {
    match torture {
        Torture::Interleavings(args) => models::interleavings(args),
    }
}
