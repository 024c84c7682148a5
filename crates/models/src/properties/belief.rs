//! What is believed of a session and of its file.

use super::believed::{It, Millis, Refused};
use super::deed::Change;
use super::edited::{self, Ending, Piece};
use super::rules;

/// What is believed of a session, and what lies at the end of its file.
#[derive(Debug, Clone)]
pub(crate) struct Belief {
    pub(crate) it: It,
    pub(crate) rest: Vec<Piece>,
    /// The time of a commit that was recorded twice and stands in the file all the same.
    pub(crate) doubled_at: Option<Millis>,
}

impl Belief {
    pub(crate) fn new(it: It) -> Self {
        Self { it, rest: vec![], doubled_at: None }
    }

    /// What a reader makes of it.
    pub(crate) fn read(&self) -> It {
        edited::with(&self.it, &self.rest)
    }

    pub(crate) fn last_sign(&self) -> Millis {
        let it = self.read();
        // Where the end of the file was edited, the whole is read, and a commit that is there twice counts once.
        let doubled_at = self.doubled_at.filter(|_| edited::ending(&self.rest) != Ending::Edited);
        it.last_sign().max(doubled_at.unwrap_or(it.last_sign()))
    }

    /// What a change makes of it, and what it answers.
    pub(crate) fn after(
        self,
        change: &Change,
        clock: Millis,
        child: &str,
    ) -> (Result<Option<It>, Refused>, Self) {
        let ending = edited::ending(&self.rest);
        let appends =
            matches!(change, Change::Event(_) | Change::Decide(..) | Change::Heartbeat | Change::Commit(_));
        if appends && ending != Ending::Edited {
            let mut it = self.it.clone();
            let now = clock.max(self.last_sign());
            let answer = rules::apply(&mut it, change, now, child);
            if answer.is_err() {
                return (answer, self);
            }
            let doubled = (it == self.it).then_some(now);
            return (answer, Self { it, rest: vec![], doubled_at: doubled.or(self.doubled_at) });
        }
        let before = self.read();
        let mut it = before.clone();
        let now = clock.max(before.latest());
        let answer = rules::apply(&mut it, change, now, child);
        if answer.is_err() || it == before {
            return (answer, self);
        }
        it.changed_at = now;
        it.fold_beats();
        (answer, Self { it, rest: vec![], doubled_at: None })
    }
}
