//! Everything that was said in a session, to look for something in it.

use crate::{Session, Status};

impl Session {
    /// Each text that a person or an agent wrote, and the subjects of its commits. The intent comes first.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        let (opening, head, record) = (self.opening(), self.head(), self.record());
        let mut texts = vec![opening.intent.as_str()];
        texts.extend(opening.roadmap.iter().chain(&opening.tags).map(|it| it.as_str()));
        texts.extend(self.tasks().as_slice().iter().map(|task| task.subject.as_str()));
        for question in self.questions().as_slice() {
            texts.push(question.text.as_str());
            texts.extend(question.answer.iter().map(|answer| answer.text.as_str()));
        }
        texts.extend(record.commits.iter().map(|commit| commit.facts.subject.as_str()));
        texts.extend(record.events.iter().map(|event| event.text.as_str()));
        for decision in &record.decisions {
            texts.extend([decision.title.as_str(), decision.because.as_str()]);
        }
        texts.extend(head.next_steps.iter().map(|step| step.as_str()));
        texts.extend(head.activity.iter().chain(&head.awaiting).map(|said| said.text.as_str()));
        match self.status() {
            Status::Active => {}
            Status::Parked(parked) => texts.push(parked.reason.as_str()),
            Status::Completed(over) => texts.extend(over.outcome.note.iter().map(|note| note.as_str())),
        }
        texts
    }
}
