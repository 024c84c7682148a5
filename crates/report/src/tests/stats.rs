//! Figures, for people, pipes and programs.

use chrono::TimeDelta;
use core_model::LineCounts;
use core_model::figures::{By, Figures, Row, Table};
use core_model::worked::{ACTIVE_GAP, Span};

use super::*;
use crate::figures::{FiguresJson, FiguresView, pipe};
use crate::people;

fn figures(active: i64, clock: i64, sessions: usize, commits: usize) -> Figures {
    let minutes = TimeDelta::minutes;
    let lines = LineCounts { files: commits, added: 31 * commits as u64, removed: 4 * commits as u64 };
    Figures {
        active: minutes(active),
        clock: minutes(clock),
        wall: minutes(active * 2),
        sessions,
        commits,
        lines,
    }
}

fn row(key: Option<&str>, figures: Figures) -> Row {
    Row { key: key.map(str::to_owned), figures }
}

fn by_day() -> Table {
    Table {
        rows: vec![
            row(Some("2026-11-14"), figures(45, 45, 1, 2)),
            row(Some("2026-11-17"), figures(0, 0, 1, 0)),
            row(Some("2026-11-20"), figures(605, 410, 4, 23)),
        ],
        total: figures(650, 455, 5, 25),
    }
}

fn view(table: &Table, by: By) -> FiguresView<'_> {
    let range = Span { from: at(-6 * 24 * 60 - 600), to: at(14 * 60) };
    FiguresView { table, by, range, active_gap: ACTIVE_GAP, has_lines: true }
}

#[test]
fn figures_for_a_person() {
    let table = by_day();
    insta::assert_snapshot!(plain(&people::stats(&view(&table, By::Day), &look(80))), @"
    Sat 14 to Fri 20 Nov 2026
    10h 50m active in all sessions, 7h 35m by the clock · 5 sessions · 25 commits,
    +775 -100 lines

                 active  by clock     wall  sessions  commits      lines
    Sat 14 Nov      45m       45m   1h 30m         1        2     +62 -8  ▋
    Tue 17 Nov       0m        0m       0m         1        0      +0 -0
    Fri 20 Nov  10h 05m    6h 50m  20h 10m         4       23   +713 -92  ██████████
    all         10h 50m    7h 35m  21h 40m         5       25  +775 -100

    active: gaps up to 15m count; git session config set active_gap 30m
    A session that is in several rows counts in each of them, and once in all.
    ");
    insta::assert_snapshot!(plain(&people::stats(&view(&table, By::Day), &look(40))), @"
    Sat 14 to Fri 20 Nov 2026
    10h 50m active in all sessions, 7h 35m
    by the clock · 5 sessions · 25 commits,
    +775 -100 lines

                 active  sessions  commits
    Sat 14 Nov      45m         1        2
    Tue 17 Nov       0m         1        0
    Fri 20 Nov  10h 05m         4       23
    all         10h 50m         5       25

    active: gaps up to 15m count; git
    session config set active_gap 30m
    A session that is in several rows counts
    in each of them, and once in all.
    ");
    let table = Table {
        rows: vec![
            row(Some("fix/a-branch-of-a-name-that-is-longer-than-what-fits"), figures(95, 95, 2, 3)),
            row(None, figures(10, 10, 1, 1)),
        ],
        total: figures(105, 105, 2, 4),
    };
    insta::assert_snapshot!(plain(&people::stats(&view(&table, By::Branch), &look(80))), @"
    Sat 14 to Fri 20 Nov 2026
    1h 45m active · 2 sessions · 4 commits, +124 -16 lines

                                      active    wall  sessions  commits     lines
    fix/a-branch-of-a-name-that-is-…  1h 35m  3h 10m         2        3   +93 -12
    (detached HEAD)                      10m     20m         1        1    +31 -4
    all                               1h 45m  3h 30m         2        4  +124 -16

    active: gaps up to 15m count; git session config set active_gap 30m
    A session that is in several rows counts in each of them, and once in all.
    ");
    insta::assert_snapshot!(plain(&people::stats(&view(&table, By::Branch), &look(40))), @"
    Sat 14 to Fri 20 Nov 2026
    1h 45m active · 2 sessions · 4 commits,
    +124 -16 lines

                   active  sessions  commits
    fix/a-branch…  1h 35m         2        3
    (detached HE…     10m         1        1
    all            1h 45m         2        4

    active: gaps up to 15m count; git
    session config set active_gap 30m
    A session that is in several rows counts
    in each of them, and once in all.
    ");
    let nothing = Table { rows: vec![], total: Figures::default() };
    insta::assert_snapshot!(plain(&people::stats(&view(&nothing, By::Week), &look(80))), @"
    Sat 14 to Fri 20 Nov 2026
    No session was at work.

    active: gaps up to 15m count; git session config set active_gap 30m
    ");
    for width in [20, 40, 60, 80, 200] {
        let page = plain(&people::stats(&view(&table, By::Branch), &look(width)));
        assert!(
            page.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= width),
            "{width}:\n{page}"
        );
    }
}

#[test]
fn figures_in_a_pipe_and_as_json() {
    let table = by_day();
    insta::assert_snapshot!(pipe(&view(&table, By::Day)).join("\n").replace('\t', " | "), @"
    figures | day | 2026-11-14 | 2700 | 2700 | 5400 | 1 | 2 | 62 | 8
    figures | day | 2026-11-17 | 0 | 0 | 0 | 1 | 0 | 0 | 0
    figures | day | 2026-11-20 | 36300 | 24600 | 72600 | 4 | 23 | 713 | 92
    total | 2026-11-14T00:00:00.000Z | 2026-11-21T00:00:00.000Z | 39000 | 27300 | 78000 | 5 | 25 | 775 | 100 | 900
    ");
    let mut without = view(&table, By::Day);
    without.has_lines = false;
    let rows = pipe(&without);
    assert!(rows[0].ends_with("\t1\t2\t\t"), "{rows:?}");
    let json: serde_json::Value =
        serde_json::from_str(&crate::json::render(FiguresJson::from(&without))).unwrap();
    assert_eq!(
        (&json["rows"][0]["added"], &json["total"]["clock_seconds"]),
        (&serde_json::Value::Null, &(455 * 60).into())
    );
    insta::assert_snapshot!(crate::json::render(FiguresJson::from(&view(&Table { rows: vec![], ..table.clone() }, By::Day))), @r#"
    {"schema":1,"since":"2026-11-14T00:00:00.000Z","until":"2026-11-21T00:00:00.000Z","by":"day","active_gap_seconds":900,"rows":[],"total":{"active_seconds":39000,"clock_seconds":27300,"wall_seconds":78000,"sessions":5,"commits":25,"added":775,"removed":100}}
    "#);
    let weeks = Table { rows: vec![row(Some("2026-W47"), figures(1, 1, 1, 1))], total: figures(1, 1, 1, 1) };
    assert!(plain(&people::stats(&view(&weeks, By::Week), &look(80))).contains("W47 16 Nov"));
}
