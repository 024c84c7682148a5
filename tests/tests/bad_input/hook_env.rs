//! Hooks that come into surroundings in which much is missing, and end at a moment that nobody chose.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use locking::Stripes;
use testkit::{Git, Run};

use crate::bed::{Bed, assert_silent, everything_below, files_below, skipped};
use crate::others::{NOBODY, as_somebody_else};

/// Whatever is set by whoever commits: a service, a GUI, `env -i`.
#[test]
fn a_hook_needs_nothing_from_the_environment() {
    for git in Git::all() {
        for kept in
            [&[][..], &[("PATH", "/nowhere")], &[("PATH", "")], &[("HOME", "/nowhere"), ("PATH", "/bin")]]
        {
            let (mut bed, id) = Bed::at_work();
            bed.repo.use_git(&git);
            let mut commit = Command::new(&git.path);
            commit.current_dir(bed.repo.path()).env_clear().envs(kept.iter().copied());
            commit.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]);
            commit.args(["commit", "--quiet", "--allow-empty", "--message", "From nowhere"]);
            assert_silent(&commit.output().unwrap());
            let head = bed.repo.git(&["rev-parse", "HEAD"]);
            assert_eq!(bed.times_written(&head), 1, "{git:?} {kept:?}: {}", bed.hook_log());
            assert!(fs::read_to_string(bed.live_file(&id)).unwrap().contains(&head), "{git:?} {kept:?}");
            assert_eq!(bed.hook_log(), "", "{git:?} {kept:?}");
        }
    }
}

/// Ctrl-C reaches git and its hook, also while the hook waits for a lock.
#[test]
fn a_hook_that_is_interrupted_leaves_its_commit_to_the_next_one() {
    for signal in ["INT", "TERM", "HUP", "KILL"] {
        if signal == "HUP" && is_hang_up_ignored() {
            // As `nohup` does it: then git outlives its hook, and says that it was killed.
            continue;
        }
        let (bed, id) = Bed::at_work();
        let held = Stripes::new(bed.store().join("locks")).lock(&id, Duration::from_secs(30)).unwrap();
        let mut git = bed.git(&["commit", "--quiet", "--allow-empty", "--message", signal]);
        git.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = git.spawn().unwrap();
        let began = Instant::now();
        // It notes where the commit goes, and then waits for the lock.
        let ledger = bed.state().join("recorded");
        while !fs::read_to_string(&ledger).is_ok_and(|text| text.contains(&format!("{id} worktree"))) {
            assert!(began.elapsed() < Duration::from_secs(30), "{signal}: {}", bed.hook_log());
            thread::park_timeout(Duration::from_millis(1));
        }
        let group = format!("-{}", child.id());
        drop(Command::new("kill").args(["-s", signal, "--", &group]).output().unwrap());
        let run = Run::new(&child.wait_with_output().unwrap());
        assert!(began.elapsed() < Duration::from_secs(15), "{signal}: somebody held the pipe");
        assert_eq!((run.stdout, run.stderr), (String::new(), String::new()), "{signal}");
        let locks = files_below(&bed.repo.path().join(".git"));
        assert!(!locks.iter().any(|path| is_a_lock_of_gits(path)), "{signal}: {locks:?}");
        drop(held);
        let left = bed.repo.git(&["rev-parse", "HEAD"]);
        let next = bed.commit();
        bed.assert_once_in(&id, &left);
        bed.assert_once_in(&id, &next);
    }
}

fn is_hang_up_ignored() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

fn is_a_lock_of_gits(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "lock")
        && !path.components().any(|it| it.as_os_str() == "git-session")
}

/// `sudo git commit`: what root wrote would be in its owner's way.
#[test]
fn root_leaves_nothing_of_its_own_in_a_repository_of_somebody_else() {
    let Some(bed) = as_somebody_else() else { return skipped("running as somebody else failed") };
    if fs::metadata(bed.repo.path()).unwrap().uid() != NOBODY {
        return skipped("being root takes root");
    }
    let id = bed.ok(&["start", "Work"]);
    let mut git = bed.repo.command(bed.repo.path());
    git.args(["-c", "safe.directory=*", "commit", "--quiet", "--allow-empty", "--message", "As root"]);
    assert_silent(&git.output().unwrap());
    let ours = [bed.store(), bed.state()].into_iter().flat_map(|folder| everything_below(&folder));
    let of_root: Vec<_> = ours.filter(|path| fs::symlink_metadata(path).unwrap().uid() == 0).collect();
    assert!(of_root.is_empty(), "{of_root:?}");
    // What git itself wrote is given back, as its owner would.
    everything_below(bed.repo.path()).iter().for_each(|it| lchown(it, Some(NOBODY), Some(NOBODY)).unwrap());
    let head = || String::from_utf8(bed.git(&["rev-parse", "HEAD"]).output().unwrap().stdout).unwrap();
    let as_root = head().trim_end().to_owned();
    let next = bed.commit();
    bed.assert_once_in(&id, &as_root);
    bed.assert_once_in(&id, &next);
}
