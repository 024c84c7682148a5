//! Tasks, questions, next steps, and what was recorded.

use std::collections::HashSet;

use core_model::{
    Decision, Entry, Event, Heartbeat, MOST_STEPS, Question, Questions, Record, Source, Task, TaskStatus,
    Tasks, Text, TextKind,
};

use super::notes::Notes;
use super::times::{Times, kept};
use crate::predecessor::session::{self, OldId, Session};

/// The predecessor kept no reasons, and no decision of ours is without one.
const NO_REASON: &str = "no reason was kept";

/// The tasks. Of those that are called alike the first is one, and the others are kept as notes.
pub(super) fn map_tasks(old: &Session, times: Times, notes: &mut Notes) -> Tasks {
    let given: HashSet<&str> = old.tasks.iter().filter_map(|task| task.id.as_deref()).collect();
    let mut number = 0_usize;
    let mut fresh = || loop {
        number += 1;
        let id = format!("t{number}");
        if !given.contains(id.as_str()) {
            return id;
        }
    };
    let (mut tasks, mut ids, mut subjects) = (Vec::new(), HashSet::new(), HashSet::new());
    for (index, task) in old.tasks.iter().enumerate() {
        let place = format!("tasks[{index}]");
        // An old task may have nothing but an id.
        let raw = task.subject.as_deref().or(task.id.as_deref()).unwrap_or_default();
        let subject = notes.fit(TextKind::TaskSubject, &format!("{place}.subject"), raw);
        let subject = subject.filter(|subject| tasks.len() < Tasks::MOST && subjects.insert(subject.clone()));
        let Some(subject) = subject else {
            keep_task(task, &place, notes);
            continue;
        };
        let is_free = |id: &String| OldId::parse(id).is_some() && id.len() <= 32 && ids.insert(id.clone());
        let id = task.id.clone().filter(is_free).unwrap_or_else(|| {
            if let Some(id) = &task.id {
                notes.keep(&format!("{place}.id"), id);
            }
            fresh()
        });
        let status = task.status.map_or(TaskStatus::Pending, map_status);
        let at = task.updated_at.or(task.added_at).map_or(times.last_sign, kept);
        if task.updated_at.is_some() && task.added_at != task.updated_at {
            notes.keep_time(&format!("{place}.added_at"), task.added_at);
        }
        tasks.push(Task { id, subject, status, at });
    }
    // Ids and subjects are told apart above, and there are no more than may be.
    Tasks::restore(tasks).unwrap_or_default()
}

fn keep_task(task: &session::Task, place: &str, notes: &mut Notes) {
    for (name, value) in [("id", &task.id), ("subject", &task.subject)] {
        if let Some(value) = value {
            notes.keep(&format!("{place}.{name}"), value);
        }
    }
    if let Some(status) = task.status {
        notes.keep(&format!("{place}.status"), map_status(status).as_str());
    }
    notes.keep_time(&format!("{place}.added_at"), task.added_at);
    notes.keep_time(&format!("{place}.updated_at"), task.updated_at);
}

fn map_status(status: session::TaskStatus) -> TaskStatus {
    match status {
        session::TaskStatus::Pending => TaskStatus::Pending,
        session::TaskStatus::InProgress => TaskStatus::InProgress,
        session::TaskStatus::Completed => TaskStatus::Completed,
        session::TaskStatus::Skipped => TaskStatus::Skipped,
    }
}

/// The questions: open ones, since the predecessor knew no others.
pub(super) fn map_questions(old: &Session, times: Times, notes: &mut Notes) -> Questions {
    let mut questions = Vec::new();
    for (index, text) in
        fitting(&old.open_questions, "open_questions", TextKind::Question, Questions::MOST, notes)
    {
        questions.push(Question {
            id: format!("q{}", index + 1),
            asked_at: times.last_sign,
            text,
            answer: None,
        });
    }
    // Each has an index of its own, and there are no more than may be.
    Questions::restore(questions).unwrap_or_default()
}

/// What should be done next.
pub(super) fn map_steps(old: &Session, notes: &mut Notes) -> Vec<Text> {
    let steps = fitting(&old.next_steps, "next_steps", TextKind::NextStep, MOST_STEPS, notes);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// What was recorded, without the notes. What has no time of its own was said by the last sign of life.
pub(super) fn map_record(old: &Session, times: Times, notes: &mut Notes) -> Record {
    let mut record = Record::default();
    if let Some(at) = times.heartbeat {
        record.push(Entry::Heartbeat(Heartbeat { at, until: None, source: Source::Command }));
    }
    for (index, event) in old.events.iter().enumerate() {
        let message = event.message.as_deref().unwrap_or_default();
        match notes.fit(TextKind::Event, &format!("events[{index}].message"), message) {
            Some(text) => {
                let at = event.timestamp.map_or(times.last_sign, kept);
                record.push(Entry::Event(Event { at, text }));
            }
            None => notes.keep_time(&format!("events[{index}].timestamp"), event.timestamp),
        }
    }
    let decisions = fitting(&old.decisions, "decisions", TextKind::DecisionTitle, usize::MAX, notes);
    for (_, title) in decisions {
        let because = Text::restored(NO_REASON.to_owned());
        record.push(Entry::Decision(Decision { at: times.last_sign, title, because }));
    }
    record
}

/// The texts that fit, with where they stood. Those beyond `most` are kept as notes.
fn fitting(
    texts: &[String],
    field: &str,
    kind: TextKind,
    most: usize,
    notes: &mut Notes,
) -> Vec<(usize, Text)> {
    let mut fit = Vec::new();
    for (index, raw) in texts.iter().enumerate() {
        let place = format!("{field}[{index}]");
        if fit.len() < most {
            fit.extend(notes.fit(kind, &place, raw).map(|text| (index, text)));
        } else {
            notes.keep(&place, raw);
        }
    }
    fit
}
