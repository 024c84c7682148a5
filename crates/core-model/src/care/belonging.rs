//! Whose sign of life a session takes.

use crate::{Head, Owner, Status};

/// Who gives a sign of life for whatever is theirs.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The worktree in which they work.
    pub worktree: &'a str,
    /// The process that asks and those that it comes from, as far as the machine tells.
    pub ancestors: &'a [Owner],
}

/// Whether an active session is the caller's: one that a process holds is, where the caller comes from that process,
/// and one that none holds is, where the caller works in its worktree. So nobody keeps another's session alive, nor one
/// whose process is gone.
#[must_use]
pub fn belongs_to(head: &Head, caller: &Caller<'_>) -> bool {
    let active = match head.status() {
        Status::Active => true,
        Status::Parked(_) | Status::Completed(_) => false,
    };
    active
        && match &head.opening.owner {
            Some(owner) => caller.ancestors.iter().any(|ancestor| ancestor.is(owner)),
            None => head.opening.worktree == caller.worktree,
        }
}
