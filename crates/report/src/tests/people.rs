//! What a person at a terminal sees.

use core_model::care::{Care, Remedy, Why};

use super::*;
use crate::people::{self, Hooks, Log, LogForm, Logged, ShowView, StatusView};
use crate::{Page, Role};

fn show(session: &Session, children: &[SessionId], width: usize) -> Page {
    let gap = core_model::worked::ACTIVE_GAP;
    people::show(&ShowView { session, found_by: None, children, relatives: &[], gap }, &look(width))
}

#[test]
fn status_for_a_person() {
    let live = [worked(), parked(), session(4, "shop-wt2", "Try the new gateway")];
    let view = StatusView {
        project: "shop",
        worktree: "main",
        branch: Some("fix/double-charge"),
        current: Some(live[0].id()),
        live: &live,
        stale: &[],
        at_work_here: 0,
        is_in_part: false,
        unassigned: 2,
        hooks: Hooks::Fine,
        rows: 40,
    };
    insta::assert_snapshot!(plain(&people::status(&view, &look(80))), @"
    shop · worktree main · fix/double-charge
    hooks: fine

    Active here
    * 000001  Stop the double charge on retry
              Ada · started 3 hours ago · 1 commit · last sign of life 2 hours ago

    Active elsewhere
      000004  Try the new gateway
              Ada · started 3 hours ago · 0 commits · last sign of life 3 hours ago
              · worktree shop-wt2

    Parked
      000002  Refund page
              Ada · parked 2 hours ago: waiting for the design · 0 commits ·
              worktree shop-wt1
              next: write the test for a refund of nothing

    2 commits belong to no session; say to which: git session assign unassigned
    SESSION
    ");
    let widest = |page: &Page| plain(page).lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest(&people::status(&view, &look(40))) <= Some(40));
}

