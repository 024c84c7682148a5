//! Which session a commit belongs to: a pure function from what is known to an answer with its evidence.

use chrono::TimeDelta;

use crate::care::Holder;
use crate::{Evidence, Head, MadeBy, Owner, Session, SessionId, Status, Time};

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

/// Of several that could be meant, those of which nobody knows that their process is gone. A dead agent's session is no
/// rival of a living one's; where all are gone, no guess is made. `holder` is asked only where the answer was ambiguous,
/// since it costs a look at a process each.
#[must_use]
pub fn leave_out_the_gone(
    found: Resolution,
    here: Here<'_>,
    holder: impl Fn(&Owner) -> Holder,
) -> Resolution {
    let Resolution::Ambiguous(ids) = found else { return found };
    let is_gone = |id: &SessionId| owner_of(here, id).is_some_and(|owner| holder(owner) == Holder::Gone);
    let left: Vec<&SessionId> = ids.iter().filter(|id| !is_gone(id)).collect();
    match left[..] {
        [only] if !here.unreadable => Resolution::Session(only.clone(), Evidence::Worktree),
        [] => Resolution::Ambiguous(ids),
        _ => Resolution::Ambiguous(left.into_iter().cloned().collect()),
    }
}

/// Of several that could be meant by a command, the one that the nearest process above the caller holds. Not for
/// commits: who runs git says little of who did the work.
#[must_use]
pub fn prefer_the_callers(found: Resolution, here: Here<'_>, ancestors: &[Owner]) -> Resolution {
    let Resolution::Ambiguous(ids) = found else { return found };
    let held_by = |above: &Owner| -> Vec<&SessionId> {
        ids.iter().filter(|id| owner_of(here, id).is_some_and(|owner| owner.is(above))).collect()
    };
    match ancestors.iter().map(held_by).find(|held| !held.is_empty()).as_deref() {
        Some([only]) => Resolution::Session((*only).clone(), Evidence::Worktree),
        Some(_) | None => Resolution::Ambiguous(ids),
    }
}

fn owner_of<'h>(here: Here<'h>, id: &SessionId) -> Option<&'h Owner> {
    let candidate = here.candidates.iter().find(|candidate| candidate.head.id() == id)?;
    candidate.head.opening.owner.as_ref()
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

    fn owner(pid: u32) -> Owner {
        Owner { host: "lab".into(), boot: Some("b1".into()), pid, started_at: now() }
    }

    fn held(number: u64, pid: u32) -> Candidate {
        let Candidate { mut head, last_sign } = candidate(number, MadeBy::Start, TimeDelta::zero());
        head.opening.owner = Some(owner(pid));
        Candidate { head, last_sign }
    }

    #[test]
    fn of_several_the_living_and_then_the_callers_own_are_meant() {
        // 66 and 67 are gone, of 50 nothing is known; 10 is above the caller, and 11 above that.
        let holder = |owner: &Owner| match owner.pid {
            66 | 67 => Holder::Gone,
            50 => Holder::Unknown,
            _ => Holder::Alive,
        };
        let ancestors = [owner(10), owner(11)];
        let nobodys = |number| candidate(number, MadeBy::Start, TimeDelta::zero());
        let tool = candidate(9, MadeBy::AutoStart, TimeDelta::zero());
        let cases = [
            ("only one, and it is gone", vec![held(1, 66)], false),
            ("one alive, one gone", vec![held(1, 70), held(2, 66)], false),
            ("one that nobody holds, two gone", vec![held(1, 66), nobodys(2), held(3, 67)], false),
            ("one not known, one gone", vec![held(1, 50), held(2, 66)], false),
            ("two alive", vec![held(1, 70), held(2, 71)], false),
            ("two alive, one gone", vec![held(1, 70), held(2, 71), held(3, 66)], false),
            ("all gone", vec![held(1, 66), held(2, 67)], false),
            ("all gone, and one made by the tool", vec![held(1, 66), held(2, 67), tool], false),
            ("one alive, one gone, one unreadable", vec![held(1, 70), held(2, 66)], true),
            ("the caller's, and one that nobody holds", vec![held(1, 10), nobodys(2)], false),
            ("the caller's, and its parent's", vec![held(1, 11), held(2, 10)], false),
            ("two of the caller's", vec![held(1, 10), held(2, 10), held(3, 11)], false),
            ("two that nobody holds", vec![nobodys(1), nobodys(2)], false),
            ("another's alone", vec![held(1, 70)], false),
        ];
        let table: String = cases
            .iter()
            .map(|(case, candidates, unreadable)| {
                let here = Here { candidates, unreadable: *unreadable };
                let commit = leave_out_the_gone(resolve(None, here, now()), here, holder);
                let command = prefer_the_callers(commit.clone(), here, &ancestors);
                format!("{case:<40} {:<23} {}\n", said(&commit), said(&command))
            })
            .collect();
        insta::assert_snapshot!(table, @"
        only one, and it is gone                 0000000001 (worktree)   0000000001 (worktree)
        one alive, one gone                      0000000001 (worktree)   0000000001 (worktree)
        one that nobody holds, two gone          0000000002 (worktree)   0000000002 (worktree)
        one not known, one gone                  0000000001 (worktree)   0000000001 (worktree)
        two alive                                ambiguous: 2            ambiguous: 2
        two alive, one gone                      ambiguous: 2            ambiguous: 2
        all gone                                 ambiguous: 2            ambiguous: 2
        all gone, and one made by the tool       ambiguous: 2            ambiguous: 2
        one alive, one gone, one unreadable      ambiguous: 1            ambiguous: 1
        the caller's, and one that nobody holds  ambiguous: 2            0000000001 (worktree)
        the caller's, and its parent's           ambiguous: 2            0000000002 (worktree)
        two of the caller's                      ambiguous: 3            ambiguous: 3
        two that nobody holds                    ambiguous: 2            ambiguous: 2
        another's alone                          0000000001 (worktree)   0000000001 (worktree)
        ");
    }

    #[test]
    fn a_process_is_looked_at_only_where_more_than_one_could_be_meant() {
        let candidates = [held(1, 70)];
        let here = Here { candidates: &candidates, unreadable: false };
        let found = resolve(None, here, now());
        let asked = std::cell::Cell::new(0);
        let holder = |_: &Owner| {
            asked.set(asked.get() + 1);
            Holder::Gone
        };
        assert_eq!(leave_out_the_gone(found.clone(), here, holder), found);
        assert_eq!(asked.get(), 0);
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
