//! Writers that are killed at random moments, for as long as is asked for: the soak of the tests.

use anyhow::Result;

use crate::workspace;

/// How long the soak is.
#[derive(clap::Args)]
pub(crate) struct KillsArgs {
    /// How many rounds, each with a store of its own and 500 kills; about a minute each.
    #[arg(long, value_name = "N", default_value_t = 3)]
    rounds: usize,
    /// The same deeds again; what is killed when differs all the same.
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
}

/// How often sixteen race.
#[derive(clap::Args)]
pub(crate) struct ResumesArgs {
    /// How many rounds.
    #[arg(long, value_name = "N", default_value_t = 500)]
    rounds: usize,
}

pub(crate) fn resumes(args: &ResumesArgs) -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args([
        "test",
        "--quiet",
        "--locked",
        "--package",
        "git-session-tests",
        "--test",
        "at_once",
        "resume",
    ]);
    workspace::run(cargo.args(["--", "--nocapture"]).env("RESUME_ROUNDS", args.rounds.to_string()))
}

pub(crate) fn kills(args: &KillsArgs) -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args([
        "test",
        "--quiet",
        "--locked",
        "--package",
        "git-session-tests",
        "--test",
        "at_once",
        "soak",
    ]);
    cargo.args(["--", "--nocapture"]).env("SOAK_ROUNDS", args.rounds.to_string());
    if let Some(seed) = args.seed {
        cargo.env("SOAK_SEED", seed.to_string());
    }
    workspace::run(&mut cargo)
}
