//! What stands in a brief. Of each list the most important entry comes first.

use core_model::{Commit, Decision, OutcomeKind, Session, Status, Task, TaskStatus, Text, Time, shorten};

use super::{BriefView, Entry, Section, UncommittedView};

/// The most bytes of a text that are shown: the rest of it is read where it stands.
const LONGEST: usize = 600;

/// How many things that happened are told.
const EVENTS: usize = 5;

/// How many decisions, and how many commits, of a session before are told.
const OF_ONE_BEFORE: usize = 5;

pub(super) fn shortened(text: &str) -> String {
    shorten(text, LONGEST)
}

/// What is true of the session as a whole.
pub(super) fn facts(view: &BriefView<'_>) -> Vec<(&'static str, String)> {
    let (session, opening, head) = (view.session, view.session.opening(), view.session.head());
    let said = |text: &Text| shortened(text.as_str());
    let mut facts = vec![("session", session.id().to_string()), ("status", status(session.status()))];
    let waits = head.awaiting.iter().filter(|_| matches!(session.status(), Status::Active));
    facts.extend(waits.map(|it| ("awaiting", format!("{} (since {})", said(&it.text), minute(it.at)))));
    facts.extend(
        head.activity.iter().map(|it| ("activity", format!("{} ({})", said(&it.text), minute(it.at)))),
    );
    facts.push(("author", format!("{} ({})", opening.author.name, opening.author.kind.as_str())));
    let last = minute(session.derive_last_sign());
    facts.push(("time", format!("from {} to {last}", minute(opening.started_at))));
    facts.push(("branch", branch(opening.branch.as_deref(), view.uncommitted)));
    facts.push(("worktree", format!("{} ({})", opening.worktree, view.place)));
    facts.push(("project", opening.project.clone()));
    facts.extend(opening.roadmap.iter().map(|item| ("roadmap", said(item))));
    if !opening.tags.is_empty() {
        facts.push(("tags", opening.tags.iter().map(Text::as_str).collect::<Vec<_>>().join(", ")));
    }
    facts.extend(opening.parent.iter().map(|parent| ("parent", parent.to_string())));
    facts.extend(view.children.iter().map(|child| ("child", child.to_string())));
    facts
}

fn status(status: &Status) -> String {
    match status {
        Status::Active => "active".to_owned(),
        Status::Parked(it) => format!("parked {}: {}", minute(it.at), shortened(it.reason.as_str())),
        Status::Completed(it) => {
            let kind = match &it.outcome.kind {
                OutcomeKind::Done => "done".to_owned(),
                OutcomeKind::ResumedAs(child) => format!("resumed as {child}"),
                OutcomeKind::Abandoned => "abandoned".to_owned(),
                OutcomeKind::Stale => "closed as stale".to_owned(),
            };
            let note = it.outcome.note.as_ref().map(|note| format!(": {}", shortened(note.as_str())));
            format!("completed {}, {kind}{}", minute(it.ended_at), note.unwrap_or_default())
        }
    }
}

/// The branch, and how it stands to the one that it follows.
fn branch(began_on: Option<&str>, now: Option<&UncommittedView>) -> String {
    let name = |branch: Option<&str>| branch.unwrap_or("detached HEAD").to_owned();
    let began_on = name(began_on);
    let Some(now) = now else { return began_on };
    let there = name(now.branch.as_deref());
    let mut text =
        if there == began_on { began_on } else { format!("{began_on} (its worktree is on {there} now)") };
    match (&now.upstream, now.ahead, now.behind) {
        (Some(upstream), Some(0), Some(0)) => text.push_str(&format!(", level with {upstream}")),
        (Some(upstream), Some(ahead), Some(behind)) => {
            text.push_str(&format!(", {ahead} ahead of {upstream} and {behind} behind it"));
        }
        (Some(upstream), _, _) => text.push_str(&format!(", follows {upstream}, which is gone")),
        (None, _, _) => {}
    }
    text
}

