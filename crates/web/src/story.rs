//! The story of each session, by the month in which it began.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use core_model::{Entry, OutcomeKind, Session, SessionId, Status, TaskStatus};
use serde::Serialize;

use crate::calendar::Clock;
use crate::item::Item;
use crate::names::Names;
use crate::words;

/// How many stories are open before anybody opens one.
const OPEN: usize = 12;

/// How many files are listed before the rest is folded away.
const FILES: usize = 12;

/// The stories of a month.
#[derive(Serialize)]
pub(crate) struct Month {
    name: String,
    words: String,
    stories: Vec<Story>,
}

/// The story of a session.
#[derive(Serialize)]
struct Story {
    anchor: String,
    name: String,
    intent: String,
    status: &'static str,
    outcome: &'static str,
    author: String,
    kind: &'static str,
    started: String,
    started_machine: String,
    active: String,
    wall: String,
    is_open: bool,
    facts: Vec<Fact>,
    lineage: Vec<Kin>,
    next_steps: Vec<String>,
    days: Vec<Day>,
    tasks: Vec<Task>,
    questions: Vec<Question>,
    files: Files,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    text: String,
}

/// A session that this one goes on with, or that goes on with this one.
#[derive(Serialize)]
struct Kin {
    words: &'static str,
    name: String,
    /// Its story. `None`: it is not on the page.
    anchor: Option<String>,
}

/// What happened on a day.
#[derive(Serialize)]
struct Day {
    name: String,
    entries: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    time: String,
    kind: &'static str,
    mark: Option<String>,
    text: Option<String>,
    because: Option<String>,
}

#[derive(Serialize)]
struct Task {
    id: String,
    status: &'static str,
    is_open: bool,
    text: Option<String>,
}

#[derive(Serialize)]
struct Question {
    id: String,
    text: Option<String>,
    is_answered: bool,
    answer: Option<String>,
}

#[derive(Serialize)]
struct Files {
    words: String,
    first: Vec<String>,
    rest: Vec<String>,
}

/// What a story needs beside its session.
pub(crate) struct Teller<'a> {
    pub(crate) names: &'a Names,
    pub(crate) clock: Clock<'a>,
    /// Which session goes on with which, of all that there are.
    pub(crate) children: &'a BTreeMap<&'a SessionId, BTreeSet<&'a SessionId>>,
    /// The sessions of the page.
    pub(crate) there: &'a BTreeSet<&'a SessionId>,
}