#[test]
fn status_says_first_what_waits_and_last_what_is_parked_and_fits_on_the_screen() {
    let mut waiting = session(7, "shop-wt2", "Refunds by hand");
    waiting.set_awaiting(Some(text("the key to the sandbox")), at(150)).unwrap();
    let mut steps = parked();
    steps.plan_next((1..6).map(|n| text(&format!("step {n}"))).collect(), false).unwrap();
    let many = (20..29).map(|n| session(n, "shop-wt2", "Try the new gateway"));
    let lost = session(8, "shop-wt3", "Upgrade the framework");
    let live: Vec<Session> = [worked(), steps, lost, waiting].into_iter().chain(many).collect();
    let care = Care { why: Why::Stale, remedy: Remedy::Close, due: true };
    let view = StatusView {
        project: "shop",
        worktree: "main",
        branch: Some("fix/double-charge"),
        current: Some(live[0].id()),
        live: &live,
        stale: &[(live[2].id(), &care)],
        at_work_here: 0,
        is_in_part: false,
        unassigned: 0,
        hooks: Hooks::Bypassed,
        rows: 34,
    };
    let page = people::status(&view, &look(80));
    assert!(page.0.len() < 34);
    insta::assert_snapshot!(plain(&page), @"
    shop · worktree main · fix/double-charge
    hooks: bypassed; commits wait until somebody looks: git session doctor

    Waits for a person
      000007  Refunds by hand
              waits for a person (30 minutes ago): the key to the sandbox
              Ada · started 3 hours ago · 0 commits · last sign of life 3 hours ago
              · worktree shop-wt2

    Active here
    * 000001  Stop the double charge on retry
              Ada · started 3 hours ago · 1 commit · last sign of life 2 hours ago

    Active elsewhere
      00000m  Try the new gateway
              Ada · started 3 hours ago · 0 commits · last sign of life 3 hours ago
              · worktree shop-wt2
      … and 8 more: git session log --status active

    Nobody seems to work on
      000008  Upgrade the framework
              stale · last sign of life 3 hours ago · Ada · 0 commits · worktree
              shop-wt3

    Parked
      000002  Refund page
              Ada · parked 2 hours ago: waiting for the design · 0 commits ·
              worktree shop-wt1
              next: step 1
              next: step 2
              next: step 3
              … and 2 more: git session show 000002
    ");
}

#[test]
fn status_of_nothing() {
    let view = StatusView {
        project: "shop",
        worktree: "main",
        branch: None,
        current: None,
        live: &[],
        stale: &[],
        at_work_here: 2,
        is_in_part: false,
        unassigned: 1,
        hooks: Hooks::Missing,
        rows: 24,
    };
    insta::assert_snapshot!(plain(&people::status(&view, &look(80))), @"
    shop · worktree main · detached HEAD
    hooks: missing; commits wait until somebody looks: git session install

    No session is active here.

    2 sessions are at work here. A commit that neither an agent nor the branch tells
    apart goes to none of them: park all but one, or name the one that is meant in
    GIT_SESSION_ID.

    1 commit belongs to no session; say to which: git session assign unassigned
    SESSION
    ");
    // Nothing is said of what could not be looked at.
    let text = plain(&people::status(&StatusView { is_in_part: true, ..view }, &look(80)));
    assert!(text.contains("No session that can be read is active here."), "{text}");
}

#[test]
fn log_for_a_person() {
    let (worked, parked, done) = (worked(), parked(), done());
    let mut text = String::new();
    let look = look(80);
    let mut log = Log::new(LogForm::Days, false, &look);
    for session in [&done, &parked, &worked] {
        let it =
            Logged { session, short: &session.id().random_part()[..6], lines: None, has_parent_below: false };
        text.push_str(&plain(&log.next(&it)));
    }
    text.push_str(&plain(&log.unassigned(&[commit(9, "Whose is this?")])));
    insta::assert_snapshot!(text, @"
    Friday, 20 November 2026
      000003  10:00–10:45  completed  Move the prices to cents · Ada
      000002  10:00–11:00  parked     Refund page · Ada
      000001  10:00–       active     Stop the double charge on retry · Ada
              9f2c1ab3  Fix [31mretry of the charge that is made when the gateway a…

    Commits that belong to no session
      9f2c1ab3  Whose is this?
    ");
}

#[test]
fn show_for_a_person() {
    insta::assert_snapshot!(plain(&show(&worked(), &[], 80)), @"
    20261120-0000010000  active
    Stop the double charge on retry

      author   Ada (person)
      started  2026-11-20 10:00 (3 hours ago)
      last     sign of life 2 hours ago
      worked   14 min of 30 min (pauses of up to 15 min count)
      where    fix/double-charge, worktree main, project shop
      tags     billing

    Friday, 20 November 2026
      10:04  commit    9f2c1ab3  Fix [31mretry of the charge
                       that is made when the gateway answers late and twice
      10:20  decision  Key the charge on the order, not on the attempt
                       because The gateway retries on its own, and each retry is a
                       new attempt to it, so an attempt is no key
      10:30  event     both tests pass

    1 file changed
      src/pay.rs
    ");
    insta::assert_snapshot!(plain(&show(&done(), &[], 80)), @"
    20261120-0000030000  completed
    Move the prices to cents

      author   Ada (person)
      started  2026-11-20 10:00 (3 hours ago)
      ended    2026-11-20 10:45 (2 hours ago)
      outcome  done: all prices are integers
      worked   less than a minute of 45 min (pauses of up to 15 min count)
      where    fix/double-charge, worktree main, project shop
      tags     billing
    ");
}

#[test]
fn show_tells_all_that_a_session_holds() {
    let statuses = laden_in_each_status();
    insta::assert_snapshot!(plain(&show(&statuses[0], &[], 80)), @r#"
    20261120-0000050000  active
    Stop the double charge on retry

      awaiting the key to the sandbox (since 2026-11-20 10:07, 2 hours ago)
      activity reading the gateway's log (2 hours ago)
      author   claude-code (agent, conversation 0c9c47)
      owner    process 4242 on lab, since 2026-11-20 09:00
      started  2026-11-20 10:00 (3 hours ago)
      last     sign of life 2 hours ago
      worked   9 min of 9 min (pauses of up to 15 min count)
      where    fix/double-charge, worktree main, project shop
      parent   20261114-0000000003
      roadmap  payments
      tags     billing
      next     write the test
      next     tell support

    4 tasks: 1 pending, 1 in progress, 1 completed, 1 skipped
      t1  pending      Reproduce with two retries
      t2  in progress  Test with three
      t3  completed    Tell support
      t4  skipped      a tab, a line
                       and [31mred "quoted" \ é 漢字 🙂

    2 questions: 1 open
      q1  Does the gateway retry on its own?
          answered 2 hours ago: Yes, twice within a minute
      q2  a tab, a line
          and [31mred "quoted" \ é 漢字 🙂
          open, asked 2 hours ago

    Friday, 20 November 2026
      10:04  commit    9f2c1ab3  a tab, a line
                       and [31mred "quoted" \ é 漢字 🙂
      10:08  event     a tab, a line
                       and [31mred "quoted" \ é 漢字 🙂
      10:09  commit    77b0  Key the charge on the order
      10:09  decision  the order is the key
                       because a tab, a line
                       and [31mred "quoted" \ é 漢字 🙂

    2 files changed, and more that are not known
      src/order.rs
      src/pay.rs
    "#);
    let other = SessionId::new(at(0), RandomBits(77));
    let top = |session: &Session, children: &[SessionId]| {
        let page = plain(&show(session, children, 80));
        page.split("\n\n").nth(1).unwrap().to_owned()
    };
    insta::assert_snapshot!(top(&statuses[2], &[]), @"
    awaiting the key to the sandbox (since 2026-11-20 10:07, 2 hours ago)
    activity reading the gateway's log (2 hours ago)
    author   claude-code (agent, conversation 0c9c47)
    owner    process 4242 on lab, since 2026-11-20 09:00
    started  2026-11-20 10:00 (3 hours ago)
    stopped  2026-11-20 10:09 (2 hours ago)
    parked   2026-11-20 11:40 (1 hour ago) by clean: its process is gone
    worked   9 min of 9 min (pauses of up to 15 min count)
    where    fix/double-charge, worktree main, project shop
    parent   20261114-0000000003
    roadmap  payments
    tags     billing
    next     write the test
    next     tell support
    ");
    insta::assert_snapshot!(top(&statuses[3], &[other]), @"
    awaiting the key to the sandbox (since 2026-11-20 10:07, 2 hours ago)
    activity reading the gateway's log (2 hours ago)
    author   claude-code (agent, conversation 0c9c47)
    owner    process 4242 on lab, since 2026-11-20 09:00
    started  2026-11-20 10:00 (3 hours ago)
    ended    2026-11-20 10:09 (2 hours ago)
    outcome  closed, since it showed no sign of life
    closed   2026-11-21 19:20 by clean
    worked   9 min of 9 min (pauses of up to 15 min count)
    where    fix/double-charge, worktree main, project shop
    parent   20261114-0000000003
    child    20261120-000000002d
    roadmap  payments
    tags     billing
    next     write the test
    next     tell support
    ");
    let child = statuses[4].status().resumed_as().unwrap().clone();
    let alerts = |session: &Session| {
        let page = show(session, &[], 80);
        page.0.iter().filter(|line| line.0.iter().any(|span| span.role == Role::Alert)).count()
    };
    assert_eq!([0, 2, 3].map(|at| alerts(&statuses[at])), [1, 1, 0], "what is over waits for nobody");
    insta::assert_snapshot!(top(&statuses[4], &[child]), @"
    awaiting the key to the sandbox (since 2026-11-20 10:07, 2 hours ago)
    activity reading the gateway's log (2 hours ago)
    author   claude-code (agent, conversation 0c9c47)
    owner    process 4242 on lab, since 2026-11-20 09:00
    started  2026-11-20 10:00 (3 hours ago)
    ended    2026-11-20 10:10 (2 hours ago)
    outcome  resumed as 20261120-0000000009
    closed   2026-11-20 11:39 by resume
    worked   10 min of 10 min (pauses of up to 15 min count)
    where    fix/double-charge, worktree main, project shop
    parent   20261114-0000000003
    child    20261120-0000000009
    roadmap  payments
    tags     billing
    next     write the test
    next     tell support
    ");
}

#[test]
fn status_tells_who_waits_what_is_done_and_what_is_open() {
    let live = [laden(), laden_in_each_status().remove(1)];
    let view = StatusView {
        project: "shop",
        worktree: "main",
        branch: None,
        current: None,
        live: &live,
        stale: &[],
        at_work_here: 1,
        is_in_part: false,
        unassigned: 0,
        hooks: Hooks::Fine,
        rows: 40,
    };
    let page = people::status(&view, &look(80));
    insta::assert_snapshot!(plain(&page), @r#"
    shop · worktree main · detached HEAD
    hooks: fine

    Waits for a person
      000005  Stop the double charge on retry
              waits for a person (2 hours ago): the key to the sandbox
              now: reading the gateway's log (2 hours ago)
              claude-code · started 3 hours ago · 2 commits · 2 of 4 tasks open · 1
              open question · last sign of life 2 hours ago
              asks: a tab, a line
                    and [31mred "quoted" \ é 漢字 🙂
              next: write the test
              next: tell support

    Parked
      000005  Stop the double charge on retry
              claude-code · parked 2 hours ago: weekend · 2 commits · 2 of 4 tasks
              open · 1 open question
              asks: a tab, a line
                    and [31mred "quoted" \ é 漢字 🙂
              next: write the test
              next: tell support
    "#);
    let alerts = page.0.iter().filter(|line| line.0.iter().any(|span| span.role == Role::Alert));
    assert_eq!(alerts.count(), 1, "what waits for a person stands out");
}

#[test]
fn a_list_of_tasks_begins_with_how_many_there_are_in_all() {
    let session = laden();
    let all: Vec<_> = session.tasks().as_slice().iter().collect();
    insta::assert_snapshot!(plain(&people::task_list(&session, &all, &look(80))), @r#"
    20261120-0000050000  Stop the double charge on retry
    4 tasks: 1 pending, 1 in progress, 1 completed, 1 skipped
      t1  pending      Reproduce with two retries
      t2  in progress  Test with three
      t3  completed    Tell support
      t4  skipped      a tab, a line
                       and [31mred "quoted" \ é 漢字 🙂
    "#);
    insta::assert_snapshot!(plain(&people::task_list(&session, &all[1..2], &look(40))), @"
    20261120-0000050000  Stop the double ch…
    4 tasks: 1 pending, 1 in progress, 1 co…
      t2  in progress  Test with three
    ");
    insta::assert_snapshot!(plain(&people::task_list(&worked(), &[], &look(80))), @"
    20261120-0000010000  Stop the double charge on retry
    no tasks
    ");
}

#[test]
fn of_many_changed_files_the_first_are_listed_and_the_rest_is_counted() {
    let mut session = session(1, "main", "Move everything");
    let mut moved = commit(1, "Move");
    moved.facts.files.paths = (0..30).map(|number| format!("src/{number:02}.rs")).collect();
    session.record_entry(Entry::Commit(Box::new(moved))).unwrap();
    let page = plain(&show(&session, &[], 80));
    let files: Vec<&str> = page.lines().skip_while(|line| !line.ends_with("changed")).collect();
    assert_eq!(files.len(), 22);
    assert_eq!((files[0], files[1], files[21]), ("30 files changed", "  src/00.rs", "  and 10 more"));
}
