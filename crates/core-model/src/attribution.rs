//! Which session a commit belongs to: a pure function from what is known to an answer with its evidence.

use chrono::TimeDelta;

use crate::{Evidence, Head, MadeBy, Session, SessionId, Status, Time};

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
        matches!(self.head.status(), Status::Active) && !has_ended_by_itself(&self.head, self.last_sign, now)
    }
}

/// Whether a session is active only in its file: the tool made it, and nothing has happened in it for
/// [`AUTO_SESSION_IDLE`].
#[must_use]
pub fn has_ended_by_itself(head: &Head, last_sign: Time, now: Time) -> bool {
    matches!(head.status(), Status::Active)
        && head.opening.made_by == MadeBy::AutoStart
        && now - last_sign > AUTO_SESSION_IDLE
}

/// The session as it is by now: one that has ended by itself is completed, at its last sign of life.
#[must_use]
pub fn derive_by_now(mut session: Session, now: Time) -> Session {
    if has_ended_by_itself(session.head(), session.derive_last_sign(), now) {
        // An active session can be closed: the table says so.
        let _ = session.close("auto-end", now);
    }
    session
}

/// What is live in a worktree.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The sessions that could be read.
    pub candidates: &'a [Candidate],
    /// Whether there is one that could not be read: the commit could be its own.
    pub unreadable: bool,
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

/// Walks the ladder: the session that was named; else the only one at work in this worktree that somebody asked for;
/// else the only one there that the tool made.
#[must_use]
pub fn resolve(named: Option<&SessionId>, here: Here<'_>, now: Time) -> Resolution {
    if let Some(id) = named {
        return Resolution::Session(id.clone(), Evidence::Environment);
    }
    let at_work = |maker: MadeBy| -> Vec<SessionId> {
        let made = here.candidates.iter().filter(|candidate| candidate.head.opening.made_by == maker);
        made.filter(|candidate| candidate.is_at_work(now))
            .map(|candidate| candidate.head.id().clone())
            .collect()
    };
    let mut ids = at_work(MadeBy::Start);
    if ids.is_empty() {
        ids = at_work(MadeBy::AutoStart);
    }
    match ids.pop() {
        None if here.unreadable => Resolution::Ambiguous(Vec::new()),
        None => Resolution::None,
        Some(only) if ids.is_empty() && !here.unreadable => Resolution::Session(only, Evidence::Worktree),
        Some(last) => {
            ids.push(last);
            Resolution::Ambiguous(ids)
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
            owner: None,
            roadmap: None,
            parent: None,
        };
        Candidate { head: Head::open(opening), last_sign: now() - idle }
    }

    fn parked(number: u64) -> Candidate {
        let Candidate { head, last_sign } = candidate(number, MadeBy::Start, TimeDelta::zero());
        let status = Status::Parked(Parked {
            stopped_at: last_sign,
            at: last_sign,
            by: "park".into(),
            reason: text("lunch"),
        });
        Candidate { head: Head { status, ..head }, last_sign }
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
        let asked = |number| candidate(number, MadeBy::Start, short);
        let made = |idle| candidate(3, MadeBy::AutoStart, idle);
        let cases = [
            ("named, none here", Some(&named), vec![], false),
            ("named, one here", Some(&named), vec![asked(1)], false),
            ("one here", None, vec![asked(1)], false),
            ("one here, silent for long", None, vec![candidate(1, MadeBy::Start, long)], false),
            ("one here and one parked", None, vec![asked(1), parked(2)], false),
            ("only a parked one", None, vec![parked(2)], false),
            ("two here", None, vec![asked(1), asked(2)], false),
            ("one made by the tool", None, vec![made(short)], false),
            ("one here and one made by the tool", None, vec![asked(1), made(short)], false),
            ("two made by the tool", None, vec![made(short), made(short)], false),
            ("one made by the tool, silent for long", None, vec![made(long)], false),
            ("one here and one unreadable", None, vec![asked(1)], true),
            ("only an unreadable one", None, vec![], true),
            ("named, and one unreadable", Some(&named), vec![], true),
            ("none here", None, vec![], false),
        ];
        let table: String = cases
            .iter()
            .map(|(case, named, candidates, unreadable)| {
                let here = Here { candidates, unreadable: *unreadable };
                format!("{case:<38} {}\n", said(&resolve(*named, here, now())))
            })
            .collect();
        insta::assert_snapshot!(table, @r"
        named, none here                       0000000009 (environment)
        named, one here                        0000000009 (environment)
        one here                               0000000001 (worktree)
        one here, silent for long              0000000001 (worktree)
        one here and one parked                0000000001 (worktree)
        only a parked one                      none
        two here                               ambiguous: 2
        one made by the tool                   0000000003 (worktree)
        one here and one made by the tool      0000000001 (worktree)
        two made by the tool                   ambiguous: 2
        one made by the tool, silent for long  none
        one here and one unreadable            ambiguous: 1
        only an unreadable one                 ambiguous: 0
        named, and one unreadable              0000000009 (environment)
        none here                              none
        ");
    }

    #[test]
    fn only_an_active_session_of_the_tools_own_ends_by_itself() {
        let long = AUTO_SESSION_IDLE + TimeDelta::seconds(1);
        let ended = |candidate: Candidate| has_ended_by_itself(&candidate.head, candidate.last_sign, now());
        assert!(ended(candidate(1, MadeBy::AutoStart, long)));
        assert!(!ended(candidate(1, MadeBy::AutoStart, TimeDelta::minutes(5))));
        assert!(!ended(candidate(1, MadeBy::Start, long)));
        let Candidate { head, last_sign } = candidate(1, MadeBy::AutoStart, long);
        let status = Status::Parked(Parked {
            stopped_at: last_sign,
            at: last_sign,
            by: "park".into(),
            reason: text("lunch"),
        });
        assert!(!ended(Candidate { head: Head { status, ..head }, last_sign }));
    }
}
