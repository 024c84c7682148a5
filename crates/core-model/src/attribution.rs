//! Which session a commit belongs to: a pure function from what is known to an answer with its evidence.

use chrono::TimeDelta;

use crate::{Evidence, Head, MadeBy, SessionId, Status, Time};

/// A session made by the tool is over once nothing has happened in it for this long.
pub const AUTO_SESSION_IDLE: TimeDelta = TimeDelta::hours(2);

/// A live session of the worktree in which the commit was made.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What it is now.
    pub head: Head,
    /// Its last sign of life.
    pub last_sign: Time,
}

impl Candidate {
    /// Whether it is active, and has not ended by itself.
    #[must_use]
    pub fn is_at_work(&self, now: Time) -> bool {
        matches!(self.head.status(), Status::Active) && !self.is_over_by_itself(now)
    }

    /// Whether it was made by the tool and nothing has happened in it for [`AUTO_SESSION_IDLE`].
    #[must_use]
    pub fn is_over_by_itself(&self, now: Time) -> bool {
        self.head.opening.made_by == MadeBy::AutoStart && now - self.last_sign > AUTO_SESSION_IDLE
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// This session, on this ground.
    Session(SessionId, Evidence),
    /// More than one could be meant. No guess is made.
    Ambiguous(Vec<SessionId>),
    /// None.
    None,
}

/// Walks the ladder: the session that was named, else the only one at work in this worktree.
#[must_use]
pub fn resolve(named: Option<&SessionId>, here: &[Candidate], now: Time) -> Resolution {
    if let Some(id) = named {
        return Resolution::Session(id.clone(), Evidence::Environment);
    }
    let mut at_work = here.iter().filter(|candidate| candidate.is_at_work(now)).map(|c| c.head.id().clone());
    match (at_work.next(), at_work.next()) {
        (None, _) => Resolution::None,
        (Some(only), None) => Resolution::Session(only, Evidence::Worktree),
        (Some(first), Some(second)) => {
            Resolution::Ambiguous([first, second].into_iter().chain(at_work).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Author, AuthorKind, Opening, Parked, RandomBits, Text, TextKind};

    fn now() -> Time {
        "2026-11-20T12:00:00Z".parse().unwrap()
    }

    fn text(raw: &str) -> Text {
        Text::parse(TextKind::Intent, raw).unwrap()
    }

    fn candidate(number: u64, made_by: MadeBy, idle: TimeDelta) -> Candidate {
        let started_at = now() - TimeDelta::days(1);
        let opening = Opening {
            id: SessionId::new(started_at, RandomBits(number)),
            project: "shop".into(),
            intent: text("work"),
            started_at,
            branch: None,
            worktree: "main".into(),
            author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
            made_by,
            tags: vec![],
        };
        Candidate { head: Head::open(opening), last_sign: now() - idle }
    }

    fn parked(number: u64) -> Candidate {
        let Candidate { head, last_sign } = candidate(number, MadeBy::Start, TimeDelta::zero());
        let status = Status::Parked(Parked { at: last_sign, reason: text("lunch") });
        Candidate { head: Head::restore(head.opening, vec![], status), last_sign }
    }

    fn said(resolution: &Resolution) -> String {
        match resolution {
            Resolution::Session(id, evidence) => format!("{} ({evidence})", id.random_part()),
            Resolution::Ambiguous(ids) => format!("ambiguous: {}", ids.len()),
            Resolution::None => "none".into(),
        }
    }

    #[test]
    fn the_ladder() {
        let short = TimeDelta::minutes(5);
        let long = AUTO_SESSION_IDLE + TimeDelta::seconds(1);
        let named = SessionId::new(now(), RandomBits(9));
        let cases = [
            ("named, none here", Some(&named), vec![]),
            ("named, one here", Some(&named), vec![candidate(1, MadeBy::Start, short)]),
            ("one here", None, vec![candidate(1, MadeBy::Start, short)]),
            ("one here, silent for long", None, vec![candidate(1, MadeBy::Start, long)]),
            ("one here and one parked", None, vec![candidate(1, MadeBy::Start, short), parked(2)]),
            ("only a parked one", None, vec![parked(2)]),
            ("two here", None, vec![candidate(1, MadeBy::Start, short), candidate(2, MadeBy::Start, short)]),
            ("one made by the tool", None, vec![candidate(3, MadeBy::AutoStart, short)]),
            (
                "one here and one made by the tool",
                None,
                vec![candidate(1, MadeBy::Start, short), candidate(3, MadeBy::AutoStart, short)],
            ),
            ("one made by the tool, silent for long", None, vec![candidate(3, MadeBy::AutoStart, long)]),
            ("none here", None, vec![]),
        ];
        let table: String = cases
            .iter()
            .map(|(case, named, here)| format!("{case:<38} {}\n", said(&resolve(*named, here, now()))))
            .collect();
        insta::assert_snapshot!(table, @"
        named, none here                       0000000009 (environment)
        named, one here                        0000000009 (environment)
        one here                               0000000001 (worktree)
        one here, silent for long              0000000001 (worktree)
        one here and one parked                0000000001 (worktree)
        only a parked one                      none
        two here                               ambiguous: 2
        one made by the tool                   0000000003 (worktree)
        one here and one made by the tool      ambiguous: 2
        one made by the tool, silent for long  none
        none here                              none
        ");
    }
}
