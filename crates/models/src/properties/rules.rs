//! What a change makes of a session, or why it is refused.

use core_model::{TaskStatus, Text};

use super::believed::{Commit, How, It, Millis, Question, Refused, Standing, Task};
use super::deed::Change;
use super::values;

/// Does it at `now`; `child` is the id that a resume would take. The child is the answer where there is one.
pub(crate) fn apply(it: &mut It, change: &Change, now: Millis, child: &str) -> Result<Option<It>, Refused> {
    match change {
        Change::Event(_) | Change::Decide(..) | Change::Heartbeat | Change::Commit(_) if !it.is_active() => {
            return Err("NotActive");
        }
        Change::Activity(_) | Change::Await(_) if !it.is_active() => return Err("NotActive"),
        Change::AddTasks(_) | Change::MoveTask(..) | Change::RenameTask(..) if it.is_over() => {
            return Err("Over");
        }
        Change::Ask(_) | Change::Answer(..) | Change::Plan(..) | Change::Intent(_) | Change::Tag(..)
            if it.is_over() =>
        {
            return Err("Over");
        }
        _ => {}
    }
    match change {
        Change::Event(text) => it.events.push((now, text.to_string())),
        Change::Decide(title, because) => it.decisions.push((now, title.to_string(), because.to_string())),
        Change::Heartbeat => it.beats.push((now, now)),
        Change::Commit(sha) => {
            let sha = sha.to_string();
            if it.commits.iter().all(|commit| commit.sha != sha) {
                let words = [values::NAME, values::ADDRESS, values::SUBJECT].map(str::to_owned);
                it.commits.push(Commit { at: now, sha, words });
            }
        }
        Change::AddTasks(subjects) => {
            let mut tasks = it.tasks.clone();
            for subject in subjects {
                add_task(&mut tasks, subject.as_str(), now)?;
            }
            it.tasks = tasks;
        }
        Change::MoveTask(task, status) => {
            let at = find(it.tasks.iter().map(|task| (&*task.id, &*task.subject)), task.as_str())?;
            let task = &mut it.tasks[at];
            if task.status != *status {
                task.status = *status;
                task.at = now;
            }
        }
        Change::RenameTask(task, subject) => {
            let at = find(it.tasks.iter().map(|task| (&*task.id, &*task.subject)), task.as_str())?;
            let subject = subject.as_str();
            if it.tasks.iter().enumerate().any(|(other, task)| other != at && task.subject == subject) {
                return Err("Task");
            }
            let task = &mut it.tasks[at];
            if task.subject != subject {
                task.subject = subject.to_owned();
                task.at = now;
            }
        }
        Change::Ask(text) => {
            let id = next_id('q', it.questions.iter().map(|question| &*question.id));
            it.questions.push(Question { id, at: now, text: text.to_string(), answer: None });
        }
        Change::Answer(question, answer) => {
            let question = find_question(&mut it.questions, question.as_str())?;
            if question.answer.is_some() {
                return Err("Question");
            }
            question.answer = Some((now, answer.to_string()));
        }
        Change::Plan(steps, keep) => {
            if !keep {
                it.next.clear();
            }
            plan(it, steps)?;
        }
        Change::Activity(text) => it.activity = text.as_ref().map(|text| (now, text.to_string())),
        Change::Await(text) => it.awaiting = text.as_ref().map(|text| (now, text.to_string())),
        Change::Intent(text) => it.intent = text.to_string(),
        Change::Tag(add, remove) => {
            it.tags.retain(|tag| remove.iter().all(|it| it.as_str() != tag));
            for tag in add {
                if !it.tags.contains(&tag.to_string()) {
                    it.tags.push(tag.to_string());
                }
            }
            if it.tags.len() > core_model::MOST_TAGS {
                return Err("Full");
            }
        }
        Change::Park(reason, steps) => {
            may_leave(it)?;
            plan(it, steps)?;
            it.status = Standing::Parked { stopped_at: now, at: now, reason: reason.to_string() };
        }
        Change::SetAside(reason) => {
            may_leave(it)?;
            it.status = Standing::Parked { stopped_at: it.last_sign(), at: now, reason: reason.to_string() };
        }
        Change::Resume(intent) => {
            return resume(it, intent.as_ref().map(|it| it.as_str()), now, child).map(Some);
        }
        Change::Complete(note) => {
            let ended_at = match it.status {
                Standing::Parked { stopped_at, .. } => stopped_at,
                _ => now,
            };
            if it.is_over() {
                return Err(if it.child().is_some() { "Resumed" } else { "Already" });
            }
            end(it, ended_at, now, How::Done, note.as_ref().map(ToString::to_string));
        }
        Change::Close => {
            match it.status {
                Standing::Active => {}
                Standing::Parked { .. } => return Err("NoSuchStep"),
                Standing::Over { .. } if it.child().is_some() => return Err("Resumed"),
                Standing::Over { .. } => return Err("NoSuchStep"),
            }
            let ended_at = it.last_sign();
            end(it, ended_at, now, How::Stale, None);
        }
        Change::Nothing => {}
    }
    Ok(None)
}

