//! The log in its forms, a session with what stands around it, and who wrote a file.

use core_model::SessionLines;
use core_model::worked::ACTIVE_GAP;
use unicode_width::UnicodeWidthStr as _;

use super::*;
use crate::people::{self, BlameView, Blamed, FoundByView, Log, LogForm, Logged, ShowView, Writer};
use crate::pipe;

/// A chain of three, and one that stands by itself; the newest first.
fn chain() -> Vec<Session> {
    let mut first = session(11, "main", "Stop the double charge on retry");
    first.record_entry(Entry::Commit(Box::new(commit(4, "Key the charge on the order")))).unwrap();
    first.park(text("weekend"), vec![], at(60)).unwrap();
    let go_on = |number: u64, parent: &mut Session, minute| {
        let author = Author { kind: AuthorKind::Agent, name: text("claude-code"), conversation: None };
        let id = SessionId::new(at(minute), RandomBits(number << 20));
        let with = Continuation { id, author, owner: None, intent: None, place: None };
        parent.resume(with, at(minute)).unwrap()
    };
    let mut second = go_on(12, &mut first, 3 * 1440);
    let mut other = session(13, "shop-wt1", "Refund page").opening().clone();
    other.started_at = at(4 * 1440);
    other.tags.clear();
    let other = Session::open(other);
    second.park(text("waiting for the bank"), vec![], at(3 * 1440 + 5)).unwrap();
    let third = go_on(14, &mut second, 5 * 1440);
    vec![third, other, second, first]
}

fn log_of(form: LogForm, with_graph: bool, width: usize) -> String {
    let look = Look { now: at(5 * 1440 + 30), ..look(width) };
    let mut log = Log::new(form, with_graph, &look);
    let lines = SessionLines { files: 2, more_files: false, added: 40, removed: 7, gone: 0 };
    let gone = SessionLines { gone: 1, ..SessionLines::default() };
    let page = |session: &Session| {
        let it = Logged {
            session,
            short: &session.id().random_part()[..6],
            lines: Some(if session.record().commits.is_empty() { &gone } else { &lines }),
            has_parent_below: session.opening().parent.is_some(),
        };
        let page = plain(&log.next(&it));
        assert!(page.lines().all(|line| line.width() <= width), "{page}");
        page
    };
    chain().iter().map(page).collect()
}

