//! What was added since the last time.

use git_session_git::Made;

use crate::shas;
use crate::written::{Written, ids, line};

#[test]
fn a_line_that_is_not_finished_does_not_count_yet() {
    let mut written = Written::new(2);
    let before = written.end();
    let next = line(2, 3, "commit: x");
    for length in 0..next.len() {
        written.lines.truncate(2);
        written.push(&next[..length]);
        written.check(before, []);
        written.check(None, [2]);
        assert_eq!(written.end(), before);
    }
    written.lines.truncate(2);
    written.push(next);
    written.check(before, [3]);
    written.check(None, [3]);
}

#[test]
fn a_commit_is_told_once_however_often_head_came_to_it() {
    let mut written = Written::new(1);
    let before = written.end();
    written.push(line(1, 2, "rebase (pick): x"));
    written.push(line(2, 3, "commit: x"));
    written.push(line(3, 2, "cherry-pick: x"));
    written.push(line(2, 4, "checkout: moving from x to y"));
    written.push(line(4, 4, "commit (amend): x"));
    written.push(line(4, 0, "tool: x"));
    written.check(before, [2, 3]);
}

#[test]
fn what_stands_in_a_message_does_not_matter() {
    let mut written = Written::new(1);
    let before = written.end();
    let forged =
        format!("commit: \u{1b}[2J\r{}", String::from_utf8(line(8, 9, "commit: y")).unwrap().trim_end());
    written.push(line(1, 2, forged));
    written.push(line(2, 3, b"commit: caf\xe9 \0\xff\t> tab"));
    written.check(before, [2, 3]);
}

#[test]
fn a_long_way_is_gone_in_steps() {
    let mut written = Written::new(1);
    let before = written.end();
    written.commit(2..=1000);
    let (mut cursor, mut commits, mut steps) = (before, Vec::new(), 0);
    loop {
        let made = written.made_since(cursor);
        assert!(made.commits.len() <= 64 && cursor != made.cursor);
        commits.extend(shas(&made));
        cursor = made.cursor;
        steps += 1;
        if !made.more {
            break;
        }
    }
    assert_eq!((commits, cursor, steps), (ids(2..=1000), written.end(), 16));

    // Few commits among many other lines.
    let before = written.end();
    for _ in 0..1000 {
        written.lines.push(line(1000, 7, "checkout: moving from x to y"));
    }
    written.commit([1001]);
    let made = written.made_since(before);
    assert!(made.commits.is_empty() && made.more);
    written.check(written.made_since(made.cursor).cursor, [1001]);
}

#[test]
fn a_line_may_be_longer_than_what_is_read_at_once() {
    for length in [5_000, 70_000, 1_000_000] {
        let mut written = Written::new(1);
        let before = written.end();
        written.push(line(1, 2, format!("commit: {}", "x".repeat(length))));
        written.check(before, [2]);
        written.check(None, [2]);
        let after = written.end();
        written.commit([3]);
        written.check(after, [3]);
        written.check(before, [2, 3]);
    }
    // Beyond that, it is passed over.
    let mut written = Written::new(1);
    let before = written.end();
    written.push(line(1, 2, format!("commit: {}", "x".repeat(2 << 20))));
    assert_eq!(written.made_since(before), Made::default());
    written.commit([3]);
    written.check(before, [3]);
}
