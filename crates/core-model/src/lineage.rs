//! A session that goes on with another: what it takes with it, and which go on with which.

use std::collections::{BTreeMap, BTreeSet};

use crate::transition::{Outcome, OutcomeKind, Refusal, StatusName, Transition};
use crate::{Author, MadeBy, Opening, Owner, Record, Session, SessionId, Status, Text, Time};

/// What a session that goes on with another does not take from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// Its name.
    pub id: SessionId,
    /// Who works.
    pub author: Author,
    /// The process that holds it. `None`: none is known.
    pub owner: Option<Owner>,
    /// What it is for. `None`: what the other was for.
    pub intent: Option<Text>,
    /// Where it is worked on. `None`: where the other was.
    pub place: Option<Place>,
}

/// Where a session is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The worktree's name.
    pub worktree: String,
    /// The branch. `None`: a detached HEAD.
    pub branch: Option<String>,
}

impl Session {
    /// Takes up a parked session: it is over, as resumed, and the session that goes on with it is the answer. The two
    /// are written together or not at all.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`]; [`Refusal::Resumed`] where another was quicker.
    pub fn resume(&mut self, with: Continuation, now: Time) -> Result<Self, Refusal> {
        let ended_at = self.derive_last_sign();
        let child = self.open_child(with, now);
        let outcome = Outcome { kind: OutcomeKind::ResumedAs(child.id().clone()), note: None };
        self.end(Transition::Resume, outcome, "resume", ended_at, now)?;
        Ok(child)
    }

    /// Says of a parked session that another goes on with it: what a resume would have said that was lost in the middle.
    ///
    /// # Errors
    /// As [`Session::resume`].
    pub fn note_resumed(&mut self, child: SessionId, now: Time) -> Result<(), Refusal> {
        let outcome = Outcome { kind: OutcomeKind::ResumedAs(child), note: None };
        self.end(Transition::Resume, outcome, "doctor", self.derive_last_sign(), now)
    }

    /// A session that goes on with this one, which is over.
    ///
    /// # Errors
    /// [`Refusal::NotOver`]; [`Refusal::Resumed`] where one goes on with it already.
    pub fn continue_as(&self, with: Continuation, now: Time) -> Result<Self, Refusal> {
        if let Some(child) = self.status().resumed_as() {
            return Err(Refusal::Resumed { id: self.id().clone(), child: child.clone() });
        }
        match self.status() {
            Status::Completed(_) => Ok(self.open_child(with, now)),
            Status::Active | Status::Parked(_) => {
                let status: StatusName = self.status().name();
                Err(Refusal::NotOver { id: self.id().clone(), status })
            }
        }
    }

    /// Open tasks, open questions and next steps travel.
    fn open_child(&self, with: Continuation, now: Time) -> Self {
        let parent = self.opening();
        let Continuation { id, author, owner, intent, place } = with;
        let place = place
            .unwrap_or_else(|| Place { worktree: parent.worktree.clone(), branch: parent.branch.clone() });
        let opening = Opening {
            id,
            project: parent.project.clone(),
            intent: intent.unwrap_or_else(|| parent.intent.clone()),
            started_at: now,
            branch: place.branch,
            worktree: place.worktree,
            author,
            made_by: MadeBy::Start,
            tags: parent.tags.clone(),
            owner,
            roadmap: parent.roadmap.clone(),
            parent: Some(parent.id.clone()),
        };
        let mut child = Self::open(opening);
        child.head.next_steps.clone_from(&self.head.next_steps);
        child.tasks = self.tasks.derive_open();
        child.questions = self.questions.derive_open();
        child.record = Record::default();
        child
    }
}

/// Which sessions go on with which, as far as these tell: the parent names the one that resumed it, the child its
/// parent. A session that none goes on with is not in it.
#[must_use]
pub fn derive_children<'a>(
    sessions: impl IntoIterator<Item = &'a Session>,
) -> BTreeMap<&'a SessionId, BTreeSet<&'a SessionId>> {
    let mut children: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for session in sessions {
        let resumed_as = session.status().resumed_as().map(|child| (session.id(), child));
        let parent = session.opening().parent.as_ref().map(|parent| (parent, session.id()));
        for (parent, child) in resumed_as.into_iter().chain(parent) {
            children.entry(parent).or_default().insert(child);
        }
    }
    children
}
