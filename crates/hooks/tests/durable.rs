//! What a power cut must not turn round: each change is on the disk before the next one is begun.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod site;

use std::path::Path;
use std::process::Command;

use git_session_hooks::Event;
use site::{BOTH, Site};

#[test]
fn a_round_to_be_watched() {
    let mut site = Site::new();
    site.forms = BOTH;
    site.theirs(Event::PostCheckout, "#!/bin/sh\necho theirs\n");
    site.install();
    site.uninstall();
}

/// The calls that change which files are there; of those in our folders, only what is not temporary.
#[test]
fn every_change_is_synced_before_the_next() {
    let calls = "trace=fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat";
    let this = std::env::current_exe().unwrap();
    let mut strace = Command::new("strace");
    strace.args(["--follow-forks", "--decode-fds=path", "--signal=none", "-e", calls]).arg(this);
    let watched = strace.args(["--exact", "a_round_to_be_watched"]).output();
    let Some(watched) = watched.ok().filter(|output| output.status.success()) else {
        eprintln!("skipped: there is no strace, or it may not watch here");
        return;
    };
    let text = String::from_utf8_lossy(&watched.stderr).into_owned();
    let (mut changes, mut not_synced) = (0, None);
    // git has made the repository before.
    let calls = text.lines().skip_while(|call| !call.contains("/git-session/"));
    for call in calls.filter(|call| call.ends_with("= 0")) {
        if let Some((_, synced)) = call.split_once("fsync(") {
            let path = synced.split(['<', '>']).nth(1).unwrap();
            not_synced.take_if(|folder| folder == path);
            continue;
        }
        // The last path is the one that is there afterwards, or is there no more.
        let path = call.rsplit('"').nth(1).unwrap();
        let is_ours = [".git/hooks/", ".git/git-session/", ".git/config"].iter().any(|it| path.contains(it));
        if !is_ours || path.contains("/.git-session-") || path.ends_with(".lock") {
            continue;
        }
        assert_eq!(not_synced, None, "before {call}\n{text}");
        not_synced = Path::new(path).parent().map(|folder| folder.to_str().unwrap().to_owned());
        changes += 1;
    }
    assert_eq!(not_synced, None, "{text}");
    // The receipt, the entries, five hooks, and the same again.
    assert!(changes >= 14, "{changes}\n{text}");
}
