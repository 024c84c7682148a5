//! The log of what went wrong in hooks, where something is wrong with it as well.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::bed::{Bed, assert_silent};
use crate::subjects::is_plain;

/// Runs it. `None`: it did not end within a generous time, and was ended with all that it had started.
fn ends_by_itself(mut command: Command) -> Option<Output> {
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let group = format!("-{}", child.id());
    let (sender, receiver) = mpsc::channel();
    let waiter = thread::spawn(move || sender.send(child.wait_with_output().unwrap()));
    let output = receiver.recv_timeout(Duration::from_secs(20)).ok();
    if output.is_none() {
        Command::new("kill").args(["-KILL", "--", &group]).status().unwrap();
    }
    waiter.join().unwrap().ok();
    output
}

#[test]
fn a_log_of_the_hooks_that_cannot_be_written_is_no_reason_to_be_felt() {
    let (bed, id) = Bed::at_work();
    fs::remove_file(bed.live_file(&id)).unwrap();
    fs::write(bed.live_file(&id), "").unwrap();
    fs::create_dir(bed.state().join("hook.log")).unwrap();
    bed.assert_in("none", &bed.commit());
    bed.switch("elsewhere");
}

#[test]
fn a_log_of_the_hooks_that_is_a_pipe_holds_nobody_up() {
    let (bed, id) = Bed::at_work();
    fs::write(bed.live_file(&id), "").unwrap();
    let log = bed.state().join("hook.log");
    assert!(Command::new("mkfifo").arg(&log).status().unwrap().success());
    let ended = ends_by_itself(bed.git(&["commit", "--quiet", "--allow-empty", "--message", "Go on"]));
    assert_silent(&ended.expect("git waits for ever for a hook that writes its log"));
}

#[test]
fn the_log_of_the_hooks_does_not_steer_a_terminal() {
    let (bed, _) = Bed::at_work();
    bed.commit_as("garbage \u{1b}[31m\u{202e}\u{9b}");
    let log = bed.hook_log();
    assert!(log.contains("garbage") && is_plain(log.as_bytes()), "{}", log.escape_debug());
}
