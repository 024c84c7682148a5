//! The sessions as they are listed.

use core_model::{OutcomeName, Said, Session, SessionId, Status, Time};

/// What is live, as it was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Board {
    pub(crate) project: String,
    /// This worktree.
    pub(crate) worktree: String,
    /// The branch. `None`: HEAD is detached.
    pub(crate) branch: Option<String>,
    /// The session that commands mean here. `None`: none, or more than one.
    pub(crate) current: Option<SessionId>,
    /// The active and the parked sessions, the oldest first.
    pub(crate) live: Vec<Session>,
    /// Those of them that nobody seems to work on any more.
    pub(crate) neglected: Vec<SessionId>,
    /// What is not as it should be.
    pub(crate) notices: Vec<Notice>,
    /// What was true just now, and is not told again.
    pub(crate) news: Vec<Notice>,
}

/// Something that is to be known, beside what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether somebody must do something about it.
    pub(crate) alert: bool,
    pub(crate) text: String,
}

impl Notice {
    pub(crate) fn alert(text: impl Into<String>) -> Self {
        Self { alert: true, text: core_model::clean(&text.into()) }
    }

    pub(crate) fn note(text: impl Into<String>) -> Self {
        Self { alert: false, text: core_model::clean(&text.into()) }
    }
}

/// What is over, as far as it was read: the newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Archive {
    pub(crate) rows: Vec<Row>,
    /// How many there are in all.
    pub(crate) all: usize,
    /// What could not be read.
    pub(crate) notices: Vec<Notice>,
}

/// The part of the list that a session stands in, in the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// It waits for a person.
    Waits,
    ActiveHere,
    ActiveElsewhere,
    Parked,
    Completed,
}

impl Group {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Waits => "Waits for you",
            Self::ActiveHere => "Active here",
            Self::ActiveElsewhere => "Active elsewhere",
            Self::Parked => "Parked",
            Self::Completed => "Completed",
        }
    }
}

/// What is true of a session now, as far as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    Active { waits: Option<Said>, activity: Option<Said>, last_sign: Time, neglected: bool },
    Parked { at: Time, reason: String },
    Completed { started_at: Time, outcome: OutcomeName },
}

/// A session in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: SessionId,
    pub(crate) group: Group,
    pub(crate) intent: String,
    pub(crate) author: String,
    /// The worktree, where it is another than this one.
    pub(crate) elsewhere: Option<String>,
    pub(crate) standing: Standing,
    /// What a filter looks in.
    pub(crate) text: String,
}

impl Row {
    /// The row of a session, as seen from a worktree.
    pub(crate) fn of(session: &Session, here: &str, neglected: bool) -> Self {
        let opening = session.opening();
        let is_here = opening.worktree == here;
        let (group, standing) = match session.status() {
            Status::Active => {
                let (waits, activity) = (session.head().awaiting.clone(), session.head().activity.clone());
                let group = match (&waits, is_here) {
                    (Some(_), _) => Group::Waits,
                    (None, true) => Group::ActiveHere,
                    (None, false) => Group::ActiveElsewhere,
                };
                let last_sign = session.derive_last_sign();
                (group, Standing::Active { waits, activity, last_sign, neglected })
            }
            Status::Parked(parked) => {
                (Group::Parked, Standing::Parked { at: parked.at, reason: parked.reason.to_string() })
            }
            Status::Completed(over) => {
                let (started_at, outcome) = (opening.started_at, over.outcome.kind.name());
                (Group::Completed, Standing::Completed { started_at, outcome })
            }
        };
        let words = [
            session.id().as_str(),
            opening.intent.as_str(),
            opening.author.name.as_str(),
            &opening.worktree,
            opening.branch.as_deref().unwrap_or_default(),
            &opening.project,
            session.status().name().as_str(),
        ];
        let tags = opening.tags.iter().map(core_model::Text::as_str);
        let words: Vec<&str> = words.into_iter().chain(tags).collect();
        Self {
            id: session.id().clone(),
            group,
            intent: core_model::clean(opening.intent.as_str()),
            author: core_model::clean(opening.author.name.as_str()),
            elsewhere: (!is_here).then(|| core_model::clean(&opening.worktree)),
            standing,
            text: words.join("\n"),
        }
    }
}

impl Board {
    /// The live sessions in the order of the list: those that wait for a person first, then those at work, the oldest
    /// first; what was parked last comes first.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let row = |session: &Session| Row::of(session, &self.worktree, self.neglected.contains(session.id()));
        let mut rows: Vec<Row> = self.live.iter().map(row).collect();
        rows.sort_by_key(|row| {
            let newest_first = match &row.standing {
                Standing::Parked { at, .. } => Some(std::cmp::Reverse(*at)),
                Standing::Active { .. } | Standing::Completed { .. } => None,
            };
            (row.group, row.group == Group::Waits && row.elsewhere.is_some(), newest_first)
        });
        rows
    }
}
