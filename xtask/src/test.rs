//! `cargo xtask test`: all that must hold, in the order in which it is quickest to know.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{tidy, workspace};

struct Step {
    name: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: [Step; 6] = [
    Step { name: "formatting", run: formatting },
    Step { name: "lints", run: lints },
    Step { name: "tidy", run: tidy::run },
    Step { name: "tests", run: tests },
    Step { name: "benchmarks, in short", run: benchmarks },
    Step { name: "documentation", run: documentation },
];

pub(crate) fn run() -> Result<()> {
    let start = Instant::now();
    for (number, step) in (1..).zip(&STEPS) {
        let heading = format!("── {number}/{} {}", STEPS.len(), step.name);
        eprintln!("{heading}");
        let start = Instant::now();
        (step.run)().with_context(|| format!("test failed at {}", step.name))?;
        eprintln!("{heading}: passed in {}", describe(start.elapsed()));
    }
    println!("all passed in {}", describe(start.elapsed()));
    Ok(())
}

/// In words, to the second; short ones to the tenth.
fn describe(took: Duration) -> String {
    let seconds = (took + Duration::from_millis(500)).as_secs();
    match seconds {
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
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
    // What cannot be had is said, and the tests go on with the gits that there are, and without a browser.
    #[cfg(unix)]
    {
        crate::gits::provide();
        crate::report_check::provide();
    }
    workspace::run(workspace::cargo().args(["test", "--workspace", "--locked"]))
}

/// They check what they measure. Their figures are of a program that is not optimised, so nobody is shown them.
fn benchmarks() -> Result<()> {
    #[cfg(unix)]
    {
        const SHORT: [&str; 3] = [
            "hook --runs 1 --sessions 10 --entries 20 --rebases 1 --rebase-sessions 10 --rebase-commits 3",
            "write --seconds 1 --rounds 1 --sessions 10",
            "read --runs 1 --sessions 20",
        ];
        let program = crate::matrix::build_program()?;
        for words in SHORT {
            let mut bench = Command::new(std::env::current_exe()?);
            bench.arg("bench").args(words.split(' ')).arg("--program").arg(&program);
            // On a busy machine a hook may be late once.
            workspace::read(&mut bench).or_else(|_| workspace::read(&mut bench))?;
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_words() {
        let told = [0, 3_440, 9_499, 9_500, 59_499, 59_500, 250_000, 3_600_000]
            .map(|milliseconds| describe(Duration::from_millis(milliseconds)));
        let expected = ["0.0 s", "3.4 s", "9.5 s", "10 s", "59 s", "1 min 0 s", "4 min 10 s", "60 min 0 s"];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_server_runs_this_and_nothing_else() {
        let script = workspace::root().join(".ci/run");
        let text = std::fs::read_to_string(&script).unwrap();
        let commands = text.lines().filter(|line| line.contains("cargo")).collect::<Vec<_>>();
        assert_eq!(commands, ["exec cargo xtask test"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = script.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o700, 0o700, "{mode:o}");
        }
    }
}
