//! What another program reads line by line.

use super::*;
use crate::pipe;

#[test]
fn a_pipe_gets_whole_values_and_no_tabs_in_them() {
    let worked = worked();
    insta::assert_snapshot!(pipe::story(&worked, &[]).join("\n").replace('\t', " | "), @"
    session | 20261120-0000010000 | active | 2026-11-20T10:00:00.000Z |  | 1 | main | fix/double-charge | Ada | Stop the double charge on retry
    tag | 20261120-0000010000 | billing
    commit | 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 | 20261120-0000010000 | 2026-11-20T10:04:00.000Z | worktree | Fix [31mretry of the charge that is made when the gateway answers late and twice
    decision | 20261120-0000010000 | 2026-11-20T10:20:00.000Z | Key the charge on the order, not on the attempt | The gateway retries on its own, and each retry is a new attempt to it, so an attempt is no key
    event | 20261120-0000010000 | 2026-11-20T10:30:00.000Z | both tests pass
    file | 20261120-0000010000 | src/pay.rs
    ");
}

#[test]
fn a_pipe_gets_all_that_a_session_holds() {
    let statuses = laden_in_each_status();
    let lines = |session: &Session, children: &[SessionId]| {
        pipe::story(session, children).join("\n").replace('\t', " | ")
    };
    insta::assert_snapshot!(lines(&statuses[0], &[]), @r#"
    session | 20261120-0000050000 | active | 2026-11-20T10:00:00.000Z |  | 2 | main | fix/double-charge | claude-code | Stop the double charge on retry
    awaiting | 20261120-0000050000 | 2026-11-20T10:07:00.000Z | the key to the sandbox
    activity | 20261120-0000050000 | 2026-11-20T10:06:00.000Z | reading the gateway's log
    parent | 20261120-0000050000 | 20261114-0000000003
    owner | 20261120-0000050000 | lab | 4242 | 2026-11-20T09:00:00.000Z
    roadmap | 20261120-0000050000 | payments
    tag | 20261120-0000050000 | billing
    task | 20261120-0000050000 | t1 | pending | 2026-11-20T10:01:00.000Z | Reproduce with two retries
    task | 20261120-0000050000 | t2 | in_progress | 2026-11-20T10:02:00.000Z | Test with three
    task | 20261120-0000050000 | t3 | completed | 2026-11-20T10:02:00.000Z | Tell support
    task | 20261120-0000050000 | t4 | skipped | 2026-11-20T10:02:00.000Z | a tab, a line and [31mred "quoted" \ é 漢字 🙂
    question | 20261120-0000050000 | q1 | 2026-11-20T10:02:00.000Z | Does the gateway retry on its own?
    answer | 20261120-0000050000 | q1 | 2026-11-20T10:05:00.000Z | Yes, twice within a minute
    question | 20261120-0000050000 | q2 | 2026-11-20T10:03:00.000Z | a tab, a line and [31mred "quoted" \ é 漢字 🙂
    commit | 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 | 20261120-0000050000 | 2026-11-20T10:04:00.000Z | worktree | a tab, a line and [31mred "quoted" \ é 漢字 🙂
    event | 20261120-0000050000 | 2026-11-20T10:08:00.000Z | a tab, a line and [31mred "quoted" \ é 漢字 🙂
    commit | 77b0 | 20261120-0000050000 | 2026-11-20T10:09:00.000Z | worktree | Key the charge on the order
    decision | 20261120-0000050000 | 2026-11-20T10:09:00.000Z | the order is the key | a tab, a line and [31mred "quoted" \ é 漢字 🙂
    next | 20261120-0000050000 | write the test
    next | 20261120-0000050000 | tell support
    file | 20261120-0000050000 | src/order.rs
    file | 20261120-0000050000 | src/pay.rs
    more-files | 20261120-0000050000
    "#);
    let end = |session: &Session, children: &[SessionId]| {
        let told = lines(session, children);
        let kinds = ["session", "child", "parked", "completed"];
        let wanted = |line: &&str| kinds.iter().any(|kind| line.starts_with(&format!("{kind} ")));
        told.lines().filter(wanted).map(|line| format!("{line}\n")).collect::<String>()
    };
    let other = SessionId::new(at(0), RandomBits(77));
    let child = statuses[4].status().resumed_as().unwrap().clone();
    let ends = [end(&statuses[2], &[]), end(&statuses[3], &[other]), end(&statuses[4], &[child])];
    insta::assert_snapshot!(ends.concat(), @"
    session | 20261120-0000050000 | parked | 2026-11-20T10:00:00.000Z | 2026-11-20T11:40:00.000Z | 2 | main | fix/double-charge | claude-code | Stop the double charge on retry
    parked | 20261120-0000050000 | 2026-11-20T11:40:00.000Z | its process is gone | clean | 2026-11-20T10:09:00.000Z
    session | 20261120-0000050000 | completed | 2026-11-20T10:00:00.000Z | 2026-11-20T10:09:00.000Z | 2 | main | fix/double-charge | claude-code | Stop the double charge on retry
    child | 20261120-0000050000 | 20261120-000000002d
    completed | 20261120-0000050000 | 2026-11-21T19:20:00.000Z | clean | stale |  | 
    session | 20261120-0000050000 | completed | 2026-11-20T10:00:00.000Z | 2026-11-20T10:10:00.000Z | 2 | main | fix/double-charge | claude-code | Stop the double charge on retry
    child | 20261120-0000050000 | 20261120-0000000009
    completed | 20261120-0000050000 | 2026-11-20T11:39:00.000Z | resume | resumed |  | 20261120-0000000009
    ");
}
