//! Many who record at once, and some who are killed while they do.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use git_session_git::{History, HistoryError, LockError};

use crate::lab::{LONG, Lab, at, changes};

const CHILD: &str = "HISTORY_TEST_CHILD";

/// The child of this name packs the history at its end.
pub(crate) const PACKS: &str = "packs";

/// This program once more: it records `count` files of its own, one after the other, and prints each commit.
pub(crate) fn child(state_dir: &Path, name: &str, count: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "at_once::a_child_records", "--nocapture"]);
    command.env(CHILD, format!("{}\n{name}\n{count}", state_dir.display())).stdout(Stdio::piped());
    command
}

/// Does nothing but in a child.
#[test]
#[allow(clippy::disallowed_methods, reason = "the parent, a test, says what is to be done")]
fn a_child_records() {
    let Ok(task) = std::env::var(CHILD) else { return };
    let [state_dir, name, count] = task.split('\n').collect::<Vec<_>>()[..] else { panic!("{task}") };
    record_many(Path::new(state_dir), name, count.parse().unwrap());
}

#[allow(clippy::print_stdout, reason = "the parent reads it")]
fn record_many(state_dir: &Path, name: &str, count: usize) {
    let history = History::at(state_dir);
    for number in 0..count {
        let path = format!("live/{name}-{number}.toml");
        let changes = changes(&[(&path, Some(&path)), ("shared", Some(&path))]);
        let tip = history.record(&changes, &path, at(0), LONG).unwrap().unwrap();
        println!("\nrecorded {tip}");
    }
    if name == PACKS {
        history.pack(LONG).unwrap();
    }
}

/// Every file is in the last snapshot, each was recorded once, and each commit has the one before as its parent.
#[track_caller]
fn assert_all_are_there(lab: &Lab, writers: usize, each: usize) {
    let live = lab.files().into_iter().filter(|(path, text)| path.starts_with("live/") && path == text);
    assert_eq!(live.count(), writers * each);
    let mut messages: Vec<_> =
        lab.history.log(usize::MAX).unwrap().into_iter().map(|one| one.message).collect();
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), writers * each);
    assert_eq!(lab.git(&["rev-list", "--count", "HEAD"]), messages.len().to_string());
    assert_eq!(lab.git(&["rev-list", "--count", "--min-parents=2", "HEAD"]), "0");
    lab.fsck();
}

#[test]
fn eight_threads_lose_nothing() {
    let lab = Lab::new();
    std::thread::scope(|scope| {
        for name in 0..8 {
            let state_dir = &lab.state_dir;
            scope.spawn(move || record_many(state_dir, &name.to_string(), 5));
        }
    });
    assert_all_are_there(&lab, 8, 5);
}

#[test]
fn eight_processes_lose_nothing() {
    let lab = Lab::new();
    let children: Vec<_> =
        (0..8).map(|name| child(&lab.state_dir, &name.to_string(), 5).spawn().unwrap()).collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_all_are_there(&lab, 8, 5);
}

#[test]
fn a_kill_loses_nothing_that_was_answered() {
    let lab = Lab::new();
    let mut answered = Vec::new();
    for round in 0..24 {
        let mut child = child(&lab.state_dir, &round.to_string(), usize::MAX).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let tips = lines.filter_map(|line| line.strip_prefix("recorded ").map(str::to_owned));
        answered.extend(tips.take(round % 5 + 1));
        child.kill().unwrap();
        child.wait().unwrap();
        lab.history.check().unwrap();
        let logged: Vec<_> = lab.history.log(usize::MAX).unwrap().into_iter().map(|one| one.id).collect();
        assert!(answered.iter().all(|tip| logged.contains(tip)), "round {round}");
    }
    lab.record(&[("after", Some("all"))]);
    lab.fsck();
}

#[test]
fn waiting_has_an_end() {
    let lab = Lab::new();
    lab.record(&[("a", Some("1"))]);
    let _held = locking::lock_file("it", &lab.state_dir.join("history.lock"), LONG).unwrap();
    let soon = Duration::from_millis(20);
    for refused in [
        lab.history.record(&changes(&[("a", Some("2"))]), "", at(0), soon).map(drop),
        lab.history.forget_all(soon),
        lab.history.put_damaged_aside(soon).map(drop),
    ] {
        assert!(matches!(refused, Err(HistoryError::Lock(LockError::Timeout { .. }))), "{refused:?}");
    }
    assert_eq!(lab.files().len(), 1, "readers wait for nobody");
}
