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
    insta::assert_snapshot!(log_of(LogForm::Days, false, 80), @"");
    insta::assert_snapshot!(log_of(LogForm::Days, false, 40), @"");
}

#[test]
fn a_log_of_a_line_a_session() {
    insta::assert_snapshot!(log_of(LogForm::OneLine, false, 80), @"");
}

#[test]
fn a_log_with_lines_from_each_session_to_the_one_that_it_goes_on_with() {
    insta::assert_snapshot!(log_of(LogForm::Days, true, 80), @"");
    insta::assert_snapshot!(log_of(LogForm::OneLine, true, 40), @"");
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
    insta::assert_snapshot!(shown(80), @"");
    insta::assert_snapshot!(shown(40), @"");
}

#[test]
fn a_story_at_forty_columns() {
    let laden = laden();
    let view =
        ShowView { session: &laden, found_by: None, children: &[], relatives: &[], gap: ACTIVE_GAP };
    let page = plain(&people::show(&view, &look(40)));
    assert!(page.lines().all(|line| line.width() <= 40), "{page}");
    let story = page.find("Friday").unwrap();
    insta::assert_snapshot!(&page[story..], @"");
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
    insta::assert_snapshot!(page(80, false), @"");
    insta::assert_snapshot!(page(40, false), @"");
    insta::assert_snapshot!(page(80, true), @"");
    let pipe = |with_lines| {
        let lines: Vec<String> = blamed(|parts| parts.iter().flat_map(|it| pipe::blamed(it, with_lines)).collect());
        lines.join("\n").replace('\t', " ⇥ ")
    };
    insta::assert_snapshot!(pipe(false), @"");
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
    insta::assert_snapshot!(records.join("\n").replace('\t', " ⇥ "), @"");
}
