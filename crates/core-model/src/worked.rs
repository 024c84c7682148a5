//! How long was worked: from signs of life to stretches of time.
//!
//! The rule: whoever gives two signs of life that are no further apart than a limit has worked in between. *Active time*
//! is the sum of those stretches; *wall time* is all between the first and the last sign.

use chrono::TimeDelta;

use crate::{Session, Time};

/// The limit where nobody sets another.
pub const ACTIVE_GAP: TimeDelta = TimeDelta::minutes(15);

/// An unbroken stretch of time; a single moment where both ends are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Its first moment.
    pub from: Time,
    /// Its last moment, never before the first.
    pub to: Time,
}

impl Span {
    /// A single moment.
    #[must_use]
    pub fn at(moment: Time) -> Self {
        Self { from: moment, to: moment }
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        self.to - self.from
    }

    /// What of it lies within another. `None`: nothing does, or a moment alone.
    #[must_use]
    pub fn within(self, other: Self) -> Option<Self> {
        let part = Self { from: self.from.max(other.from), to: self.to.min(other.to) };
        (part.from < part.to).then_some(part)
    }
}

impl Session {
    /// Its signs of life, in the order of time: when it began, whatever was recorded, said or changed, and when it
    /// stopped. Nothing before it began or after its end is one, so active time is never longer than wall time.
    #[must_use]
    pub fn derive_signs(&self) -> Vec<Span> {
        let (record, head) = (self.record(), self.head());
        let mut signs = vec![Span::at(self.opening().started_at)];
        signs.extend(
            record.heartbeats.iter().map(|beat| Span { from: beat.at, to: beat.until.unwrap_or(beat.at) }),
        );
        let moments = record.commits.iter().map(|it| it.at);
        let moments = moments.chain(record.events.iter().map(|it| it.at));
        let moments = moments.chain(record.decisions.iter().map(|it| it.at));
        let moments = moments.chain(self.tasks().as_slice().iter().map(|it| it.at));
        let asked = self.questions().as_slice().iter();
        let moments = moments
            .chain(asked.flat_map(|it| [Some(it.asked_at), it.answer.as_ref().map(|it| it.at)]).flatten());
        let moments =
            moments.chain([&head.activity, &head.awaiting].into_iter().flatten().map(|said| said.at));
        signs.extend(moments.map(Span::at));
        let (first, last) = (self.opening().started_at, self.derive_last_sign());
        signs.push(Span::at(last));
        // What was taken over from another session was said before this one began.
        signs.retain(|sign| sign.from <= last && sign.to >= first);
        for sign in &mut signs {
            *sign = Span { from: sign.from.max(first), to: sign.to.min(last) };
        }
        derive_union(signs)
    }

    /// How long was worked in it, by that limit, and how long it took from the first sign of life to the last.
    #[must_use]
    pub fn derive_times(&self, limit: TimeDelta) -> (TimeDelta, TimeDelta) {
        let active = derive_length(&derive_active(&self.derive_signs(), limit));
        (active, self.derive_last_sign() - self.opening().started_at)
    }
}

/// The stretches in which somebody worked, by signs of life and a limit: signs no further apart than that are one stretch.
/// `signs` are in the order of time.
#[must_use]
pub fn derive_active(signs: &[Span], limit: TimeDelta) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for sign in signs {
        match spans.last_mut() {
            Some(last) if sign.from - last.to <= limit => last.to = last.to.max(sign.to),
            _ => spans.push(*sign),
        }
    }
    spans
}

/// The same time without what stands in it twice, in order: of several people at once, an hour is an hour.
#[must_use]
pub fn derive_union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    derive_active(&spans, TimeDelta::zero())
}

/// How long some stretches are together.
#[must_use]
pub fn derive_length(spans: &[Span]) -> TimeDelta {
    spans.iter().map(|span| span.length()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Time {
        "2026-11-20T10:00:00Z".parse::<Time>().unwrap() + TimeDelta::minutes(minute)
    }

    fn span(from: i64, to: i64) -> Span {
        Span { from: at(from), to: at(to) }
    }

    #[test]
    fn signs_no_further_apart_than_the_limit_are_one_stretch() {
        let signs: Vec<Span> = [0, 15, 31, 90].map(|minute| Span::at(at(minute))).into();
        let active = derive_active(&signs, ACTIVE_GAP);
        assert_eq!(active, [span(0, 15), span(31, 31), span(90, 90)]);
        assert_eq!(derive_length(&active), TimeDelta::minutes(15));
        assert_eq!(derive_length(&derive_active(&signs, TimeDelta::minutes(16))), TimeDelta::minutes(31));
    }

    #[test]
    fn a_stretch_inside_another_makes_it_no_shorter() {
        assert_eq!(
            derive_union(vec![span(3, 4), span(0, 10), span(10, 12), span(20, 20)]),
            [span(0, 12), span(20, 20)]
        );
    }

    #[test]
    fn a_part_is_what_both_have() {
        assert_eq!(span(0, 10).within(span(5, 20)), Some(span(5, 10)));
        assert_eq!(span(0, 10).within(span(10, 20)), None);
    }
}
