//! Sessions, taken apart at the ends of days.

use chrono::{NaiveDate, SubsecRound as _, TimeDelta};

use crate::worked::Span;
use crate::{Digest, DigestCommit, Time};

/// A day where the reader is, or what of it is asked for. It ends where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: NaiveDate,
    /// From its first moment to the first of the next.
    pub span: Span,
}

/// A session in short, and when it was worked on in place of its signs of life: fewer, where there are very many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    /// The session, without its signs.
    pub digest: Digest,
    /// The stretches in which somebody worked: see [`derive_worked`].
    pub spans: Vec<Span>,
}

impl Worked {
    /// `limit`: how far apart two signs of life may be so that the time between them counts.
    #[must_use]
    pub fn of(mut digest: Digest, limit: TimeDelta) -> Self {
        let spans = derive_worked(&std::mem::take(&mut digest.signs), limit);
        Self { digest, spans }
    }
}

/// What of a session lies in a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// The session.
    pub digest: &'a Digest,
    /// The day.
    pub date: NaiveDate,
    /// When it was worked on.
    pub active: Vec<Span>,
    /// From its first sign of life to its last. `None`: that is one moment.
    pub wall: Option<Span>,
    /// The commits that were recorded.
    pub commits: Vec<&'a DigestCommit>,
}

/// What of a session lies in these days, which follow one another: a part for each day between its first sign of life and its
/// last. `worked`: the stretches in which somebody worked.
#[must_use]
pub fn parts_of<'a>(digest: &'a Digest, worked: &[Span], days: &[Day]) -> Vec<Part<'a>> {
    let whole = to_seconds(Span { from: digest.started_at, to: digest.last_sign.max(digest.started_at) });
    let touched = days_of(whole, days);
    let part = |day: &Day| Part {
        digest,
        date: day.date,
        active: Vec::new(),
        wall: whole.within(to_seconds(day.span)),
        commits: Vec::new(),
    };
    let mut parts: Vec<Part<'a>> = touched.iter().map(part).collect();
    for &span in worked {
        for day in days_of(span, touched) {
            let part = parts.iter_mut().find(|part| part.date == day.date);
            part.into_iter().for_each(|part| part.active.extend(span.within(to_seconds(day.span))));
        }
    }
    for commit in &digest.commits {
        let day = days_of(Span::at(commit.at), days).first();
        if let Some(part) = day.and_then(|day| parts.iter_mut().find(|part| part.date == day.date)) {
            part.commits.push(commit);
        } else if let Some(day) = day {
            // It was put there by hand, after the session's end.
            parts.push(Part { wall: None, commits: vec![commit], ..part(day) });
        }
    }
    parts
}

/// The stretches in which somebody worked, between whole seconds. `limit`: how far apart two signs of life may be so that the
/// time between them counts.
#[must_use]
pub fn derive_worked(signs: &[Span], limit: TimeDelta) -> Vec<Span> {
    let limit = limit.num_seconds();
    let mut worked: Vec<(i64, i64)> = Vec::new();
    for sign in signs {
        let from = sign.from.timestamp();
        let to = if sign.to == sign.from { from } else { sign.to.timestamp() };
        match worked.last_mut() {
            Some(last) if from - last.1 <= limit => last.1 = last.1.max(to),
            Some(_) | None => worked.push((from, to)),
        }
    }
    let moment = |seconds| Time::from_timestamp(seconds, 0).unwrap_or_default();
    worked.into_iter().map(|(from, to)| Span { from: moment(from), to: moment(to) }).collect()
}

/// The stretch between whole seconds: so figures in seconds add up.
fn to_seconds(span: Span) -> Span {
    Span { from: span.from.trunc_subsecs(0), to: span.to.trunc_subsecs(0) }
}

/// The days that a stretch of time has a moment of.
fn days_of(span: Span, days: &[Day]) -> &[Day] {
    let holds = |day: &Day, moment: Time| day.span.from <= moment;
    let first = days.partition_point(|day| day.span.to <= span.from);
    let end = days.partition_point(|day| holds(day, span.to));
    days.get(first..end).unwrap_or_default()
}
