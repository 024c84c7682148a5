//! What is told others.

use core_model::worked::Span;

use super::*;
use crate::standup::{StandupView, standup};

fn told(sessions: &[Session], from: i64, to: i64) -> String {
    let range = Span { from: at(from), to: at(to) };
    standup(&StandupView { sessions, range, reaches_now: true, local: &|time| time.naive_utc() })
}

#[test]
fn of_a_time_that_is_over_a_standup_says_what_was_done_and_nothing_of_now() {
    let range = Span { from: at(-60), to: at(600) };
    let sessions = [worked(), parked(), laden()];
    let view =
        StandupView { sessions: &sessions, range, reaches_now: false, local: &|time| time.naive_utc() };
    let text = standup(&view);
    assert!(text.contains("**Done**"), "{text}");
    for title in ["In progress", "In the way", "Next"] {
        assert!(!text.contains(title), "{text}");
    }
}

#[test]
fn a_standup_says_what_was_done_what_goes_on_what_is_in_the_way_and_what_is_next() {
    let mut busy = worked();
    for minute in 31..38 {
        let mut commit = commit(minute, &format!("Commit {minute}"));
        commit.facts.sha = format!("{minute:040}");
        busy.record_entry(Entry::Commit(Box::new(commit))).unwrap();
    }
    insta::assert_snapshot!(told(&[busy, parked(), done(), laden()], -60, 600), @r#"
    # Fri 20 Nov 2026

    ## shop

    **Done**

    - Stop the double charge on retry
      - decided: Key the charge on the order, not on the attempt
      - commit: Fix \[31mretry of the charge that is made when the gateway answers late and twice
      - commit: Commit 31
      - commit: Commit 32
      - commit: Commit 33
      - commit: Commit 34
      - and 3 more commits
    - Move the prices to cents (done: all prices are integers)
    - Stop the double charge on retry
      - Tell support
      - decided: the order is the key
      - commit: a tab, a line and \[31mred "quoted" \\ é 漢字 🙂
      - commit: Key the charge on the order

    **In progress**

    - Stop the double charge on retry
    - Refund page (parked: waiting for the design)
    - Stop the double charge on retry (reading the gateway's log; 2 of 4 tasks done)

    **In the way**

    - Stop the double charge on retry: waits for the key to the sandbox
    - Stop the double charge on retry: a tab, a line and \[31mred "quoted" \\ é 漢字 🙂

    **Next**

    - Refund page: write the test for a refund of nothing
    - Stop the double charge on retry: write the test
    - Stop the double charge on retry: tell support
    "#);
}

#[test]
fn a_standup_tells_of_that_time_alone() {
    // What was done before is not told; what goes on is.
    insta::assert_snapshot!(told(&[worked(), done()], 100, 600), @"
    # Fri 20 Nov 2026

    ## shop

    **In progress**

    - Stop the double charge on retry
    ");
    insta::assert_snapshot!(told(&[done()], 100, 600), @"
    # Fri 20 Nov 2026

    Nothing was recorded.
    ");
}

#[test]
fn what_was_resumed_is_one_work() {
    let opening = |number, parent: Option<&Session>| Opening {
        parent: parent.map(|it| it.id().clone()),
        ..session(number, "main", "Refund page").opening().clone()
    };
    let commits = |number, parent: Option<&Session>, minutes: std::ops::Range<i64>| {
        let mut session = Session::open(opening(number, parent));
        for minute in minutes {
            let mut commit = commit(minute, &format!("Commit {minute}"));
            commit.facts.sha = format!("{minute:040}");
            session.record_entry(Entry::Commit(Box::new(commit))).unwrap();
        }
        session
    };
    let before = commits(11, None, 1..4);
    let after = commits(12, Some(&before), 4..8);
    insta::assert_snapshot!(told(&[before, session(13, "main", "Another"), after], -60, 600), @"
    # Fri 20 Nov 2026

    ## shop

    **Done**

    - Refund page
      - commit: Commit 1
      - commit: Commit 2
      - commit: Commit 3
      - commit: Commit 4
      - commit: Commit 5
      - and 2 more commits

    **In progress**

    - Refund page
    - Another
    - Refund page
    ");
}
