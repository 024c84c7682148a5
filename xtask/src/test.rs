//! `cargo xtask test`: all that must hold, in the order in which it is quickest to know.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{tidy, workspace};

struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: [Step; 5] = [
    Step { name: "formatting", run: formatting },
    Step { name: "lints", run: lints },
    Step { name: "tidy", run: tidy::run },
    Step { name: "tests", run: tests },
    Step { name: "documentation", run: documentation },
];

pub(crate) fn run() -> Result<()> {
    for (number, step) in (1..).zip(&STEPS) {
        eprintln!("── {number}/{} {}", STEPS.len(), step.name);
        (step.run)().with_context(|| format!("test failed at {}", step.name))?;
    }
    eprintln!("── all passed");
    Ok(())
}

fn formatting() -> Result<()> {
    need_component("fmt", "rustfmt")?;
    workspace::run(workspace::cargo().args(["fmt", "--all", "--check"]))
}

fn lints() -> Result<()> {
    need_component("clippy", "clippy")?;
    let mut cargo = workspace::cargo();
    cargo.args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]);
    workspace::run(&mut cargo)
}

fn tests() -> Result<()> {
    workspace::run(workspace::cargo().args(["test", "--workspace", "--locked"]))
}

fn documentation() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["doc", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", "-D warnings");
    workspace::run(&mut cargo)
}

fn need_component(subcommand: &str, component: &str) -> Result<()> {
    let mut cargo: Command = workspace::cargo();
    let status = cargo.args([subcommand, "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !status.is_ok_and(|status| status.success()) {
        bail!("{component} is missing; add it with `rustup component add {component}`");
    }
    Ok(())
}
