//! Which session a commit belongs to: a pure function from what is known to an answer with its evidence.
//!
//! Where to enter: [`resolve`]. The rungs, the strongest first: a session's id, an agent's conversation, a process above,
//! the worktree, the branch. What else was considered is part of the answer.

mod found;
mod ladder;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;

use crate::{Author, Head, MadeBy, Owner, Session, SessionId, Status, Time};

pub use found::{Considered, Doubt, Found, Resolution, Standing};
pub use ladder::resolve;

/// A session made by the tool is over once nothing has happened in it for this long.
pub const AUTO_SESSION_IDLE: TimeDelta = TimeDelta::hours(2);

/// A live session that could be meant.
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

/// A conversation that the environment names. Whoever an agent starts inherits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The agent whose variable it is: the first word of the names that it goes by, in small letters.
    pub agent: &'static str,
    /// The agent's own id of it.
    pub id: String,
}

impl Conversation {
    /// Whether a session is this conversation's. An author of another name is another only where that name is one of
    /// `agents`: people call theirs as they like.
    #[must_use]
    pub fn is_of(&self, author: &Author, agents: &[&str]) -> bool {
        let name = author.name.as_str().to_lowercase();
        let goes_by = |agent: &&str| name.starts_with(agent);
        author.conversation.as_ref().is_some_and(|it| it.as_str() == self.id)
            && (goes_by(&self.agent) || !agents.iter().any(goes_by))
    }
}

/// Who made a commit or gave a command, and where, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Caller<'a> {
    /// The session that the environment names.
    pub named: Option<&'a SessionId>,
    /// The conversations that the environment names.
    pub conversations: &'a [Conversation],
    /// The names of agents that have a variable for their conversations.
    pub agents: &'a [&'static str],
    /// The processes above, the nearest first. Those that hold no candidate may be left out.
    pub ancestors: &'a [Owner],
    /// The worktree.
    pub worktree: &'a str,
    /// The branch that HEAD is on. `None`: it is detached.
    pub branch: Option<&'a str>,
}

/// What is live, as far as it was looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The sessions that could be read: those of this worktree, and of others those that the caller may have to do with.
    pub candidates: &'a [Candidate],
    /// Whether there is one of this worktree that could not be read: it could be the one.
    pub unreadable: bool,
    /// Whether the candidates of other worktrees are all that there are.
    pub all: bool,
}