impl Teller<'_> {
    /// Tells all, the newest first.
    pub(crate) fn months(&self, items: &[Item<'_>]) -> Vec<Month> {
        let mut months: BTreeMap<(i32, u32), Vec<Story>> = BTreeMap::new();
        for (place, item) in items.iter().rev().enumerate() {
            let from = self.clock.at(item.session.opening().started_at);
            months.entry((from.year(), from.month())).or_default().push(self.story(item, place < OPEN));
        }
        let name = |(year, month)| {
            chrono::NaiveDate::from_ymd_opt(year, month, 1)
                .map(|day| day.format("%B %Y").to_string())
                .unwrap_or_default()
        };
        let told = |(month, stories): ((i32, u32), Vec<Story>)| Month {
            name: name(month),
            words: words::count(stories.len(), "session"),
            stories,
        };
        months.into_iter().rev().map(told).collect()
    }

    fn story(&self, item: &Item<'_>, is_open: bool) -> Story {
        let (session, names) = (item.session, self.names);
        let opening = session.opening();
        let started = self.clock.at(opening.started_at);
        let steps = &session.head().next_steps;
        Story {
            anchor: names.anchor(session.id()),
            name: names.session(session.id()),
            intent: names.intent(session),
            status: session.status().name().as_str(),
            outcome: match session.status() {
                Status::Active | Status::Parked(_) => "",
                Status::Completed(over) => over.outcome.kind.as_str(),
            },
            author: names.author(&opening.author),
            kind: opening.author.kind.as_str(),
            started: words::minute(started),
            started_machine: words::machine(started),
            active: words::length(item.derive_active()),
            wall: words::length(item.derive_wall()),
            is_open,
            facts: self.facts(session),
            lineage: self.lineage(session),
            next_steps: steps.iter().filter_map(|step| names.text(step.as_str())).collect(),
            days: self.days(session),
            tasks: session.tasks().as_slice().iter().map(|task| self.task(task)).collect(),
            questions: session.questions().as_slice().iter().map(|it| self.question(it)).collect(),
            files: self.files(session),
        }
    }

    fn facts(&self, session: &Session) -> Vec<Fact> {
        let (names, opening) = (self.names, session.opening());
        let mut facts = Vec::new();
        let mut fact = |name, text: String| facts.push(Fact { name, text });
        let when = |at| words::minute(self.clock.at(at));
        let said = |text: &str| names.text(text).map(|text| format!(": {text}")).unwrap_or_default();
        match session.status() {
            Status::Active => fact("Last sign", when(session.derive_last_sign())),
            Status::Parked(parked) => {
                fact("Parked", format!("{}{}", when(parked.at), said(parked.reason.as_str())));
            }
            Status::Completed(over) => {
                fact("Ended", when(over.ended_at));
                let note = over.outcome.note.as_ref().map(|note| said(note.as_str())).unwrap_or_default();
                fact("Outcome", format!("{}{note}", outcome(&over.outcome.kind)));
            }
        }
        let head = session.head();
        if let Some(awaiting) = &head.awaiting {
            fact("Waits", format!("since {}{}", when(awaiting.at), said(awaiting.text.as_str())));
        }
        if let Some(activity) = head.activity.as_ref().and_then(|it| names.text(it.text.as_str())) {
            fact("Activity", activity);
        }
        fact("Project", names.project(&opening.project));
        fact("Branch", opening.branch.as_deref().map_or("detached HEAD".to_owned(), |it| names.branch(it)));
        fact("Worktree", names.worktree(&opening.worktree));
        if !opening.tags.is_empty() {
            let tags: Vec<String> = opening.tags.iter().map(|tag| names.tag(tag.as_str())).collect();
            fact("Tags", tags.join(", "));
        }
        if let Some(item) = opening.roadmap.as_ref().and_then(|item| names.text(item.as_str())) {
            fact("Roadmap", item);
        }
        facts
    }

    fn lineage(&self, session: &Session) -> Vec<Kin> {
        let kin = |words, id: &SessionId| Kin {
            words,
            name: self.names.session(id),
            anchor: self.there.contains(id).then(|| self.names.anchor(id)),
        };
        let parent = session.opening().parent.iter().map(|parent| kin("goes on with", parent));
        let children = self.children.get(session.id()).into_iter().flatten();
        parent.chain(children.map(|child| kin("taken up again by", child))).collect()
    }

    fn days(&self, session: &Session) -> Vec<Day> {
        let became = session.record().derive_became();
        let names = self.names;
        let mut days: Vec<Day> = Vec::new();
        for entry in session.record().derive_timeline() {
            let at = self.clock.at(entry.at());
            let told = |kind, mark, text, because| Told {
                time: at.format("%H:%M").to_string(),
                kind,
                mark,
                text,
                because,
            };
            let told = match &entry {
                Entry::Heartbeat(_) => continue,
                Entry::Commit(commit) => {
                    let sha = commit.facts.sha.as_str();
                    let now = became.get(sha).map(|now| format!(", now {}", names.commit(now)));
                    let mark = format!("{}{}", names.commit(sha), now.unwrap_or_default());
                    told("commit", Some(mark), names.text(&commit.facts.subject), None)
                }
                Entry::Event(event) => told("event", None, names.text(event.text.as_str()), None),
                Entry::Decision(decision) => {
                    let because = names.text(decision.because.as_str());
                    told("decision", None, names.text(decision.title.as_str()), because)
                }
            };
            let name = words::day(at.date());
            match days.last_mut() {
                Some(day) if day.name == name => day.entries.push(told),
                _ => days.push(Day { name, entries: vec![told] }),
            }
        }
        days
    }

    fn task(&self, task: &core_model::Task) -> Task {
        let status = match task.status {
            TaskStatus::Pending => "pending",
            TaskStatus::InProgress => "in progress",
            TaskStatus::Completed => "completed",
            TaskStatus::Skipped => "skipped",
        };
        let text = self.names.text(task.subject.as_str());
        Task { id: core_model::clean(&task.id), status, is_open: task.status.is_open(), text }
    }

    fn question(&self, question: &core_model::Question) -> Question {
        Question {
            id: core_model::clean(&question.id),
            text: self.names.text(question.text.as_str()),
            is_answered: question.answer.is_some(),
            answer: question.answer.as_ref().and_then(|answer| self.names.text(answer.text.as_str())),
        }
    }

    fn files(&self, session: &Session) -> Files {
        let files = session.record().derive_files();
        let more = if files.more { " and more" } else { "" };
        let words = format!("{}{more}", words::count(files.paths.len(), "file"));
        let mut first: Vec<String> = files.paths.iter().filter_map(|path| self.names.text(path)).collect();
        let rest = first.split_off(FILES.min(first.len()));
        Files { words: if files.paths.is_empty() { String::new() } else { words }, first, rest }
    }
}

fn outcome(kind: &OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Done => "done",
        OutcomeKind::ResumedAs(_) => "resumed",
        OutcomeKind::Abandoned => "abandoned",
        OutcomeKind::Stale => "closed, since it showed no sign of life",
    }
}