fn end(it: &mut It, ended_at: Millis, now: Millis, how: How, note: Option<String>) {
    it.status = Standing::Over { ended_at, closed_at: now, how, note };
}

/// Whether it may be put aside.
fn may_leave(it: &It) -> Result<(), Refused> {
    match it.status {
        Standing::Active => Ok(()),
        Standing::Parked { .. } => Err("Already"),
        Standing::Over { .. } if it.child().is_some() => Err("Resumed"),
        Standing::Over { .. } => Err("NoSuchStep"),
    }
}

fn resume(it: &mut It, intent: Option<&str>, now: Millis, id: &str) -> Result<It, Refused> {
    let Standing::Parked { stopped_at, .. } = it.status else {
        return Err(if it.child().is_some() { "Resumed" } else { "NoSuchStep" });
    };
    let mut child = It::new(id, &it.worktree, intent.unwrap_or(&it.intent), now);
    child.branch.clone_from(&it.branch);
    child.parent = Some(it.id.clone());
    child.tags.clone_from(&it.tags);
    child.next.clone_from(&it.next);
    let open = |task: &&Task| matches!(task.status, TaskStatus::Pending | TaskStatus::InProgress);
    child.tasks = it.tasks.iter().filter(open).cloned().collect();
    child.questions = it.questions.iter().filter(|question| question.answer.is_none()).cloned().collect();
    end(it, stopped_at, now, How::ResumedAs(id.to_owned()), None);
    Ok(child)
}

fn add_task(tasks: &mut Vec<Task>, subject: &str, now: Millis) -> Result<(), Refused> {
    let id = next_id('t', tasks.iter().map(|task| &*task.id));
    if tasks.iter().any(|task| task.subject == subject) {
        return Err("Task");
    }
    tasks.push(Task { id, subject: subject.to_owned(), status: TaskStatus::Pending, at: now });
    Ok(())
}

fn plan(it: &mut It, steps: &[Text]) -> Result<(), &'static str> {
    for step in steps {
        if !it.next.contains(&step.to_string()) {
            it.next.push(step.to_string());
        }
    }
    if it.next.len() > core_model::MOST_STEPS { Err("Full") } else { Ok(()) }
}

fn next_id<'a>(letter: char, ids: impl Iterator<Item = &'a str>) -> String {
    let highest = ids.filter_map(|id| id.strip_prefix(letter)?.parse::<u32>().ok()).max();
    format!("{letter}{}", highest.unwrap_or(0) + 1)
}

/// By the id, by the whole subject, by the one beginning that fits.
fn find<'a>(tasks: impl Iterator<Item = (&'a str, &'a str)>, asked: &str) -> Result<usize, Refused> {
    let tasks: Vec<(&str, &str)> = tasks.collect();
    if let Some(at) = tasks.iter().position(|task| task.0 == asked || task.1 == asked) {
        return Ok(at);
    }
    let begin: Vec<usize> = (0..tasks.len()).filter(|&at| tasks[at].1.starts_with(asked)).collect();
    if begin.len() == 1 { Ok(begin[0]) } else { Err("Task") }
}

/// By the id, or by the one beginning that fits: among those without an answer first.
fn find_question<'a>(questions: &'a mut [Question], asked: &str) -> Result<&'a mut Question, Refused> {
    let by_id = questions.iter().position(|question| question.id == asked);
    let begin: Vec<usize> =
        (0..questions.len()).filter(|&at| questions[at].text.starts_with(asked)).collect();
    let open: Vec<usize> = begin.iter().copied().filter(|&at| questions[at].answer.is_none()).collect();
    let at = match (by_id, open.len(), begin.len()) {
        (Some(at), _, _) => at,
        (None, 1, _) => open[0],
        (None, 0, 1) => begin[0],
        _ => return Err("Question"),
    };
    Ok(&mut questions[at])
}
