//! `cargo xtask bench`: what the program costs, as Markdown tables for `docs/performance.md`.

mod filled;
mod hook;
mod lab;
mod machine;
mod measure;
mod read;
mod rebase;
mod reference;
mod sessions;
mod write;

use std::env;
use std::path::{self, PathBuf};

use anyhow::Result;
use clap::builder::RangedU64ValueParser;

use crate::program::{self, Linking};

#[derive(clap::Subcommand)]
pub(crate) enum Bench {
    /// What our hooks add to `git commit`, and to a rebase of many commits.
    Hook(hook::HookArgs),
    /// How many events several writers get into one session, a process for each event.
    Write(write::WriteArgs),
    /// What it takes to read back, with few sessions and with very many.
    Read(read::ReadArgs),
    /// How much memory a command takes; the others ask it.
    #[command(hide = true)]
    Peak(read::PeakArgs),
}

/// What is measured, and where.
#[derive(clap::Args)]
struct Place {
    /// Measure this program; by default the optimised one is built.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Make the repositories in this folder.
    #[arg(long, value_name = "DIR", default_value_os_t = env::temp_dir())]
    dir: PathBuf,
}

/// What is measured, where, and with how much there is.
#[derive(clap::Args)]
struct Subject {
    #[command(flatten)]
    place: Place,
    /// How many sessions the large store has.
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = more_than_one())]
    sessions: usize,
}

pub(crate) fn run(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Hook(args) => hook::run(args),
        Bench::Write(args) => write::run(args),
        Bench::Read(args) => read::run(args),
        Bench::Peak(args) => read::print_peak(args),
    }
}

/// One is the other store.
fn more_than_one() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(2..)
}

impl Place {
    /// The program, and how it is linked.
    fn program(&self) -> Result<(PathBuf, &'static str)> {
        if let Some(program) = &self.program {
            return Ok((path::absolute(program)?, "given"));
        }
        let linking = Linking::choose()?;
        eprintln!("building the optimised program …");
        Ok((program::build(&linking)?, linking.describe()))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(subcommand)]
        bench: Bench,
    }

    fn sessions(words: &[&str]) -> Option<usize> {
        match Line::try_parse_from(words).ok()?.bench {
            Bench::Hook(args) => Some(args.subject.sessions),
            Bench::Write(args) => Some(args.subject.sessions),
            Bench::Read(_) | Bench::Peak(_) => None,
        }
    }

    #[test]
    fn the_large_store_is_as_large_as_one_says() {
        for kind in ["hook", "write"] {
            assert_eq!(sessions(&["bench", kind]), Some(10_000));
            assert_eq!(sessions(&["bench", kind, "--sessions", "100000"]), Some(100_000));
            assert_eq!(sessions(&["bench", kind, "--sessions", "1"]), None);
        }
    }
}
