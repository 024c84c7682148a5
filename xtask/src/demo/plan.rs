//! Who works when: working days, some evenings, a weekend now and then.

use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc, Weekday};
use core_model::AuthorKind;

/// A session, as it is planned.
pub(super) struct Plan {
    /// Of a session that goes on with another: when that one began.
    pub(super) goes_on: Option<DateTime<Utc>>,
    pub(super) author: &'static Worker,
    /// When it begins.
    pub(super) from: DateTime<Utc>,
    /// When somebody is there: signs of life lie close together in these.
    pub(super) stretches: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// When commits are made.
    pub(super) commits: Vec<DateTime<Utc>>,
    pub(super) end: End,
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Abandoned,
    Stale,
    Parked,
    /// Parked, and taken up again after so long.
    Resumed(TimeDelta),
    /// It goes on.
    Active,
}

pub(super) struct Worker {
    pub(super) kind: AuthorKind,
    pub(super) name: &'static str,
    pub(super) worktree: &'static str,
    /// Of ten sessions, how many are this one's.
    share: usize,
}

pub(super) const WORKERS: [Worker; 5] = [
    Worker { kind: AuthorKind::Person, name: "Ada Lovelace", worktree: "main", share: 4 },
    Worker { kind: AuthorKind::Person, name: "Grace Hopper", worktree: "hopper", share: 2 },
    Worker { kind: AuthorKind::Agent, name: "claude-code", worktree: "agent-1", share: 2 },
    Worker { kind: AuthorKind::Agent, name: "claude-code", worktree: "agent-2", share: 1 },
    Worker { kind: AuthorKind::Agent, name: "codex", worktree: "agent-3", share: 1 },
];

/// Plans about so many sessions over so many weeks that end now.
pub(super) fn plan(sessions: usize, weeks: u32, now: DateTime<Utc>) -> Vec<Plan> {
    let mut rng = fastrand::Rng::with_seed(20);
    let per_day = sessions as f64 / (f64::from(weeks) * 5.6);
    let today = now - TimeDelta::seconds(i64::from(now.num_seconds_from_midnight()));
    let mut plans = Vec::new();
    for back in (0..i64::from(weeks) * 7).rev() {
        let day = today - TimeDelta::days(back);
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let wanted = per_day * if weekend { 0.3 } else { 1.0 } * (0.5 + rng.f64());
        let count = wanted as usize + usize::from(rng.f64() < wanted.fract());
        plans.extend((0..count).map(|_| one(day, weekend, &mut rng)));
    }
    plans.retain(|plan| plan.stretches.last().is_some_and(|last| last.1 < now));
    sort(&mut plans);
    let all = plans.len();
    let mut children = Vec::new();
    for (at, plan) in plans.iter_mut().enumerate() {
        plan.end = end(all - at, &mut rng);
        if let (End::Resumed(after), Some(last)) = (plan.end, plan.stretches.last()) {
            match child(plan, last.1 + after, &mut rng) {
                Some(child) if child.stretches[0].1 < now => children.push(child),
                _ => plan.end = End::Parked,
            }
        }
    }
    plans.append(&mut children);
    sort(&mut plans);
    plans
}

/// By when they begin, which tells one from another: of two at the same moment, the first stays.
fn sort(plans: &mut Vec<Plan>) {
    plans.sort_by_key(|plan| plan.from);
    plans.dedup_by_key(|plan| plan.from);
}

/// The session that goes on with one, where it is taken up by day.
fn child(of: &Plan, from: DateTime<Utc>, rng: &mut fastrand::Rng) -> Option<Plan> {
    let to = from + TimeDelta::minutes(rng.i64(20..90));
    let commits = (0..rng.i64(0..3)).map(|n| from + TimeDelta::minutes(5 + 6 * n)).collect();
    let is_by_day = (7..20).contains(&from.hour());
    is_by_day.then(|| Plan {
        goes_on: Some(of.from),
        author: of.author,
        from,
        stretches: vec![(from, to)],
        commits,
        end: End::Done,
    })
}

fn one(day: DateTime<Utc>, weekend: bool, rng: &mut fastrand::Rng) -> Plan {
    let mut choice = rng.usize(0..10);
    let author = WORKERS.iter().find(|worker| match choice.checked_sub(worker.share) {
        None => true,
        Some(left) => {
            choice = left;
            false
        }
    });
    let author = author.unwrap_or(&WORKERS[0]);
    let hour = if weekend || rng.u8(0..12) == 0 {
        rng.i64(16..22)
    } else {
        *rng.choice(&[8, 8, 9, 9, 10, 11, 13, 13, 14, 15, 16]).unwrap_or(&9)
    };
    let from = day + TimeDelta::seconds(hour * 3600 + rng.i64(0..3600));
    let mut at = from;
    let mut stretches = Vec::new();
    for _ in 0..rng.usize(1..4) {
        let until = at + TimeDelta::minutes(rng.i64(6..70));
        stretches.push((at, until));
        at = until + TimeDelta::minutes(rng.i64(18..60));
    }
    let mut commits = Vec::new();
    for _ in 0..*rng.choice(&[0, 0, 1, 1, 1, 2, 2, 3]).unwrap_or(&1) {
        let (from, to) = stretches[rng.usize(0..stretches.len())];
        commits.push(from + TimeDelta::seconds(rng.i64(60..(to - from).num_seconds())));
    }
    commits.sort();
    Plan { goes_on: None, author, from, stretches, commits, end: End::Done }
}

/// `left`: the how-manieth it is, counted from the last.
fn end(left: usize, rng: &mut fastrand::Rng) -> End {
    let hours = TimeDelta::hours(*rng.choice(&[2, 15, 17, 18, 23, 40, 66, 90, 140]).unwrap_or(&17));
    match (left, rng.u8(0..40)) {
        (1..=3, _) => End::Active,
        (_, 0) => End::Abandoned,
        (_, 1) => End::Stale,
        (..=60, 2..=5) => End::Parked,
        (40.., 2..=9) => End::Resumed(hours),
        _ => End::Done,
    }
}
