//! Care: sessions that are active only in their files, and what is done about them.
//!
//! Whoever does it asks twice: [`judge`] of what was read says what there is, and [`tend`] decides anew on the session
//! as it stands under its lock, since a sign of life may have come in between.

mod belonging;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

pub use belonging::{Caller, belongs_to};

use crate::attribution::has_ended_by_itself;
use crate::{Refusal, Session, Status, Text, TextKind, Time};

/// How long a session may be silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// After this long without a sign of life it is stale.
    pub stale_after: TimeDelta,
    /// After this long without a sign of life it is put aside, where nobody holds it any more.
    pub orphan_grace: TimeDelta,
}

impl Default for Policy {
    fn default() -> Self {
        Self { stale_after: TimeDelta::hours(24), orphan_grace: TimeDelta::minutes(15) }
    }
}

/// What is known of the process that holds a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// None was named, or it runs on another machine.
    Unknown,
    /// It runs.
    Alive,
    /// It is gone: the same run of the same machine has no such process, or another one under its number.
    Gone,
}

/// What was observed of a session, beside what is in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The process that holds it.
    pub holder: Holder,
    /// Whether the worktree in which it is worked on is there no more.
    pub worktree_gone: bool,
}

/// Why a session needs care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The tool made it, and nothing has happened in it for two hours.
    EndedByItself,
    /// It gave no sign of life for longer than the policy allows, and of its process nothing is known.
    Stale,
    /// The process that held it is gone.
    Orphaned,
    /// The worktree in which it was worked on is gone.
    WorktreeGone,
}

impl Why {
    /// The word that stands in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EndedByItself => "ended",
            Self::Stale => "stale",
            Self::Orphaned => "orphaned",
            Self::WorktreeGone => "worktree-gone",
        }
    }
}

/// What is done about a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// It is closed, at its last sign of life.
    Close,
    /// It is put aside at its last sign of life, with this reason.
    Park(Text),
}

/// What is the matter with a session, and what is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// Why it needs care.
    pub why: Why,
    /// What is done.
    pub remedy: Remedy,
    /// Whether it is done by now. What is not due is shown and left alone.
    pub due: bool,
}

/// What a session needs. `None`: nothing, or it is not active.
///
/// What comes first counts: it has ended by itself; its process is gone; its worktree is gone; it is stale. Where it is
/// known that somebody was torn away from it, it is put aside however long ago that was, so that it can be taken up
/// again. A clock that is behind the last sign of life makes nothing late.
#[must_use]
pub fn judge(session: &Session, seen: Seen, policy: &Policy, now: Time) -> Option<Care> {
    match session.status() {
        Status::Active => {}
        Status::Parked(_) | Status::Completed(_) => return None,
    }
    let last_sign = session.derive_last_sign();
    let silent_for = now - last_sign;
    if has_ended_by_itself(session.head(), last_sign, now) {
        return Some(Care { why: Why::EndedByItself, remedy: Remedy::Close, due: true });
    }
    let (why, reason) = match seen.holder {
        Holder::Gone => (Why::Orphaned, orphaned(session)),
        Holder::Unknown | Holder::Alive if seen.worktree_gone => {
            (Why::WorktreeGone, format!("its worktree {} is gone", session.opening().worktree))
        }
        Holder::Unknown if silent_for > policy.stale_after => {
            return Some(Care { why: Why::Stale, remedy: Remedy::Close, due: true });
        }
        Holder::Unknown | Holder::Alive => return None,
    };
    let reason = Text::shortened(TextKind::ParkedReason, &reason, "nobody holds it");
    Some(Care { why, remedy: Remedy::Park(reason), due: silent_for > policy.orphan_grace })
}

/// Does what is due to a session as it stands by `now`; what was done is the answer. `None`: nothing was due.
///
/// # Errors
/// The refusals of [`Session::close`] and [`Session::set_aside`], which an active session does not get.
pub fn tend(
    session: &mut Session,
    seen: Seen,
    policy: &Policy,
    by: &str,
    now: Time,
) -> Result<Option<Care>, Refusal> {
    let Some(care) = judge(session, seen, policy, now).filter(|care| care.due) else { return Ok(None) };
    match &care.remedy {
        Remedy::Close => session.close(by, now)?,
        Remedy::Park(reason) => session.set_aside(reason.clone(), by, now)?,
    }
    Ok(Some(care))
}

fn orphaned(session: &Session) -> String {
    match &session.opening().owner {
        Some(owner) => format!("the process that held it ({} on {}) is gone", owner.pid, owner.host),
        None => "the process that held it is gone".into(),
    }
}
