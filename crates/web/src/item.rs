//! A session, with what is derived of it once for all parts of the page.

use chrono::TimeDelta;
use core_model::figures::{Day, Part, derive_worked, parts_of};
use core_model::worked::{Span, derive_active, derive_length};
use core_model::{Commit, Decision, Digest, OutcomeName, Session, Status, Time};

use crate::Report;

/// A session of the page.
pub(crate) struct Item<'a> {
    pub(crate) session: &'a Session,
    /// When somebody worked, within the time that counts.
    pub(crate) active: Vec<Span>,
    /// What of it lies in the time that counts: what figures are derived from.
    pub(crate) parts: Vec<Part<'a>>,
    /// When it lay parked, within the time that counts. `None`: it did not.
    pub(crate) parked: Option<Span>,
    /// Its commits as they are called now, made in the time that counts.
    pub(crate) commits: Vec<&'a Commit>,
    /// Its decisions, made in the time that counts.
    pub(crate) decisions: Vec<&'a Decision>,
}

impl<'a> Item<'a> {
    pub(crate) fn new(session: &'a Session, digest: &'a Digest, report: &Report<'_>) -> Self {
        let counted = counted(report);
        let counts = |at: Time| counted.from <= at && at < counted.to;
        let within = |span: Span| {
            // A moment alone is no part of anything, and is on the page all the same.
            if span.from == span.to { counts(span.from).then_some(span) } else { span.within(counted) }
        };
        let active = derive_active(&digest.signs, report.limit);
        let whole = Day { date: digest.started_at.date_naive(), span: counted };
        Self {
            session,
            active: active.into_iter().filter_map(within).collect(),
            parts: parts_of(digest, &derive_worked(&digest.signs, report.limit), &[whole]),
            parked: parked(session, report.now).and_then(within),
            commits: session.record().derive_current().filter(|commit| counts(commit.at)).collect(),
            decisions: session.record().decisions.iter().filter(|decision| counts(decision.at)).collect(),
        }
    }

    /// How long was worked.
    pub(crate) fn derive_active(&self) -> TimeDelta {
        self.parts.iter().map(|part| derive_length(&part.active)).sum()
    }

    /// How long it took from the first sign to the last.
    pub(crate) fn derive_wall(&self) -> TimeDelta {
        self.parts.iter().filter_map(|part| part.wall).map(Span::length).sum()
    }
}

/// The time that counts, to the first moment that does not.
fn counted(report: &Report<'_>) -> Span {
    let after = |until: Time| until.checked_add_signed(TimeDelta::milliseconds(1)).unwrap_or(until);
    Span { from: report.since.unwrap_or(Time::MIN_UTC), to: report.until.map_or(Time::MAX_UTC, after) }
}

/// When a session lay parked: until now, until another went on with it, or until somebody said that it is over. What was
/// closed for want of a sign of life was not put aside.
fn parked(session: &Session, now: Time) -> Option<Span> {
    let span = match session.status() {
        Status::Active => return None,
        Status::Parked(parked) => Span { from: parked.stopped_at, to: now.max(parked.stopped_at) },
        Status::Completed(over) => match over.outcome.kind.name() {
            OutcomeName::Stale => return None,
            OutcomeName::Done | OutcomeName::Resumed | OutcomeName::Abandoned => {
                Span { from: over.ended_at, to: over.closed_at }
            }
        },
    };
    (span.from < span.to).then_some(span)
}
