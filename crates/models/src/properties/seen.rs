//! A session that was read, as plain lists.

use core_model::{OutcomeKind, Session, Status, Time};

use super::believed::{Commit, How, It, Millis, Question, Standing, Task};

pub(crate) fn seen(session: &Session) -> It {
    let (head, opening, record) = (session.head(), session.opening(), session.record());
    let texts = |texts: &[core_model::Text]| texts.iter().map(ToString::to_string).collect();
    let said = |said: &Option<core_model::Said>| said.as_ref().map(|it| (millis(it.at), it.text.to_string()));
    It {
        id: session.id().to_string(),
        worktree: opening.worktree.clone(),
        branch: opening.branch.clone(),
        author: opening.author.name.to_string(),
        started_at: millis(opening.started_at),
        changed_at: millis(head.changed_at),
        status: standing(session.status()),
        parent: opening.parent.as_ref().map(ToString::to_string),
        intent: opening.intent.to_string(),
        tags: texts(&opening.tags),
        next: texts(&head.next_steps),
        activity: said(&head.activity),
        awaiting: said(&head.awaiting),
        tasks: session.tasks().as_slice().iter().map(task).collect(),
        questions: session.questions().as_slice().iter().map(question).collect(),
        events: record.events.iter().map(|it| (millis(it.at), it.text.to_string())).collect(),
        decisions: record
            .decisions
            .iter()
            .map(|it| (millis(it.at), it.title.to_string(), it.because.to_string()))
            .collect(),
        commits: record.commits.iter().map(commit).collect(),
        beats: record
            .heartbeats
            .iter()
            .map(|it| (millis(it.at), millis(it.until.unwrap_or(it.at))))
            .collect(),
    }
}

pub(crate) fn millis(time: Time) -> Millis {
    time.timestamp_millis()
}

fn standing(status: &Status) -> Standing {
    match status {
        Status::Active => Standing::Active,
        Status::Parked(parked) => Standing::Parked {
            stopped_at: millis(parked.stopped_at),
            at: millis(parked.at),
            reason: parked.reason.to_string(),
        },
        Status::Completed(over) => Standing::Over {
            ended_at: millis(over.ended_at),
            closed_at: millis(over.closed_at),
            how: match &over.outcome.kind {
                OutcomeKind::Done => How::Done,
                OutcomeKind::Abandoned => How::Abandoned,
                OutcomeKind::Stale => How::Stale,
                OutcomeKind::ResumedAs(child) => How::ResumedAs(child.to_string()),
            },
            note: over.outcome.note.as_ref().map(ToString::to_string),
        },
    }
}

fn commit(commit: &core_model::Commit) -> Commit {
    let facts = &commit.facts;
    let words = [&facts.author.name, &facts.author.email, &facts.subject].map(String::clone);
    Commit { at: millis(commit.at), sha: facts.sha.clone(), words }
}

fn task(task: &core_model::Task) -> Task {
    Task { id: task.id.clone(), subject: task.subject.to_string(), status: task.status, at: millis(task.at) }
}

fn question(question: &core_model::Question) -> Question {
    Question {
        id: question.id.clone(),
        at: millis(question.asked_at),
        text: question.text.to_string(),
        answer: question.answer.as_ref().map(|answer| (millis(answer.at), answer.text.to_string())),
    }
}
