//! A session, with what is derived of it once for all parts of the page.

use chrono::TimeDelta;
use core_model::worked::{Span, derive_active, derive_length};
use core_model::{Commit, Decision, OutcomeName, Session, Status, Time};

use crate::Report;

/// A session of the page.
pub(crate) struct Item<'a> {
    pub(crate) session: &'a Session,
    /// When somebody worked, within the time that counts.
    pub(crate) active: Vec<Span>,
    /// From the first sign to the last, within the time that counts.
    pub(crate) wall: TimeDelta,
    /// When it lay parked, within the time that counts. `None`: it did not.
    pub(crate) parked: Option<Span>,
    /// Its commits as they are called now, made in the time that counts.
    pub(crate) commits: Vec<&'a Commit>,
    /// Its decisions, made in the time that counts.
    pub(crate) decisions: Vec<&'a Decision>,
}

impl<'a> Item<'a> {
    pub(crate) fn new(session: &'a Session, report: &Report<'_>) -> Self {
        let counted = counted(report);
        let last = session.derive_last_sign();
        let whole = Span { from: session.opening().started_at, to: last.max(session.opening().started_at) };
        let counts = |at: Time| counted.from <= at && at <= counted.to;
        let within = |span: Span| {
            // A moment alone is no part of anything, and is on the page all the same.
            if span.from == span.to { counts(span.from).then_some(span) } else { span.within(counted) }
        };
        let active = derive_active(&session.derive_signs(), report.limit);
        Self {
            session,
            active: active.into_iter().filter_map(within).collect(),
            wall: within(whole).map_or(TimeDelta::zero(), Span::length),
            parked: parked(session, report.now).and_then(within),
            commits: session.record().derive_current().filter(|commit| counts(commit.at)).collect(),
            decisions: session.record().decisions.iter().filter(|decision| counts(decision.at)).collect(),
        }
    }

    /// How long was worked.
    pub(crate) fn derive_active(&self) -> TimeDelta {
        derive_length(&self.active)
    }
}

/// The time that counts.
fn counted(report: &Report<'_>) -> Span {
    Span { from: report.since.unwrap_or(Time::MIN_UTC), to: report.until.unwrap_or(Time::MAX_UTC) }
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
