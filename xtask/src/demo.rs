//! `cargo xtask demo DIR`: a repository with months of sessions in it, to look at and to take pictures of.
//!
//! It is a clone of this one, its commits spread over the weeks until now, made by people and agents that there are not. What
//! comes out is the same for the same arguments and the same day.

mod history;
mod plan;
mod story;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Utc};
use core_model::Session;
use store::{Clock, Deadline, Store};

use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct DemoArgs {
    /// Where the repository is made; nothing may be there.
    dir: PathBuf,
    /// About how many sessions.
    #[arg(long, default_value_t = 300)]
    sessions: usize,
    /// Over how many weeks.
    #[arg(long, default_value_t = 14)]
    weeks: u32,
}

pub(crate) fn run(args: &DemoArgs) -> Result<()> {
    if args.dir.exists() {
        bail!("{} is there already", args.dir.display());
    }
    make(&args.dir, args.sessions, args.weeks)?;
    println!("{}", args.dir.display());
    Ok(())
}

/// Makes such a repository.
pub(crate) fn make(dir: &Path, sessions: usize, weeks: u32) -> Result<()> {
    let now = DateTime::<Utc>::from(SystemTime::now());
    let plans = plan::plan(sessions, weeks, now);
    let mut moments: Vec<DateTime<Utc>> =
        plans.iter().flat_map(|plan| plan.commits.iter().copied()).collect();
    moments.sort();
    let commits = history::spread(dir, &moments)?;
    let told = story::tell(&plans, &moments, &commits, now)?;
    keep(dir, &told)
}

fn keep(dir: &Path, sessions: &[Session]) -> Result<()> {
    let clock = Clock::new(|| DateTime::<Utc>::from(SystemTime::now()));
    let folder = dir.join(store::FOLDER);
    let store = Store::open_or_make(&folder, clock, Deadline(Duration::from_secs(10)))?;
    for session in sessions {
        store.adopt(session).with_context(|| format!("session {}", session.id()))?;
    }
    Ok(())
}

fn git(dir: &Path) -> std::process::Command {
    let mut git = std::process::Command::new("git");
    git.current_dir(dir).env("GIT_CONFIG_NOSYSTEM", "1");
    git
}

fn read_git(dir: &Path, arguments: &[&str]) -> Result<String> {
    workspace::read(git(dir).args(arguments))
}
