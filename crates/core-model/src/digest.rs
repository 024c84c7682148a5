//! What lists and figures need of a session: little enough to be kept for each of very many.

use crate::worked::Span;
use crate::{AuthorKind, OutcomeName, Session, SessionId, Status, StatusName, Time};

/// A session in short. Whatever is shown of many sessions is derived from these, whether they were read from files or from
/// an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Its name.
    pub id: SessionId,
    /// What it is now.
    pub status: StatusName,
    /// How it ended. `None`: it did not.
    pub outcome: Option<OutcomeName>,
    /// The project.
    pub project: String,
    /// The worktree's name.
    pub worktree: String,
    /// The branch it began on. `None`: a detached HEAD.
    pub branch: Option<String>,
    /// Whether a person or an agent works.
    pub author_kind: AuthorKind,
    /// Who works.
    pub author: String,
    /// What it is for.
    pub intent: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The session that it goes on with. `None`: it goes on with none.
    pub parent: Option<SessionId>,
    /// When it began.
    pub started_at: Time,
    /// When it stopped. `None`: it is active.
    pub ended_at: Option<Time>,
    /// Its last sign of life.
    pub last_sign: Time,
    /// Its signs of life, in the order of time: see [`Session::derive_signs`].
    pub signs: Vec<Span>,
    /// Its commits as they are called now, in the order in which they were recorded.
    pub commits: Vec<DigestCommit>,
    /// How many decisions it has.
    pub decisions: usize,
}

/// A commit in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestCommit {
    /// When it was recorded.
    pub at: Time,
    /// Its id, in full.
    pub sha: String,
}

impl Digest {
    /// A session in short.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let opening = session.opening();
        let (outcome, ended_at) = match session.status() {
            Status::Active => (None, None),
            Status::Parked(parked) => (None, Some(parked.stopped_at)),
            Status::Completed(over) => (Some(over.outcome.kind.name()), Some(over.ended_at)),
        };
        let commits = session.record().derive_current();
        Self {
            id: session.id().clone(),
            status: session.status().name(),
            outcome,
            project: opening.project.clone(),
            worktree: opening.worktree.clone(),
            branch: opening.branch.clone(),
            author_kind: opening.author.kind,
            author: opening.author.name.as_str().to_owned(),
            intent: opening.intent.as_str().to_owned(),
            tags: opening.tags.iter().map(|tag| tag.as_str().to_owned()).collect(),
            parent: opening.parent.clone(),
            started_at: opening.started_at,
            ended_at,
            last_sign: session.derive_last_sign(),
            signs: session.derive_signs(),
            commits: commits.map(|it| DigestCommit { at: it.at, sha: it.facts.sha.clone() }).collect(),
            decisions: session.record().decisions.len(),
        }
    }
}
