//! A session as plain lists, and the rules by which they change: told once more, in the simplest way, so that a mistake
//! in the code is not made here, too.

use std::collections::BTreeSet;

use core_model::TaskStatus;

/// Milliseconds since 1970.
pub(crate) type Millis = i64;

/// Why something is refused: the name of the reason.
pub(crate) type Refused = &'static str;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct It {
    pub(crate) id: String,
    pub(crate) worktree: String,
    pub(crate) branch: Option<String>,
    pub(crate) author: String,
    pub(crate) started_at: Millis,
    pub(crate) changed_at: Millis,
    pub(crate) status: Standing,
    pub(crate) parent: Option<String>,
    pub(crate) intent: String,
    pub(crate) tags: Vec<String>,
    pub(crate) next: Vec<String>,
    pub(crate) activity: Option<(Millis, String)>,
    pub(crate) awaiting: Option<(Millis, String)>,
    pub(crate) tasks: Vec<Task>,
    pub(crate) questions: Vec<Question>,
    pub(crate) events: Vec<(Millis, String)>,
    pub(crate) decisions: Vec<(Millis, String, String)>,
    pub(crate) commits: Vec<Commit>,
    /// Spans: the first and the last moment of each.
    pub(crate) beats: Vec<(Millis, Millis)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    Active,
    Parked { stopped_at: Millis, at: Millis, reason: String },
    Over { ended_at: Millis, closed_at: Millis, how: How, note: Option<String> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    Done,
    Stale,
    ResumedAs(String),
    Abandoned,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) id: String,
    pub(crate) subject: String,
    pub(crate) status: TaskStatus,
    pub(crate) at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) at: Millis,
    pub(crate) text: String,
    pub(crate) answer: Option<(Millis, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Commit {
    pub(crate) at: Millis,
    pub(crate) sha: String,
    /// Who made it, under what address, and its subject.
    pub(crate) words: [String; 3],
}

impl It {
    pub(crate) fn new(id: &str, worktree: &str, intent: &str, now: Millis) -> Self {
        Self {
            id: id.to_owned(),
            worktree: worktree.to_owned(),
            branch: Some(super::values::BRANCH.to_owned()),
            author: super::values::NAME.to_owned(),
            started_at: now,
            changed_at: now,
            status: Standing::Active,
            parent: None,
            intent: intent.to_owned(),
            tags: vec![],
            next: vec![],
            activity: None,
            awaiting: None,
            tasks: vec![],
            questions: vec![],
            events: vec![],
            decisions: vec![],
            commits: vec![],
            beats: vec![],
        }
    }

    /// The time of its last entry.
    pub(crate) fn last_entry(&self) -> Option<Millis> {
        let events = self.events.iter().map(|event| event.0);
        let decisions = self.decisions.iter().map(|decision| decision.0);
        let commits = self.commits.iter().map(|commit| commit.at);
        let beats = self.beats.iter().map(|beat| beat.1);
        events.chain(decisions).chain(commits).chain(beats).max()
    }

    /// The latest moment that it speaks of.
    pub(crate) fn latest(&self) -> Millis {
        let closed = match self.status {
            Standing::Active => self.changed_at,
            Standing::Parked { at, .. } => at,
            Standing::Over { closed_at, .. } => closed_at,
        };
        closed.max(self.changed_at).max(self.last_entry().unwrap_or(self.changed_at))
    }

    /// Its last sign of life.
    pub(crate) fn last_sign(&self) -> Millis {
        match self.status {
            Standing::Active => self.changed_at.max(self.last_entry().unwrap_or(self.changed_at)),
            Standing::Parked { stopped_at, .. } => stopped_at,
            Standing::Over { ended_at, .. } => ended_at,
        }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.status == Standing::Active
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.status, Standing::Over { .. })
    }

    /// The child that goes on with it.
    pub(crate) fn child(&self) -> Option<&str> {
        match &self.status {
            Standing::Over { how: How::ResumedAs(child), .. } => Some(child),
            _ => None,
        }
    }

    /// Signs of life that are at most a minute apart become one span.
    pub(crate) fn fold_beats(&mut self) {
        let mut spans: Vec<(Millis, Millis)> = Vec::new();
        for &(from, to) in &self.beats {
            match spans.last_mut() {
                Some(span) if from - span.1 <= 60_000 => span.1 = span.1.max(to),
                _ => spans.push((from, to)),
            }
        }
        self.beats = spans;
    }

    /// Takes the word out of each text.
    pub(crate) fn forget(&mut self, word: &str) {
        let forget = |text: &mut String| *text = text.replace(word, core_model::FORGOTTEN);
        forget(&mut self.intent);
        forget(&mut self.author);
        self.branch.iter_mut().for_each(forget);
        self.commits.iter_mut().flat_map(|commit| &mut commit.words).for_each(forget);
        self.tags.iter_mut().for_each(forget);
        self.next.iter_mut().for_each(forget);
        self.activity.iter_mut().chain(&mut self.awaiting).for_each(|said| forget(&mut said.1));
        self.questions.iter_mut().for_each(|question| {
            forget(&mut question.text);
            question.answer.iter_mut().for_each(|answer| forget(&mut answer.1));
        });
        self.events.iter_mut().for_each(|event| forget(&mut event.1));
        self.decisions.iter_mut().for_each(|decision| {
            forget(&mut decision.1);
            forget(&mut decision.2);
        });
        match &mut self.status {
            Standing::Active => {}
            Standing::Parked { reason, .. } => forget(reason),
            Standing::Over { note, .. } => note.iter_mut().for_each(forget),
        }
        // No two tasks are called alike, even then.
        let mut taken = BTreeSet::new();
        for task in &mut self.tasks {
            forget(&mut task.subject);
            if taken.contains(&task.subject) {
                task.subject = format!("{} ({})", task.subject, task.id);
            }
            taken.insert(task.subject.clone());
        }
    }
}
