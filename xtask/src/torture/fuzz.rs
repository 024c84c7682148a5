//! `cargo xtask torture fuzz`: cargo-fuzz over the targets in `fuzz/`, each begun with real files.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::models;
use crate::workspace;

/// The version that was tried.
const CARGO_FUZZ: &str = "0.13.2";

/// What is fuzzed, and for how long.
#[derive(clap::Args)]
pub(crate) struct FuzzArgs {
    /// The kind of file, as in fuzz/Cargo.toml; by default each in turn.
    target: Option<String>,
    /// How many minutes for each kind.
    #[arg(long, value_name = "N", default_value_t = 10)]
    minutes: u64,
}

pub(crate) fn run(args: &FuzzArgs) -> Result<()> {
    let all = targets()?;
    let targets = match &args.target {
        Some(target) if all.contains(target) => vec![target.clone()],
        Some(target) => bail!("there is no target `{target}`; there are {}", all.join(", ")),
        None => all,
    };
    let cargo_fuzz = find_or_install()?;
    // The same versions as in the project; cargo adds what libFuzzer needs.
    let lock = workspace::root().join("fuzz/Cargo.lock");
    if !lock.exists() {
        fs::copy(workspace::root().join("Cargo.lock"), &lock)?;
    }
    for target in targets {
        let corpus = workspace::root().join("target/fuzz-corpus").join(&target);
        let mut seeds = models::build_and_run();
        workspace::run(seeds.args(["--", "seeds", &target]).arg(&corpus))?;
        let mut fuzz = Command::new(&cargo_fuzz);
        fuzz.current_dir(workspace::root()).args([
            "fuzz",
            "run",
            "--sanitizer",
            "none",
            "--fuzz-dir",
            "fuzz",
        ]);
        fuzz.args(["--target-dir", "target/fuzz", &target]).arg(&corpus);
        fuzz.args(["--", "-print_final_stats=1", "-timeout=20", "-max_len=65536"]);
        fuzz.arg(format!("-max_total_time={}", 60 * args.minutes));
        workspace::run(&mut fuzz).with_context(|| {
            format!("{target}: what it found lies in fuzz/artifacts; once it is mended, move it to fuzz/seeds/{target}")
        })?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Manifest {
    bin: Vec<Bin>,
}

#[derive(Deserialize)]
struct Bin {
    name: String,
}

/// The names of the programs in `fuzz/`.
fn targets() -> Result<Vec<String>> {
    let text = fs::read_to_string(workspace::root().join("fuzz/Cargo.toml"))?;
    let manifest: Manifest = toml::from_str(&text)?;
    Ok(manifest.bin.into_iter().map(|bin| bin.name).collect())
}

/// cargo-fuzz, installed below `target/` where it is missing.
fn find_or_install() -> Result<PathBuf> {
    let tools = workspace::root().join("target/tools");
    let program = tools.join("bin").join(format!("cargo-fuzz{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        let mut install = workspace::cargo();
        install.args(["install", "cargo-fuzz", "--locked", "--version", CARGO_FUZZ, "--root"]).arg(&tools);
        workspace::run(&mut install)?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_targets_are_those_of_the_manifest() {
        let targets = targets().unwrap();
        assert!(targets.contains(&"session".to_owned()), "{targets:?}");
    }
}
