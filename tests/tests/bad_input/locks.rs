//! Locks that another process holds for ever.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use locking::{Held, Stripes, lock_file};
use testkit::Run;

use crate::bed::{Bed, HOOKS};
use crate::seen::seen;

/// Holds the lock of this name until it is dropped.
fn hold(bed: &Bed, name: &str) -> Held {
    Stripes::new(bed.store().join("locks")).lock(name, Duration::from_secs(30)).unwrap()
}

/// A repository with an active session, whose commands give up soon.
fn at_work() -> (Bed, String) {
    let (bed, id) = Bed::at_work();
    fs::write(bed.store().join("config.toml"), "lock_timeout = \"40ms\"\n").unwrap();
    (bed, id)
}

#[test]
fn a_session_whose_lock_is_held_is_not_written_and_can_be_read() {
    let (bed, id) = at_work();
    let before = fs::read(bed.live_file(&id)).unwrap();
    let held = hold(&bed, &id);
    let stripe = Stripes::new(bed.store().join("locks")).path_of(&id);
    let stripe = stripe.file_name().unwrap().to_str().unwrap().to_owned();
    let seen = bed.seen(&["event", "x"]).replace(&format!("locks/{stripe}"), "locks/STRIPE");
    insta::assert_snapshot!(seen, @"
    exit 4
    ---
    error: the lock on ID1 was not free within 40 ms

    hint: another process holds it; see which: fuser /repo/.sessions/locks/LOCK, then try again
    ");
    // It was written to just now, so there is nothing to add.
    bed.ok(&["heartbeat"]);
    bed.pass_a_minute(&id);
    for arguments in [
        vec!["decide", "x", "--because", "y"],
        vec!["heartbeat"],
        vec!["park", "--reason", "Lunch"],
        vec!["complete", "Done"],
    ] {
        assert_eq!(bed.run(&arguments).code, Some(4), "{arguments:?}");
    }
    for arguments in [vec!["status"], vec!["log"], vec!["show"], vec!["show", "--json"]] {
        assert_eq!(bed.run(&arguments).code, Some(0), "{arguments:?}");
    }
    assert_eq!(fs::read(bed.live_file(&id)).unwrap(), before);
    drop(held);
    bed.ok(&["event", "x"]);
}

#[test]
fn a_worktree_whose_lock_is_held_begins_no_session() {
    let (bed, _) = at_work();
    let held = hold(&bed, "worktree main");
    insta::assert_snapshot!(bed.seen(&["start", "Another"]), @"
    exit 4
    ---
    error: the lock on worktree main was not free within 40 ms

    hint: another process holds it; see which: fuser /repo/.sessions/locks/LOCK, then try again
    ");
    assert_eq!(bed.ok(&["log"]).lines().count(), 1);
    drop(held);
    assert_eq!(bed.run(&["start", "Another"]).code, Some(0));
}

#[test]
fn hooks_whose_lock_is_held_are_not_put_in_and_not_taken_out() {
    let (bed, _) = at_work();
    let hooks = bed.repo.path().join(".git/hooks");
    let before = contents(&hooks);
    let held = lock_file("hooks", &bed.state().join("lock"), Duration::from_secs(30)).unwrap();
    // Each waits for as long as it does, so both at once.
    let [install, uninstall] = ["install", "uninstall"].map(|command| {
        bed.command(&[command]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    });
    let install = seen(&Run::new(&install.wait_with_output().unwrap()), &bed.repo);
    let uninstall = seen(&Run::new(&uninstall.wait_with_output().unwrap()), &bed.repo);
    insta::assert_snapshot!(install, @"
    exit 4
    ---
    error: the lock on the hooks was not free within 5000 ms

    hint: another process holds it; see which: fuser /repo/.git/git-session/lock, then try again
    ");
    assert_eq!(uninstall, install);
    assert_eq!(contents(&hooks), before);
    drop(held);
    insta::assert_snapshot!(bed.seen(&["uninstall"]), @"
    exit 0
    hook | post-commit | removed |  | /repo/.git/hooks/post-commit
    hook | post-merge | removed |  | /repo/.git/hooks/post-merge
    hook | post-applypatch | removed |  | /repo/.git/hooks/post-applypatch
    hook | post-rewrite | removed |  | /repo/.git/hooks/post-rewrite
    hook | post-checkout | removed |  | /repo/.git/hooks/post-checkout
    ");
    assert_eq!(contents(&hooks), []);
}

/// Our hooks in the folder, as they are.
fn contents(hooks: &Path) -> Vec<(&'static str, Vec<u8>)> {
    let read = |hook| Some((hook, fs::read(hooks.join(hook)).ok()?));
    HOOKS.into_iter().filter_map(read).collect()
}

#[test]
fn hooks_are_taken_out_whatever_is_locked_in_the_store() {
    let (bed, _) = at_work();
    let locks = bed.store().join("locks");
    let lock =
        |number| lock_file("any", &locks.join(format!("{number:02x}")), Duration::from_secs(30)).unwrap();
    let _held: Vec<Held> = (0..64).map(lock).collect();
    insta::assert_snapshot!(bed.seen(&["uninstall"]), @"
    exit 0
    hook | post-commit | removed |  | /repo/.git/hooks/post-commit
    hook | post-merge | removed |  | /repo/.git/hooks/post-merge
    hook | post-applypatch | removed |  | /repo/.git/hooks/post-applypatch
    hook | post-rewrite | removed |  | /repo/.git/hooks/post-rewrite
    hook | post-checkout | removed |  | /repo/.git/hooks/post-checkout
    ");
    assert_eq!(contents(&bed.repo.path().join(".git/hooks")), []);
}

#[test]
fn a_commit_whose_sessions_lock_is_held_does_not_wait_and_the_next_hook_records_it() {
    let (bed, id) = at_work();
    let held = hold(&bed, &id);
    let before = Instant::now();
    let commit = bed.commit();
    bed.switch("elsewhere");
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
    bed.assert_in("lost", &commit);
    assert_eq!(bed.times_written(&commit), 0);
    insta::assert_snapshot!(bed.hook_log(), @"
    TIME post-commit: commit COMMIT1 is left to the next hook: the lock on ID1 was not free within 100 ms
    TIME post-checkout: the lock on ID1 was not free within 100 ms
    ");

    drop(held);
    let next = bed.commit();
    bed.assert_once_in(&id, &commit);
    bed.assert_once_in(&id, &next);
    bed.assert_once_in(&id, &bed.commit());
    bed.assert_once_in(&id, &commit);
    assert_eq!(bed.hook_log().lines().count(), 2, "{}", bed.hook_log());
}

#[test]
fn a_commit_that_was_left_goes_to_the_session_that_was_named_for_it() {
    let (bed, one) = at_work();
    assert_eq!(bed.run(&["start", "Another"]).code, Some(0));
    let log = bed.ok(&["log"]);
    let other = log.lines().filter_map(|line| line.split('\t').nth(1)).find(|id| *id != one).unwrap();
    let held = hold(&bed, &one);
    let commit = bed.commit_as(&one);
    bed.assert_in("lost", &commit);
    assert_eq!(bed.times_written(&commit), 0);
    drop(held);
    let next = bed.commit_as(other);
    bed.assert_once_in(&one, &commit);
    bed.assert_once_in(other, &next);
}

#[test]
fn several_commits_that_were_left_are_each_recorded_once() {
    let (bed, id) = at_work();
    let held = hold(&bed, &id);
    let left = [bed.commit(), bed.commit(), bed.commit()];
    for commit in &left {
        assert_eq!(bed.times_written(commit), 0);
    }
    drop(held);
    let next = bed.commit();
    for commit in left.iter().chain([&next]) {
        bed.assert_once_in(&id, commit);
    }
}

#[test]
fn a_commit_of_no_session_waits_for_no_lock_and_the_next_hook_records_it() {
    let (bed, _) = at_work();
    assert_eq!(bed.run(&["start", "Another"]).code, Some(0));
    let held = hold(&bed, "unassigned");
    let before = Instant::now();
    let commit = bed.commit();
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
    bed.assert_in("lost", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"
    TIME post-commit: commit COMMIT1 goes to no session: 2 sessions are at work here: SHORT1, SHORT2
    TIME post-commit: commit COMMIT1 is left to the next hook: the lock on unassigned was not free within 100 ms
    ");
    drop(held);
    let next = bed.commit();
    bed.assert_once_in("none", &commit);
    bed.assert_once_in("none", &next);
}

#[test]
fn a_commit_waits_for_none_of_several_locks_that_are_held() {
    let bed = Bed::new();
    let held = [hold(&bed, "worktree main"), hold(&bed, "unassigned")];
    let before = Instant::now();
    let commit = bed.commit();
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
    bed.assert_in("lost", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 is left to the next hook: the lock on worktree main was not free within 100 ms");

    drop(held);
    let next = bed.commit();
    let session = bed.session_of(&next);
    assert!(!["lost", "none"].contains(&session.as_str()), "it does not go on: {session}");
    bed.assert_once_in(&session, &commit);
    bed.assert_once_in(&session, &next);
}

#[test]
fn lock_files_that_are_no_files_are_told() {
    let (bed, id) = at_work();
    let stripe = Stripes::new(bed.store().join("locks")).path_of(&id);
    let _ = fs::remove_file(&stripe);
    fs::create_dir(&stripe).unwrap();
    let name = stripe.file_name().unwrap().to_str().unwrap().to_owned();
    let seen = bed.seen(&["event", "x"]).replace(&format!("locks/{name}"), "locks/STRIPE");
    insta::assert_snapshot!(seen, @"
    exit 5
    ---
    error: cannot lock /repo/.sessions/locks/LOCK
      because: Is a directory (os error 21)
    ");
    let commit = bed.commit();
    bed.assert_in("lost", &commit);
    insta::assert_snapshot!(bed.hook_log(), @"TIME post-commit: commit COMMIT1 is left to the next hook: cannot lock /repo/.sessions/locks/LOCK: Is a directory (os error 21)");
    fs::remove_dir(&stripe).unwrap();
    bed.assert_once_in(&id, &bed.commit());
    bed.assert_once_in(&id, &commit);
}

#[test]
fn a_lock_file_that_is_a_link_is_not_followed_out_of_the_store() {
    let (bed, id) = at_work();
    let stripe = Stripes::new(bed.store().join("locks")).path_of(&id);
    let elsewhere = bed.repo.root().join("elsewhere");
    let _ = fs::remove_file(&stripe);
    std::os::unix::fs::symlink(&elsewhere, &stripe).unwrap();
    let run = bed.run(&["event", "x"]);
    assert!(!elsewhere.exists(), "a file was made outside of the store, exit code {:?}", run.code);
}
