//! Everything that was said in a session, line by line.

use core_model::{Session, Status, Time, clean};

/// What a line of a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
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

/// Where a line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Intent,
    Decided,
    Said,
    Commits,
}

impl LineKind {
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

    pub(crate) fn column(self) -> Column {
        match self {
            Self::Intent | Self::Tag | Self::Roadmap => Column::Intent,
            Self::Decision | Self::Because => Column::Decided,
            Self::Event
            | Self::Task
            | Self::Question
            | Self::Answer
            | Self::Next
            | Self::Activity
            | Self::Awaiting
            | Self::Parked
            | Self::Outcome => Column::Said,
            Self::Commit => Column::Commits,
        }
    }
}

/// Something that was said in a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// When it was said. `None`: it holds for the whole of the session, or nobody noted it.
    pub at: Option<Time>,
    /// What was said, without what a terminal would take for an order.
    pub text: String,
}

/// Everything that was said in a session, the intent first. Subjects of commits are those of the commits as they are called
/// now.
#[must_use]
pub fn said_of(session: &Session) -> Vec<Line> {
    let (opening, head, record) = (session.opening(), session.head(), session.record());
    let mut lines = Vec::new();
    let mut say = |kind, at, text: &str| lines.push(Line { kind, at, text: clean(text) });
    say(LineKind::Intent, None, opening.intent.as_str());
    opening.tags.iter().for_each(|tag| say(LineKind::Tag, None, tag.as_str()));
    opening.roadmap.iter().for_each(|item| say(LineKind::Roadmap, None, item.as_str()));
    for decision in &record.decisions {
        say(LineKind::Decision, Some(decision.at), decision.title.as_str());
        say(LineKind::Because, Some(decision.at), decision.because.as_str());
    }
    record.events.iter().for_each(|event| say(LineKind::Event, Some(event.at), event.text.as_str()));
    for task in session.tasks().as_slice() {
        say(LineKind::Task, Some(task.at), task.subject.as_str());
    }
    for question in session.questions().as_slice() {
        say(LineKind::Question, Some(question.asked_at), question.text.as_str());
        question.answer.iter().for_each(|it| say(LineKind::Answer, Some(it.at), it.text.as_str()));
    }
    head.next_steps.iter().for_each(|step| say(LineKind::Next, None, step.as_str()));
    head.activity.iter().for_each(|said| say(LineKind::Activity, Some(said.at), said.text.as_str()));
    head.awaiting.iter().for_each(|said| say(LineKind::Awaiting, Some(said.at), said.text.as_str()));
    match session.status() {
        Status::Active => {}
        Status::Parked(parked) => say(LineKind::Parked, Some(parked.at), parked.reason.as_str()),
        Status::Completed(over) => {
            let note = over.outcome.note.iter();
            note.for_each(|note| say(LineKind::Outcome, Some(over.closed_at), note.as_str()));
        }
    }
    for commit in record.derive_current() {
        say(LineKind::Commit, Some(commit.at), &commit.facts.subject);
    }
    lines
}

/// The text of each column of the table of what was said: those of [`Column`], in order, and the paths of what was changed.
pub(crate) fn columns_of(session: &Session) -> [String; 5] {
    let mut columns = <[String; 5]>::default();
    let mut add = |at: usize, text: &str| {
        let column = &mut columns[at];
        if !column.is_empty() {
            column.push('\n');
        }
        column.push_str(&crate::folded::fold(text));
    };
    for line in said_of(session) {
        add(line.kind.column() as usize, &line.text);
    }
    let mut paths: Vec<&str> =
        session.record().commits.iter().flat_map(|it| &it.facts.files.paths).map(String::as_str).collect();
    paths.sort_unstable();
    paths.dedup();
    paths.iter().for_each(|path| add(4, path));
    columns
}
