//! Everything that was said in a session, piece by piece, with what each is and when it was said.

use crate::{Session, Status, Time, clean};

/// What a passage of a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKind {
    /// What the session is for.
    Intent,
    /// A tag.
    Tag,
    /// The part of the roadmap that it is for.
    Roadmap,
    /// What was decided.
    Decision,
    /// Why.
    Because,
    /// What happened.
    Event,
    /// What there is to do.
    Task,
    /// What was asked.
    Question,
    /// What was answered.
    Answer,
    /// What should be done next.
    Next,
    /// What it does just now.
    Activity,
    /// Why it waits for a person.
    Awaiting,
    /// Why it was put aside.
    Parked,
    /// What came of it.
    Outcome,
    /// The subject of a commit.
    Commit,
}

impl PassageKind {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Tag => "tag",
            Self::Roadmap => "roadmap",
            Self::Decision => "decision",
            Self::Because => "because",
            Self::Event => "event",
            Self::Task => "task",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Next => "next",
            Self::Activity => "activity",
            Self::Awaiting => "awaiting",
            Self::Parked => "parked",
            Self::Outcome => "outcome",
            Self::Commit => "commit",
        }
    }
}

/// Something that was said in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// When it was said. `None`: it holds for the whole of the session, or nobody noted it.
    pub at: Option<Time>,
    /// What was said, without what a terminal would take for an order.
    pub text: String,
}

impl Session {
    /// Everything that was said in a session, the intent first. Subjects of commits are those of the commits as they are called
    /// now.
    #[must_use]
    pub fn passages(&self) -> Vec<Passage> {
        let (opening, head, record) = (self.opening(), self.head(), self.record());
        let mut passages = Vec::new();
        let mut say = |kind, at, text: &str| passages.push(Passage { kind, at, text: clean(text) });
        say(PassageKind::Intent, None, opening.intent.as_str());
        opening.tags.iter().for_each(|tag| say(PassageKind::Tag, None, tag.as_str()));
        opening.roadmap.iter().for_each(|item| say(PassageKind::Roadmap, None, item.as_str()));
        for decision in &record.decisions {
            say(PassageKind::Decision, Some(decision.at), decision.title.as_str());
            say(PassageKind::Because, Some(decision.at), decision.because.as_str());
        }
        record.events.iter().for_each(|event| say(PassageKind::Event, Some(event.at), event.text.as_str()));
        for task in self.tasks().as_slice() {
            say(PassageKind::Task, Some(task.at), task.subject.as_str());
        }
        for question in self.questions().as_slice() {
            say(PassageKind::Question, Some(question.asked_at), question.text.as_str());
            question.answer.iter().for_each(|it| say(PassageKind::Answer, Some(it.at), it.text.as_str()));
        }
        head.next_steps.iter().for_each(|step| say(PassageKind::Next, None, step.as_str()));
        head.activity.iter().for_each(|said| say(PassageKind::Activity, Some(said.at), said.text.as_str()));
        head.awaiting.iter().for_each(|said| say(PassageKind::Awaiting, Some(said.at), said.text.as_str()));
        match self.status() {
            Status::Active => {}
            Status::Parked(parked) => say(PassageKind::Parked, Some(parked.at), parked.reason.as_str()),
            Status::Completed(over) => {
                let note = over.outcome.note.iter();
                note.for_each(|note| say(PassageKind::Outcome, Some(over.closed_at), note.as_str()));
            }
        }
        for commit in record.derive_current() {
            say(PassageKind::Commit, Some(commit.at), &commit.facts.subject);
        }
        passages
    }
}