#[test]
fn a_log_by_day_with_what_was_changed() {
    insta::assert_snapshot!(log_of(LogForm::Days, false, 80), @"
    Wednesday, 25 November 2026
      00000e  10:00–       active     Stop the double charge on retry · claude-code
              without 1 commit that is gone

    Tuesday, 24 November 2026
      00000d  10:00–       active     Refund page · Ada
              without 1 commit that is gone

    Monday, 23 November 2026
      00000c  10:00–10:05  completed  Stop the double charge on retry · claude-code
              without 1 commit that is gone

    Friday, 20 November 2026
      00000b  10:00–11:00  completed  Stop the double charge on retry · Ada
              9f2c1ab3  Key the charge on the order
              2 files, +40 -7
    ");
    insta::assert_snapshot!(log_of(LogForm::Days, false, 40), @"
    Wednesday, 25 November 2026
      00000e  10:00–       active
              Stop the double charge on ret…
              without 1 commit that is gone

    Tuesday, 24 November 2026
      00000d  10:00–       active
              Refund page · Ada
              without 1 commit that is gone

    Monday, 23 November 2026
      00000c  10:00–10:05  completed
              Stop the double charge on ret…
              without 1 commit that is gone

    Friday, 20 November 2026
      00000b  10:00–11:00  completed
              Stop the double charge on ret…
              9f2c1ab3  Key the charge on t…
              2 files, +40 -7
    ");
}

#[test]
fn a_log_of_a_line_a_session() {
    insta::assert_snapshot!(log_of(LogForm::OneLine, false, 80), @"
    00000e  2026-11-25  active     Stop the double charge on retry · claude-code
      without 1 commit that is gone
    00000d  2026-11-24  active     Refund page · Ada
      without 1 commit that is gone
    00000c  2026-11-23  completed  Stop the double charge on retry · claude-code
      without 1 commit that is gone
    00000b  2026-11-20  completed  Stop the double charge on retry · Ada · 1 commit
      2 files, +40 -7
    ");
}

#[test]
fn a_log_with_lines_from_each_session_to_the_one_that_it_goes_on_with() {
    insta::assert_snapshot!(log_of(LogForm::Days, true, 80), @"
    o  00000e  2026-11-25  active     Stop the double charge on retry · claude-code
    │          without 1 commit that is gone
    │ o  00000d  2026-11-24  active     Refund page · Ada
    │            without 1 commit that is gone
    o  00000c  2026-11-23  completed  Stop the double charge on retry · claude-code
    │          without 1 commit that is gone
    o  00000b  2026-11-20  completed  Stop the double charge on re… · Ada · 1 commit
               9f2c1ab3  Key the charge on the order
               2 files, +40 -7
    ");
    insta::assert_snapshot!(log_of(LogForm::OneLine, true, 40), @"
    o  00000e  2026-11-25  Stop the double …
    │          without 1 commit that is gone
    │ o  00000d  2026-11-24  Refund page · …
    │            without 1 commit that is g…
    o  00000c  2026-11-23  Stop the double …
    │          without 1 commit that is gone
    o  00000b  2026-11-20  Stop the double …
               2 files, +40 -7
    ");
}

fn shown(width: usize) -> String {
    let chain = chain();
    let mut session = chain[2].clone();
    session.stamp(at(3 * 1440 + 5));
    let relatives = [&chain[3], &chain[0]];
    let sha = "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3";
    let became = ["77b0aa014d5e6f708192a3b4c5d6e7f809a1b2c3".to_owned()];
    let view = ShowView {
        session: &session,
        found_by: Some(FoundByView { sha, evidence: Evidence::Process, became: &became }),
        children: &[chain[0].id().clone(), SessionId::new(at(0), RandomBits(77))],
        relatives: &relatives,
        gap: ACTIVE_GAP,
    };
    let page = plain(&people::show(&view, &Look { now: at(5 * 1440 + 30), ..look(width) }));
    assert!(page.lines().all(|line| line.width() <= width), "{page}");
    page
}

#[test]
fn a_session_with_what_came_before_and_after_it() {
    insta::assert_snapshot!(shown(80), @"
    20261123-00000c0000  completed
    Stop the double charge on retry
    Commit 9f2c1ab3, now 77b0aa01, belongs to it: the process that holds it made the
    commit.

      author   claude-code (agent)
      started  2026-11-23 10:00 (2 days ago)
      ended    2026-11-23 10:05 (2 days ago)
      outcome  resumed as 20261125-00000e0000
      closed   2026-11-25 10:00 by resume
      worked   5 min of 5 min (pauses of up to 15 min count)
      where    fix/double-charge, worktree main, project shop
      parent   20261120-00000b0000  Stop the double charge on retry (completed)
      child    20261125-00000e0000  Stop the double charge on retry (active)
      child    20261120-000000002d
      tags     billing
    ");
    insta::assert_snapshot!(shown(40), @"
    20261123-00000c0000  completed
    Stop the double charge on retry
    Commit 9f2c1ab3, now 77b0aa01, belongs
    to it: the process that holds it made
    the commit.

      author   claude-code (agent)
      started  2026-11-23 10:00 (2 days ago)
      ended    2026-11-23 10:05 (2 days ago)
      outcome  resumed as 20261125-
               00000e0000
      closed   2026-11-25 10:00 by resume
      worked   5 min of 5 min (pauses of up
               to 15 min count)
      where    fix/double-charge, worktree
               main, project shop
      parent   20261120-00000b0000  Stop the
               double charge on retry
               (completed)
      child    20261125-00000e0000  Stop the
               double charge on retry
               (active)
      child    20261120-000000002d
      tags     billing
    ");
}

#[test]
fn a_story_at_forty_columns() {
    let laden = laden();
    let view = ShowView { session: &laden, found_by: None, children: &[], relatives: &[], gap: ACTIVE_GAP };
    let page = plain(&people::show(&view, &look(40)));
    assert!(page.lines().all(|line| line.width() <= 40), "{page}");
    let story = page.find("Friday").unwrap();
    insta::assert_snapshot!(&page[story..], @r#"
    Friday, 20 November 2026
      10:04  commit
        9f2c1ab3  a tab, a line
        and [31mred "quoted" \ é 漢字 🙂
      10:08  event
        a tab, a line
        and [31mred "quoted" \ é 漢字 🙂
      10:09  commit
        77b0  Key the charge on the order
      10:09  decision
        the order is the key
        because a tab, a line
        and [31mred "quoted" \ é 漢字 🙂

    2 files changed, and more that are not …
      src/order.rs
      src/pay.rs
    "#);
}

fn blamed<R>(look_at: impl FnOnce(&[Blamed<'_>]) -> R) -> R {
    let session = worked();
    let lines: Vec<String> = (1..=12).map(|number| format!("\tline {number}\u{1b}[31m")).collect();
    let sha = "9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3";
    let writer = |session| Writer { session, sha, at: at(4), author: "Ada", subject: "Begin" };
    let parts = [
        Blamed { first: 1, lines: &lines[..9], by: Some(writer(Some((&session, "000001")))) },
        Blamed { first: 10, lines: &lines[9..10], by: Some(writer(None)) },
        Blamed { first: 11, lines: &lines[10..], by: None },
    ];
    look_at(&parts)
}

#[test]
fn who_wrote_each_part_of_a_file() {
    let page = |width, with_lines| {
        blamed(|parts| {
            let page = plain(&people::blame(&BlameView { parts, with_lines }, &look(width)));
            assert!(page.lines().all(|line| line.width() <= width), "{page}");
            page
        })
    };
    insta::assert_snapshot!(page(80, false), @"
     1–9   000001    2026-11-20  Stop the double charge on retry · Ada
    10     9f2c1ab3  2026-11-20  no session: Begin · Ada
    11–12                        not committed yet
    ");
    insta::assert_snapshot!(page(40, false), @"
     1–9   000001    2026-11-20
        Stop the double charge on retry ·
        Ada
    10     9f2c1ab3  2026-11-20
        no session: Begin · Ada
    11–12
        not committed yet
    ");
    insta::assert_snapshot!(page(80, true), @"
    000001    2026-11-20   1      line 1[31m
    000001    2026-11-20   2      line 2[31m
    000001    2026-11-20   3      line 3[31m
    000001    2026-11-20   4      line 4[31m
    000001    2026-11-20   5      line 5[31m
    000001    2026-11-20   6      line 6[31m
    000001    2026-11-20   7      line 7[31m
    000001    2026-11-20   8      line 8[31m
    000001    2026-11-20   9      line 9[31m
    9f2c1ab3  2026-11-20  10      line 10[31m
                          11      line 11[31m
                          12      line 12[31m
    ");
    let pipe = |with_lines| {
        let lines: Vec<String> =
            blamed(|parts| parts.iter().flat_map(|it| pipe::blamed(it, with_lines)).collect());
        lines.join("\n").replace('\t', " ⇥ ")
    };
    insta::assert_snapshot!(pipe(false), @"
    part ⇥ 1 ⇥ 9 ⇥ 20261120-0000010000 ⇥ 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 ⇥ 2026-11-20T10:04:00.000Z ⇥ Ada ⇥ Stop the double charge on retry
    part ⇥ 10 ⇥ 10 ⇥  ⇥ 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 ⇥ 2026-11-20T10:04:00.000Z ⇥ Ada ⇥ Begin
    part ⇥ 11 ⇥ 12 ⇥  ⇥  ⇥  ⇥  ⇥
    ");
    assert_eq!(
        pipe(true).lines().next().unwrap(),
        "line ⇥ 1 ⇥ 20261120-0000010000 ⇥ 9f2c1ab34d5e6f708192a3b4c5d6e7f809a1b2c3 ⇥  line 1[31m"
    );
}

#[test]
fn what_a_pipe_gets_of_work_and_change() {
    let session = worked();
    let lines = SessionLines { files: 2, more_files: true, added: 40, removed: 7, gone: 1 };
    let records = [
        pipe::worked(&session, ACTIVE_GAP),
        pipe::stat(&session, &lines),
        pipe::found_by(&session, "9f2c", Evidence::Worktree, &["77b0".into(), "77b1".into()]),
    ];
    insta::assert_snapshot!(records.join("\n").replace('\t', " ⇥ "), @"
    worked ⇥ 20261120-0000010000 ⇥ 840 ⇥ 1800 ⇥ 900
    stat ⇥ 20261120-0000010000 ⇥ 2+ ⇥ 40 ⇥ 7 ⇥ 1
    found-by ⇥ 20261120-0000010000 ⇥ 9f2c ⇥ worktree ⇥ 77b0 77b1
    ");
}
