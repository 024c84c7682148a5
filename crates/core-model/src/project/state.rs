//! How a project stands: what is kept of its past, and its live sessions as they are.

use crate::attribution::derive_by_now;
use crate::project::{Past, Project, RoadmapItem};
use crate::{Question, Session, SessionId, Status, Text, Time};

/// How a project stands. Each figure is derived here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectState {
    /// How many sessions it has.
    pub sessions: Statuses,
    /// What all sessions come to that are over by now.
    pub past: Past,
    /// How many commits its sessions have, over or not.
    pub commits: usize,
    /// How many decisions its sessions have, over or not.
    pub decisions: usize,
    /// The last sign of life in it. `None`: it has no session.
    pub last_activity: Option<Time>,
    /// The newest commits of its sessions.
    pub recent: super::Recent,
    /// What was asked in a live session and has no answer, the oldest first.
    pub open_questions: Vec<OpenQuestion>,
    /// What its live sessions say should be done next, the oldest session first.
    pub next_steps: Vec<NextStep>,
    /// What is left of its roadmap: first what somebody is at.
    pub roadmap: Vec<RoadmapItem>,
}

/// How many sessions there are, by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Statuses {
    /// Somebody works in them.
    pub active: usize,
    /// Put aside.
    pub parked: usize,
    /// Over.
    pub completed: usize,
}

/// A question without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The session in which it was asked.
    pub session: SessionId,
    /// The question.
    pub question: Question,
}

/// What a session says should be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// The session.
    pub session: SessionId,
    /// The step.
    pub text: Text,
}

impl Statuses {
    /// All of them: the sum of the parts.
    #[must_use]
    pub fn total(self) -> usize {
        self.active + self.parked + self.completed
    }
}

impl ProjectState {
    /// How a project stands by `now`. `sessions` are those that its past does not hold; those of other projects are left
    /// out. One that has ended by itself is over.
    pub fn derive<'a>(project: &Project, sessions: impl IntoIterator<Item = &'a Session>, now: Time) -> Self {
        let own = sessions.into_iter().filter(|session| session.opening().project == project.name);
        let mut own: Vec<Session> = own.map(|session| derive_by_now(session.clone(), now)).collect();
        own.sort_by(|a, b| (a.opening().started_at, a.id()).cmp(&(b.opening().started_at, b.id())));
        let mut past = project.past.clone();
        own.iter().for_each(|session| past.add(session));
        let mut state = Self {
            sessions: Statuses { completed: past.outcomes.total(), ..Statuses::default() },
            commits: past.commits,
            decisions: past.decisions,
            last_activity: past.last_activity,
            recent: past.recent.clone(),
            past,
            open_questions: Vec::new(),
            next_steps: Vec::new(),
            roadmap: project.roadmap.derive_left().cloned().collect(),
        };
        own.iter().for_each(|session| state.add_live(session));
        state.open_questions.sort_by_key(|open| open.question.asked_at);
        state
    }

    fn add_live(&mut self, session: &Session) {
        match session.status() {
            Status::Active => self.sessions.active += 1,
            Status::Parked(_) => self.sessions.parked += 1,
            Status::Completed(_) => return,
        }
        self.commits += session.record().derive_current().count();
        self.decisions += session.record().decisions.len();
        self.last_activity = self.last_activity.max(Some(session.derive_last_sign()));
        self.recent.add(session);
        let open = session.questions().derive_open();
        self.open_questions.extend(
            open.as_slice()
                .iter()
                .map(|question| OpenQuestion { session: session.id().clone(), question: question.clone() }),
        );
        let steps = session.head().next_steps.iter();
        self.next_steps
            .extend(steps.map(|text| NextStep { session: session.id().clone(), text: text.clone() }));
    }
}