/// The lists, in the order in which they are shown.
pub(super) fn sections(view: &BriefView<'_>) -> Vec<Section> {
    let session = view.session;
    let record = session.record();
    let open = session.questions().as_slice().iter().filter(|it| it.answer.is_none());
    let questions =
        open.map(|it| entry(format!("{} (asked {})", it.id, minute(it.asked_at)), it.text.as_str()));
    let steps = session.head().next_steps.iter().map(|step| entry(String::new(), step.as_str()));
    let decisions = record.decisions.iter().rev().map(|it| decision(minute(it.at), it));
    let answered = session.questions().as_slice().iter().rev().filter_map(|it| {
        let answer = it.answer.as_ref()?;
        let answered = format!("{} (answered {})", it.id, minute(answer.at));
        Some(Entry {
            because: Some(format!("answer: {}", shortened(answer.text.as_str()))),
            ..entry(answered, it.text.as_str())
        })
    });
    let commits: Vec<&Commit> = record.derive_current().collect();
    let commits = commits.into_iter().rev().map(|it| committed("", it));
    let files = view.uncommitted.iter().flat_map(|it| &it.files).map(|it| entry(it.change.into(), &it.path));
    let events = record.events.iter().rev().take(EVENTS).map(|it| entry(minute(it.at), it.text.as_str()));
    vec![
        section("Open questions", "questions", questions),
        section("Next steps", "next_steps", steps),
        section("Open tasks", "tasks", tasks(session)),
        section("Decisions, the newest first", "decisions", decisions),
        section("Answered questions, the newest first", "answers", answered),
        section("Changed and in no commit", "files", files),
        section("Commits, the newest first", "commits", commits),
        section("What happened last, the newest first", "events", events),
        section("What came before, the latest first", "before", before(view.before)),
    ]
}

fn section(title: &'static str, name: &'static str, entries: impl IntoIterator<Item = Entry>) -> Section {
    Section { title, name, entries: entries.into_iter().collect(), left_out: 0 }
}

fn entry(mark: String, text: &str) -> Entry {
    Entry { mark, text: shortened(text), because: None }
}

fn committed(what: &str, commit: &Commit) -> Entry {
    let sha: String = commit.facts.sha.chars().take(12).collect();
    entry(format!("{what}{sha}"), &commit.facts.subject)
}

fn decision(mark: String, decision: &Decision) -> Entry {
    Entry {
        because: Some(format!("because {}", shortened(decision.because.as_str()))),
        ..entry(mark, decision.title.as_str())
    }
}

/// What is being done first.
fn tasks(session: &Session) -> Vec<Entry> {
    let with = |status| session.tasks().as_slice().iter().filter(move |it: &&Task| it.status == status);
    let in_progress =
        with(TaskStatus::InProgress).map(|it| entry(format!("{} (in progress)", it.id), it.subject.as_str()));
    in_progress.chain(with(TaskStatus::Pending).map(|it| entry(it.id.clone(), it.subject.as_str()))).collect()
}

/// Of each session before it, what it was for, how it ended, what was decided and what was committed last, in short.
fn before(before: &[Session]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for session in before {
        let mark = format!("{}, {}", session.id(), status(session.status()));
        entries.push(entry(mark, session.opening().intent.as_str()));
        let decisions = session.record().decisions.iter().rev().take(OF_ONE_BEFORE);
        entries.extend(decisions.map(|it| decision(format!("decided {}", minute(it.at)), it)));
        let commits: Vec<&Commit> = session.record().derive_current().collect();
        entries.extend(commits.into_iter().rev().take(OF_ONE_BEFORE).map(|it| committed("committed ", it)));
    }
    entries
}

/// The date and the minute in UTC.
fn minute(time: Time) -> String {
    time.format("%Y-%m-%d %H:%M UTC").to_string()
}
