use chrono::{NaiveDate, TimeDelta};

use super::*;
use crate::worked::ACTIVE_GAP;
use crate::{AuthorKind, Digest, DigestCommit, RandomBits, SessionId, StatusName, Time};

/// A moment, in hours after the midnight at which the first day begins. There, it is two hours earlier than in UTC.
fn at(hours: f64) -> Time {
    "2026-11-19T22:00:00Z".parse::<Time>().unwrap() + TimeDelta::minutes((hours * 60.0) as i64)
}

fn days(count: i64) -> Vec<Day> {
    let first: NaiveDate = "2026-11-20".parse().unwrap();
    let day = |n: i64| Day {
        date: first + TimeDelta::days(n),
        span: Span { from: at(n as f64 * 24.0), to: at((n + 1) as f64 * 24.0) },
    };
    (0..count).map(day).collect()
}

/// A session with signs of life at these hours, and commits at those.
fn digest(number: u64, signs: &[f64], commits: &[f64]) -> Digest {
    let signs: Vec<Span> = signs.iter().map(|hour| Span::at(at(*hour))).collect();
    Digest {
        id: SessionId::new(at(0.0), RandomBits(number)),
        status: StatusName::Active,
        outcome: None,
        project: "shop".into(),
        worktree: "main".into(),
        branch: None,
        author_kind: AuthorKind::Person,
        author: "Ada".into(),
        intent: "Work".into(),
        tags: vec![],
        parent: None,
        started_at: signs[0].from,
        ended_at: None,
        last_sign: signs[signs.len() - 1].to,
        signs,
        commits: commits
            .iter()
            .map(|hour| DigestCommit { at: at(*hour), sha: format!("{number}-{hour}") })
            .collect(),
        decisions: 0,
    }
}

fn table(digests: &[Digest], count: i64, by: By) -> Table {
    let shas = digests.iter().flat_map(|digest| &digest.commits);
    let lines = shas.map(|it| (it.sha.clone(), LineCounts { files: 1, added: 10, removed: 3 })).collect();
    let sessions: Vec<Worked> = digests.iter().map(|it| Worked::of(it.clone(), ACTIVE_GAP)).collect();
    derive_table(&sessions, &days(count), by, &lines)
}

fn show(table: &Table) -> String {
    let row = |name: &str, it: &Figures| {
        let minutes = |span: TimeDelta| span.num_minutes();
        format!(
            "{name}: active {}, by the clock {}, wall {}, sessions {}, commits {}, +{} -{}\n",
            minutes(it.active),
            minutes(it.clock),
            minutes(it.wall),
            it.sessions,
            it.commits,
            it.lines.added,
            it.lines.removed
        )
    };
    let rows = table.rows.iter().map(|it| row(it.key.as_deref().unwrap_or("none"), &it.figures));
    rows.chain([row("all", &table.total)]).collect()
}

