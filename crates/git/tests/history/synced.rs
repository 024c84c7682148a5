//! What a power cut must not turn round: the objects are on the disk before the reference that leads to them.
#![cfg(target_os = "linux")]

use std::collections::BTreeSet;
use std::process::Command;

use crate::lab::Lab;

#[test]
fn a_round_to_be_watched() {
    let lab = Lab::new();
    lab.record(&[("live/a", Some("1")), ("live/b", Some("1"))]);
    lab.record(&[("live/a", Some("2"))]);
    let many: Vec<_> = (0..300).map(|number| number.to_string()).collect();
    let many: Vec<_> = many.iter().map(|text| (text.as_str(), Some(text.as_str()))).collect();
    lab.record(&many);
}

#[test]
fn the_reference_moves_when_its_objects_are_durable() {
    let calls = "trace=fsync,syncfs,fdatasync,rename,renameat,renameat2,mkdir";
    let this = std::env::current_exe().unwrap();
    let mut strace = Command::new("strace");
    strace.args(["--follow-forks", "--decode-fds=path", "--signal=none", "-e", calls]).arg(this);
    let watched = strace.args(["--exact", "synced::a_round_to_be_watched"]).output();
    let Some(watched) = watched.ok().filter(|output| output.status.success()) else {
        eprintln!("skipped: there is no strace, or it may not watch here");
        return;
    };
    let text = String::from_utf8_lossy(&watched.stderr).into_owned();
    // Files and folders that have changed since they were synced last.
    let mut changed = BTreeSet::new();
    let (mut moved, mut all) = (0, 0);
    for call in text.lines().filter(|call| call.ends_with("= 0")) {
        if call.contains("fsync(") || call.contains("fdatasync(") {
            changed.remove(call.split(['<', '>']).nth(1).unwrap());
            continue;
        }
        if call.contains("syncfs(") {
            changed.clear();
            all += 1;
            continue;
        }
        let path = call.rsplit('"').nth(1).unwrap();
        if !path.contains(".git/git-session") {
            continue;
        }
        if path.ends_with("refs/heads/main") {
            assert_eq!(changed, BTreeSet::new(), "{text}");
            moved += 1;
        } else if path.contains("/objects/") && call.contains("rename") {
            changed.insert(path.to_owned());
        }
        changed.insert(path.rsplit_once('/').unwrap().0.to_owned());
    }
    assert_eq!((moved, all, changed), (3, 1, BTreeSet::new()), "{text}");
}
