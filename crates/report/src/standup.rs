//! A text that tells others what was done, what is being done, what is in the way and what comes next: short, in Markdown, to
//! be pasted where people read it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chrono::NaiveDateTime;
use core_model::worked::Span;
use core_model::{OutcomeKind, Session, SessionId, Status, TaskStatus, Text, Time, shorten};

use crate::export::escape::line;
use crate::figures::days;
use crate::people::plural;

/// The most bytes of a text that are shown.
const LONGEST: usize = 160;

/// How many commits of a session are named.
const COMMITS: usize = 5;

/// What it is made of.
pub struct StandupView<'a> {
    /// The sessions, the oldest first: those of the time that is told of, and those that are at work.
    pub sessions: &'a [Session],
    /// The time that is told of, from its first moment to the first after it.
    pub range: Span,
    /// Whether that reaches the present: what is being done, what is in the way and what comes next is of now.
    pub reaches_now: bool,
    /// A moment in the reader's time zone.
    pub local: &'a dyn Fn(Time) -> NaiveDateTime,
}

/// What was done for one intent: by a session, and by those that went on with it.
#[derive(Default)]
struct Work {
    intent: String,
    items: Vec<String>,
    commits: Vec<String>,
    ended: Option<String>,
}

/// What is said of a project.
#[derive(Default)]
struct Told<'a> {
    works: Vec<Work>,
    /// The place of each session's work in `works`.
    places: HashMap<&'a SessionId, usize>,
    going_on: Vec<String>,
    in_the_way: Vec<String>,
    next: Vec<String>,
}

/// The text, project by project.
#[must_use]
pub fn standup(view: &StandupView<'_>) -> String {
    let mut projects: BTreeMap<&str, Told<'_>> = BTreeMap::new();
    for session in view.sessions {
        tell(projects.entry(&session.opening().project).or_default(), session, view);
    }
    let mut text = format!("# {}\n", line(&days(view.range, view.local)));
    let mut is_empty = true;
    for (project, told) in projects {
        let done = told.works.iter().filter_map(Work::render).collect();
        let lists = [
            ("Done", &done),
            ("In progress", &told.going_on),
            ("In the way", &told.in_the_way),
            ("Next", &told.next),
        ];
        if lists.iter().all(|(_, items)| items.is_empty()) {
            continue;
        }
        is_empty = false;
        let _ = write!(text, "\n## {}\n", line(project));
        for (title, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
            let _ = write!(text, "\n**{title}**\n\n{}", items.concat());
        }
    }
    if is_empty {
        text.push_str("\nNothing was recorded.\n");
    }
    text
}

fn tell<'a>(told: &mut Told<'a>, session: &'a Session, view: &StandupView<'_>) {
    let intent = said(&session.opening().intent);
    let went_before = session.opening().parent.as_ref().and_then(|parent| told.places.get(parent).copied());
    let at = went_before.unwrap_or_else(|| {
        told.works.push(Work { intent: intent.clone(), ..Work::default() });
        told.works.len() - 1
    });
    told.places.insert(session.id(), at);
    told.works[at].add(session, view.range);
    let open = session.questions().as_slice().iter().filter(|it| it.answer.is_none());
    let (goes_on, is_parked) = match session.status() {
        Status::Active => (true, None),
        Status::Parked(parked) => (true, Some(&parked.reason)),
        Status::Completed(_) => (false, None),
    };
    if !goes_on || !view.reaches_now {
        return;
    }
    let head = session.head();
    if let Some(reason) = is_parked {
        told.going_on.push(format!("- {intent} (parked: {})\n", said(reason)));
    } else {
        let tasks = session.tasks().derive_summary();
        let mut now: Vec<String> = head.activity.iter().map(|it| said(&it.text)).collect();
        if tasks.total() > 0 {
            now.push(format!(
                "{} of {} done",
                tasks.completed + tasks.skipped,
                plural(tasks.total(), "task")
            ));
        }
        let now = if now.is_empty() { String::new() } else { format!(" ({})", now.join("; ")) };
        told.going_on.push(format!("- {intent}{now}\n"));
        let waits = head.awaiting.iter().map(|it| format!("- {intent}: waits for {}\n", said(&it.text)));
        told.in_the_way.extend(waits);
    }
    told.in_the_way.extend(open.map(|it| format!("- {intent}: {}\n", said(&it.text))));
    told.next.extend(head.next_steps.iter().map(|step| format!("- {intent}: {}\n", said(step))));
    if head.next_steps.is_empty() {
        let tasks = session.tasks().as_slice().iter().find(|it| it.status.is_open());
        told.next.extend(tasks.map(|it| format!("- {intent}: {}\n", said(&it.subject))));
    }
}

impl Work {
    /// Adds what was done in a session in that time.
    fn add(&mut self, session: &Session, range: Span) {
        let within = |at: Time| range.from <= at && at < range.to;
        let tasks = session.tasks().as_slice().iter();
        let tasks = tasks.filter(|it| it.status == TaskStatus::Completed && within(it.at));
        self.items.extend(tasks.map(|it| said(&it.subject)));
        let decisions = session.record().decisions.iter().filter(|it| within(it.at));
        self.items.extend(decisions.map(|it| format!("decided: {}", said(&it.title))));
        let commits = session.record().derive_current().filter(|it| within(it.at));
        self.commits.extend(commits.map(|it| format!("commit: {}", short(&it.facts.subject))));
        self.ended = match session.status() {
            Status::Completed(over) if within(over.ended_at) => match over.outcome.kind {
                OutcomeKind::Done => {
                    let note = over.outcome.note.as_ref().map(|note| format!(": {}", said(note)));
                    Some(format!(" (done{})", note.unwrap_or_default()))
                }
                OutcomeKind::Abandoned => Some(" (abandoned)".to_owned()),
                // The one that goes on with it is told of, or nobody said anything.
                OutcomeKind::ResumedAs(_) | OutcomeKind::Stale => None,
            },
            Status::Active | Status::Parked(_) | Status::Completed(_) => None,
        };
    }

    /// `None`: nothing that anybody would tell.
    fn render(&self) -> Option<String> {
        let Self { intent, items, commits, ended } = self;
        if items.is_empty() && commits.is_empty() && ended.is_none() {
            return None;
        }
        let more = commits.len().saturating_sub(COMMITS);
        let more = (more > 0).then(|| format!("and {}", plural(more, "more commit")));
        let below = items.iter().chain(commits.iter().take(COMMITS)).chain(&more);
        let below: String = below.map(|item| format!("  - {item}\n")).collect();
        Some(format!("- {intent}{}\n{below}", ended.as_deref().unwrap_or_default()))
    }
}

fn said(text: &Text) -> String {
    short(text.as_str())
}

fn short(text: &str) -> String {
    line(&shorten(text, LONGEST))
}
