//! A reflog that was shortened or written anew, that has in it what is no line, or that is not there.

use git_session_git::{Cursor, Made, MadeCommit, ReflogError};
use testkit::TestRepo;

use crate::open;
use crate::written::{Written, id, line};

#[test]
fn a_reflog_that_was_expired_is_found_into_again() {
    let mut written = Written::new(20);
    let before = written.end();
    // The oldest lines are gone, and what remains says otherwise where HEAD came from.
    written.lines.drain(..15);
    written.lines[0] = line(0, 16, "commit: x");
    written.write();
    written.check(before, []);
    written.commit([21, 22]);
    written.check(before, [21, 22]);
    // Grown beyond where the cursor was: the bytes before it are another line's.
    written.commit(23..=60);
    written.check(before, 21..=60);
    // The commit that it names is gone as well.
    written.lines.drain(..6);
    written.write();
    written.check(before, [60]);
    written.push(line(60, 3, "reset: moving to 3"));
    written.check(before, []);
    // The last time that HEAD was there counts.
    let before = written.end();
    written.lines.drain(..10);
    written.push(line(60, 61, "commit: x"));
    written.push(line(61, 3, "reset: moving to 3"));
    written.push(line(3, 62, "commit: x"));
    written.check(before, [62]);
}

#[test]
fn a_cursor_that_fits_by_chance_is_not_taken() {
    let mut written = Written::new(3);
    let cursor = |offset: usize, number: usize| format!("{offset} {}", id(number)).parse::<Cursor>().ok();
    let length = written.lines[0].len();
    written.check(cursor(length, 1), [2, 3]);
    for (offset, number) in [(length, 7), (length - 1, 7), (0, 7), (usize::MAX, 7), (3 * length + 1, 7)] {
        written.check(cursor(offset, number), [3]);
    }
    // By its commit it is found.
    written.check(cursor(length - 1, 1), [2, 3]);
    written.commit(4..=2000);
    written.check(cursor(0, 1), [2000]);
}

#[test]
fn what_is_no_line_is_passed_over() {
    for trouble in [
        b"\n".to_vec(),
        b"garbage\n".to_vec(),
        line(1, 2, "commit: x")[..60].to_vec(),
        [&[0; 9000], b"\n".as_slice()].concat(),
        [b"G", &line(1, 2, "commit: x")[1..]].concat(),
        [id(1).repeat(2).as_bytes(), &line(1, 2, "commit: x")].concat(),
    ] {
        let mut written = Written::new(1);
        let before = written.end();
        written.push(trouble.clone());
        written.push(b"\n");
        written.check(before, []);
        written.commit([3, 4]);
        written.check(before, [3, 4]);
    }
    // So much of it that there is no way around.
    let mut written = Written::new(1);
    let before = written.end();
    written.push("x\n".repeat(1 << 20));
    assert_eq!(written.made_since(before), Made::default());
    written.commit([3]);
    written.check(before, [3]);
}

#[test]
fn without_a_reflog_head_is_the_answer() {
    let made = |kit: &TestRepo, dir: &str| {
        let repo = open(&kit.root().join(dir));
        assert_eq!(repo.reflog_end().unwrap(), None);
        repo.commits_made_since(None).unwrap()
    };
    let kit = TestRepo::new();
    assert_eq!(made(&kit, "repo"), Made::default(), "nothing is committed yet");
    kit.git(&["config", "core.logAllRefUpdates", "false"]);
    let first = kit.commit("first");
    let commit = MadeCommit { sha: first, before: None, by_rebase: false, by_replay: false, joins: true };
    let only = Made { commits: vec![commit], cursor: None, more: false };
    assert_eq!(made(&kit, "repo"), only);
    kit.git_in(kit.root(), &["clone", "--quiet", "--bare", "repo", "bare"]);
    assert_eq!(made(&kit, "bare"), only);
    kit.git_in(kit.root(), &["clone", "--quiet", "repo", "clone"]);
    kit.git_in(&kit.root().join("clone"), &["reflog", "expire", "--expire=now", "--all"]);
    assert_eq!(made(&kit, "clone"), only);
}

#[test]
fn a_reflog_that_cannot_be_read_is_named() {
    let kit = TestRepo::new();
    let path = kit.path().join(".git/logs/HEAD");
    std::fs::create_dir_all(&path).unwrap();
    let repo = open(kit.path());
    let error = repo.commits_made_since(None).unwrap_err();
    assert!(matches!(&error, ReflogError::Unreadable { path: named, .. } if *named == path));
    assert_eq!(error.to_string(), format!("the reflog {} cannot be read", path.display()));
}
