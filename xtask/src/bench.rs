//! `cargo xtask bench`: what the program costs, as Markdown tables for `docs/performance.md`.

mod hook;
mod lab;
mod machine;
mod measure;
mod reference;
mod sessions;
mod write;

use std::env;
use std::path::{self, PathBuf};

use anyhow::Result;

use crate::program::{self, Linking};

#[derive(clap::Subcommand)]
pub(crate) enum Bench {
    /// What our hook adds to `git commit`.
    Hook(hook::HookArgs),
    /// How many events several writers get into one session, a process for each event.
    Write(write::WriteArgs),
}

/// What is measured, and where.
#[derive(clap::Args)]
struct Subject {
    /// Measure this program; by default the optimised one is built.
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Make the repositories in this folder.
    #[arg(long, value_name = "DIR", default_value_os_t = env::temp_dir())]
    dir: PathBuf,
}

pub(crate) fn run(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Hook(args) => hook::run(args),
        Bench::Write(args) => write::run(args),
    }
}

impl Subject {
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