#[test]
fn what_lasts_beyond_midnight_is_parted_there() {
    let over = digest(1, &[23.75, 24.0, 24.25, 30.0, 30.25], &[23.75, 24.25]);
    insta::assert_snapshot!(show(&table(std::slice::from_ref(&over), 3, By::Day)), @"
    2026-11-20: active 15, by the clock 15, wall 15, sessions 1, commits 1, +10 -3
    2026-11-21: active 30, by the clock 30, wall 375, sessions 1, commits 1, +10 -3
    all: active 45, by the clock 45, wall 390, sessions 1, commits 2, +20 -6
    ");
    // What lies outside of the days that are asked for does not count.
    insta::assert_snapshot!(show(&table(&[over], 1, By::Day)), @"
    2026-11-20: active 15, by the clock 15, wall 15, sessions 1, commits 1, +10 -3
    all: active 15, by the clock 15, wall 15, sessions 1, commits 1, +10 -3
    ");
}

#[test]
fn an_hour_of_two_sessions_is_two_of_theirs_and_one_by_the_clock() {
    let signs = [9.0, 9.25, 9.5, 9.75, 10.0];
    let mut other = digest(2, &signs.map(|hour| hour + 0.5), &[10.0]);
    (other.author, other.author_kind, other.tags) =
        ("claude".into(), AuthorKind::Agent, vec!["billing".into(), "urgent".into()]);
    let both = [digest(1, &signs, &[]), other];
    insta::assert_snapshot!(show(&table(&both, 1, By::Day)), @"
    2026-11-20: active 120, by the clock 90, wall 120, sessions 2, commits 1, +10 -3
    all: active 120, by the clock 90, wall 120, sessions 2, commits 1, +10 -3
    ");
    insta::assert_snapshot!(show(&table(&both, 1, By::Agent)), @"
    none: active 60, by the clock 60, wall 60, sessions 1, commits 0, +0 -0
    claude: active 60, by the clock 60, wall 60, sessions 1, commits 1, +10 -3
    all: active 120, by the clock 90, wall 120, sessions 2, commits 1, +10 -3
    ");
    insta::assert_snapshot!(show(&table(&both, 1, By::Tag)), @"
    none: active 60, by the clock 60, wall 60, sessions 1, commits 0, +0 -0
    billing: active 60, by the clock 60, wall 60, sessions 1, commits 1, +10 -3
    urgent: active 60, by the clock 60, wall 60, sessions 1, commits 1, +10 -3
    all: active 120, by the clock 90, wall 120, sessions 2, commits 1, +10 -3
    ");
    insta::assert_snapshot!(show(&table(&both, 1, By::Week)), @"
    2026-W47: active 120, by the clock 90, wall 120, sessions 2, commits 1, +10 -3
    all: active 120, by the clock 90, wall 120, sessions 2, commits 1, +10 -3
    ");
}

#[test]
fn signs_close_together_are_one_stretch_between_whole_seconds() {
    let signs: Vec<Span> = [(0, 0), (0, 400), (899, 900), (2_699, 2_800), (4_700, 4_700)]
        .map(|(from, to)| (at(0.0) + TimeDelta::milliseconds(from * 1000 + 900), to))
        .map(|(from, to)| Span { from, to: from.max(at(0.0) + TimeDelta::milliseconds(to * 1000 + 100)) })
        .into();
    let seconds = |spans: &[Span]| -> Vec<(i64, i64)> {
        let since = |moment: Time| (moment - at(0.0)).num_milliseconds();
        spans.iter().map(|span| (since(span.from), since(span.to))).collect()
    };
    let worked = derive_worked(&signs, ACTIVE_GAP);
    assert_eq!(seconds(&worked), [(0, 900_000), (2_699_000, 2_800_000), (4_700_000, 4_700_000)]);
}

#[test]
fn a_session_of_one_moment_counts_and_takes_no_time() {
    insta::assert_snapshot!(show(&table(&[digest(1, &[0.0], &[])], 2, By::Author)), @"
    Ada: active 0, by the clock 0, wall 0, sessions 1, commits 0, +0 -0
    all: active 0, by the clock 0, wall 0, sessions 1, commits 0, +0 -0
    ");
    // The day ends where the next one begins.
    insta::assert_snapshot!(show(&table(&[digest(1, &[24.0], &[])], 1, By::Author)), @"
    all: active 0, by the clock 0, wall 0, sessions 0, commits 0, +0 -0
    ");
    // A commit that somebody put there later.
    insta::assert_snapshot!(show(&table(&[digest(1, &[1.0], &[25.0])], 2, By::Day)), @"
    2026-11-20: active 0, by the clock 0, wall 0, sessions 1, commits 0, +0 -0
    2026-11-21: active 0, by the clock 0, wall 0, sessions 1, commits 1, +10 -3
    all: active 0, by the clock 0, wall 0, sessions 1, commits 1, +10 -3
    ");
}

/// Numbers that look random and are the same each time.
fn numbers() -> impl FnMut(u64) -> u64 {
    let mut state = 7_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

#[test]
fn the_whole_is_the_sum_of_the_rows_and_no_more_than_there_is() {
    let mut next = numbers();
    for _ in 0..50 {
        let mut digests = Vec::new();
        for number in 0..next(12) + 1 {
            let mut signs: Vec<f64> = (0..next(20) + 1).map(|_| next(4 * 24 * 5) as f64 / 4.0).collect();
            signs.sort_by(f64::total_cmp);
            let commits: Vec<f64> = (0..next(3)).map(|_| next(120) as f64).collect();
            let mut digest = digest(number, &signs, &commits);
            // Nobody's moments are whole seconds.
            let mut odd = |at: Time| at + TimeDelta::milliseconds(next(1000) as i64);
            digest.signs = digest.signs.iter().map(|sign| Span::at(odd(sign.from))).collect();
            digest.signs.sort();
            digest.started_at = digest.signs[0].from;
            digest.last_sign = digest.signs[digest.signs.len() - 1].to;
            digest.project = format!("project {}", next(3));
            digest.branch = (next(2) == 0).then(|| format!("branch {}", next(3)));
            digests.push(digest);
        }
        let count = 1 + next(5) as i64;
        for by in [By::Project, By::Branch, By::Author, By::Agent, By::Day, By::Week] {
            let table = table(&digests, count, by);
            let rows = || table.rows.iter().map(|row| row.figures);
            let total = table.total;
            assert_eq!(rows().map(|it| it.active).sum::<TimeDelta>(), total.active);
            assert!(rows().chain([total]).all(|it| it.active.subsec_nanos() == 0
                && it.clock.subsec_nanos() == 0
                && it.wall.subsec_nanos() == 0));
            assert_eq!(rows().map(|it| it.wall).sum::<TimeDelta>(), total.wall);
            assert_eq!(rows().map(|it| it.commits).sum::<usize>(), total.commits);
            assert_eq!(rows().map(|it| it.lines).sum::<LineCounts>(), total.lines);
            assert!(rows().map(|it| it.sessions).sum::<usize>() >= total.sessions);
            assert!(total.sessions <= digests.len());
            assert!(rows().chain([total]).all(|it| it.clock <= it.active && it.active <= it.wall));
            assert!(total.clock <= TimeDelta::days(count));
            if by.is_of_time() {
                assert_eq!(rows().map(|it| it.clock).sum::<TimeDelta>(), total.clock, "days do not overlap");
            }
        }
        let by_project = table(&digests, count, By::Project).total;
        assert_eq!(by_project, table(&digests, count, By::Day).total, "the whole is the same in each table");
    }
}
