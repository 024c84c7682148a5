//! What is kept of a project's completed sessions: figures that each session is added to, in whatever order.

use crate::{OutcomeKind, Session, SessionId, Status, Time};

/// What a project's completed sessions come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// How they ended. Their number is the sum.
    pub outcomes: Outcomes,
    /// Their ids in little room: see [`Roll`].
    pub ids: u64,
    /// How many commits they have.
    pub commits: usize,
    /// How many decisions they have.
    pub decisions: usize,
    /// The last sign of life of any of them. `None`: there are none.
    pub last_activity: Option<Time>,
    /// Their newest commits.
    pub recent: Recent,
}

/// How many sessions ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// Said to be done.
    pub done: usize,
    /// A child goes on with them.
    pub resumed: usize,
    /// Given up.
    pub abandoned: usize,
    /// Closed for want of a sign of life.
    pub stale: usize,
}

/// Which sessions were counted, in little room: how many, and the sum of their ids' random bits. Two that are equal are
/// of the same sessions, by all that chance allows; so whoever lists the sessions can say whether figures are of all of
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roll {
    sessions: usize,
    ids: u64,
}

/// A commit, and the session that made it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecentCommit {
    /// When it was recorded.
    pub at: Time,
    /// Its id, in full.
    pub sha: String,
    /// The session.
    pub session: SessionId,
    /// The first paragraph of its message, on one line.
    pub subject: String,
}

/// The newest commits of some sessions, the newest first; no more than [`Recent::MOST`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recent(Vec<RecentCommit>);

impl Past {
    /// What these sessions come to. Those that are not completed are left out.
    pub fn derive<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Self {
        let mut past = Self::default();
        sessions.into_iter().for_each(|session| past.add(session));
        past
    }

    /// Adds a session that was not added yet. One that is not completed is left out.
    pub fn add(&mut self, session: &Session) {
        let over = match session.status() {
            Status::Completed(over) => over,
            Status::Active | Status::Parked(_) => return,
        };
        self.outcomes.count(&over.outcome.kind);
        self.ids = self.ids.wrapping_add(session.id().random_bits().0);
        self.commits += session.record().derive_current().count();
        self.decisions += session.record().decisions.len();
        self.last_activity = self.last_activity.max(Some(session.derive_last_sign()));
        self.recent.add(session);
    }

    /// Which sessions it is of.
    #[must_use]
    pub fn derive_roll(&self) -> Roll {
        Roll { sessions: self.outcomes.total(), ids: self.ids }
    }
}

impl Outcomes {
    /// All of them: the sum of the parts.
    #[must_use]
    pub fn total(self) -> usize {
        self.done + self.resumed + self.abandoned + self.stale
    }

    fn count(&mut self, kind: &OutcomeKind) {
        *match kind {
            OutcomeKind::Done => &mut self.done,
            OutcomeKind::ResumedAs(_) => &mut self.resumed,
            OutcomeKind::Abandoned => &mut self.abandoned,
            OutcomeKind::Stale => &mut self.stale,
        } += 1;
    }
}

impl Roll {
    /// The roll of these sessions.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a SessionId>) -> Self {
        ids.into_iter()
            .fold(Self::default(), |roll, id| roll.and(Self { sessions: 1, ids: id.random_bits().0 }))
    }

    /// The roll of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { sessions: self.sessions + other.sessions, ids: self.ids.wrapping_add(other.ids) }
    }
}

impl Recent {
    /// How many are kept.
    pub const MOST: usize = 10;

    /// Commits as they were kept.
    #[must_use]
    pub fn restore(kept: Vec<RecentCommit>) -> Self {
        let mut recent = Self(kept);
        recent.settle();
        recent
    }

    /// All of them, the newest first.
    #[must_use]
    pub fn as_slice(&self) -> &[RecentCommit] {
        &self.0
    }

    /// Adds the commits of a session.
    pub fn add(&mut self, session: &Session) {
        self.0.extend(session.record().derive_current().map(|commit| RecentCommit {
            at: commit.at,
            sha: commit.facts.sha.clone(),
            session: session.id().clone(),
            subject: commit.facts.subject.clone(),
        }));
        self.settle();
    }

    /// The whole commit is its place in the row, so that whoever comes first changes nothing.
    fn settle(&mut self) {
        self.0.sort_by(|a, b| b.cmp(a));
        self.0.truncate(Self::MOST);
    }
}
