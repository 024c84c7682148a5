//! A rebase of many commits: git alone, and with our hooks, which run for each of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use comfy_table::{Table, presets};

use super::lab::{Lab, RepoSize};
use super::measure::{Sample, measure, median, milliseconds};
use super::sessions::{self, LiveSession};
use crate::workspace;

#[derive(clap::Args)]
pub(super) struct RebaseArgs {
    /// Rebases of each kind that are counted; 0 leaves them out.
    #[arg(long, value_name = "N", default_value_t = 7)]
    rebases: usize,
    /// How many commits are rebased.
    #[arg(long, value_name = "N", default_value_t = 100)]
    rebase_commits: usize,
    /// How many sessions the large store has.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = super::more_than_one())]
    rebase_sessions: usize,
}

/// Rebases of each kind that are not counted.
const WARM_UP: usize = 1;

/// git's two ways: by merging each commit, and by applying each as a patch.
const BACKENDS: [&str; 2] = ["--merge", "--apply"];

struct Place {
    hooks: String,
    repo: PathBuf,
    /// Where our commits must turn up.
    session: Option<LiveSession>,
}

struct Case {
    place: usize,
    backend: &'static str,
    samples: Vec<Sample>,
}

/// A table, or nothing where it is left out.
pub(super) fn run(lab: &Lab, args: &RebaseArgs) -> Result<Option<String>> {
    if args.rebases == 0 {
        return Ok(None);
    }
    let places = places(lab, args)?;
    let mut cases = Vec::new();
    for backend in BACKENDS {
        cases.extend((0..places.len()).map(|place| Case { place, backend, samples: Vec::new() }));
    }
    nix::unistd::sync();
    eprintln!("measuring {} kinds of rebases, {} each …", cases.len(), args.rebases);
    let mut number = 0;
    for round in 0..WARM_UP + args.rebases {
        fastrand::shuffle(&mut cases);
        for case in &mut cases {
            number += 1;
            let sample = rebase(lab, &places[case.place].repo, case.backend, number)?;
            if round >= WARM_UP {
                case.samples.push(sample);
            }
        }
    }
    let made = (WARM_UP + args.rebases) * BACKENDS.len() * args.rebase_commits;
    places.iter().try_for_each(|place| check_recorded(place, made))?;
    cases.sort_by_key(|case| (case.backend == BACKENDS[1], case.place));
    Ok(Some(render(&places, &cases, args).to_string()))
}

fn places(lab: &Lab, args: &RebaseArgs) -> Result<Vec<Place>> {
    const ENTRIES: usize = 10;
    let repo = repository(lab, "rebase-0-bare", args.rebase_commits)?;
    let mut places = vec![Place { hooks: "no hook".to_owned(), repo, session: None }];
    for (number, sessions) in (1..).zip([1, args.rebase_sessions]) {
        let kind = sessions::describe(sessions);
        eprintln!("preparing: a rebase with ours, {kind} …");
        let repo = repository(lab, &format!("rebase-{number}-ours"), args.rebase_commits)?;
        let session = sessions::prepare(lab, &repo, sessions, ENTRIES)?;
        let form = sessions::install_hooks(lab, &repo)?;
        places.push(Place { hooks: format!("ours ({form}), {kind}"), repo, session: Some(session) });
    }
    Ok(places)
}

/// `work` has many commits beside the one that `main` has.
fn repository(lab: &Lab, name: &str, commits: usize) -> Result<PathBuf> {
    let repo = lab.repository(name, RepoSize::Small)?;
    let git = |arguments: &[&str]| workspace::read(&mut lab.git(&repo, arguments)).map(drop);
    git(&["switch", "--quiet", "-c", "work"])?;
    for number in 0..commits {
        let file = format!("work-{number}.txt");
        fs::write(repo.join(&file), format!("{number}\n"))?;
        git(&["add", &file])?;
        git(&["commit", "--quiet", "--message", &format!("Work, part {number}")])?;
    }
    git(&["tag", "before", "work"])?;
    git(&["switch", "--quiet", "main"])?;
    git(&["commit", "--quiet", "--allow-empty", "--message", "Meanwhile"])?;
    Ok(repo)
}

/// Rebases, and puts the branch back for the next time. What is made is new each time: it is committed at another second.
fn rebase(lab: &Lab, repo: &Path, backend: &str, number: usize) -> Result<Sample> {
    let mut git = lab.git(repo, &["rebase", "--quiet", backend, "main", "work"]);
    let sample = measure(git.env("GIT_COMMITTER_DATE", format!("{} +0000", 1_700_000_000 + number)))?;
    for arguments in [&["switch", "--quiet", "main"][..], &["branch", "--force", "work", "before"]] {
        let mut git: Command = lab.git(repo, arguments);
        workspace::read(git.env("GIT_SESSION_HOOKS", "0"))?;
    }
    Ok(sample)
}

fn check_recorded(place: &Place, made: usize) -> Result<()> {
    let Some(session) = &place.session else { return Ok(()) };
    let text = fs::read_to_string(&session.file).with_context(|| session.file.display().to_string())?;
    let recorded = text.lines().filter(|line| line.trim_end() == "[[commit]]").count();
    if recorded != made {
        let log = fs::read_to_string(place.repo.join(".git/git-session/hook.log")).unwrap_or_default();
        bail!("{}: {recorded} of {made} rebased commits are in session {}\n{log}", place.hooks, session.id);
    }
    Ok(())
}

/// For each backend, the rows are compared with git alone.
fn render(places: &[Place], cases: &[Case], args: &RebaseArgs) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN);
    let rebase = format!("rebase of {}", args.rebase_commits);
    table.set_header([&rebase, "hooks", "wall ms", "ratio", "processor ms", "ratio", "added ms a commit"]);
    for backend in cases.chunk_by(|a, b| a.backend == b.backend) {
        let medians = |case: &Case| {
            let of = |time: fn(&Sample) -> std::time::Duration| {
                median(case.samples.iter().map(|sample| milliseconds(time(sample))))
            };
            [of(|sample| sample.wall), of(|sample| sample.processor)]
        };
        let [bare_wall, bare] = backend.first().map_or([f64::NAN; 2], medians);
        for case in backend {
            let [wall, processor] = medians(case);
            #[allow(clippy::cast_precision_loss, reason = "a number of commits")]
            let added = (processor - bare) / args.rebase_commits as f64;
            table.add_row([
                format!("`{}`", case.backend),
                places[case.place].hooks.clone(),
                format!("{wall:.1}"),
                format!("{:.2}", wall / bare_wall),
                format!("{processor:.1}"),
                format!("{:.2}", processor / bare),
                format!("{added:+.2}"),
            ]);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rebase_that_is_not_recorded_is_no_result() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("session.toml");
        fs::write(&file, "[[commit]]\nsha = \"1\"\n".repeat(3)).unwrap();
        let session = Some(LiveSession { id: "20260101-0000000000".to_owned(), file });
        let place = Place { hooks: "ours".to_owned(), repo: dir.path().to_owned(), session };
        assert!(check_recorded(&place, 3).is_ok());
        let error = check_recorded(&place, 4).unwrap_err().to_string();
        assert!(error.starts_with("ours: 3 of 4 rebased commits are in session"), "{error}");
    }
}
