//! For a pipe: a record a line, tabs between fields, whole values, no header. The first field says what the line is.
//!
//! - `session`: id, status, start, end (empty while it is active), number of commits, worktree, branch, author, intent
//! - `commit`: id, session (empty: none), recorded at, evidence, subject
//! - `event`, `decision`: session, time, text, and of a decision the reason
//! - `parent`, `child`: session, the other session
//! - `owner`: session, host, process, its start
//! - `roadmap`, `tag`, `next`: session, text
//! - `activity`, `awaiting`: session, since, text
//! - `task`: session, id, status, changed at, subject
//! - `question`, `answer`: session, id of the question, time, text
//! - `parked`: session, time, reason, command, stopped at
//! - `completed`: session, time, command, outcome, note, the session that goes on with it
//! - `project`: name, since when its phase holds, phase, last sign of life, its sessions (active, parked, completed; of those
//!   done, resumed, abandoned, stale), commits, decisions
//! - `item`: project, id, status, changed at, text
//! - `recent`: project, commit, session, recorded at, subject
//! - `worked`: session, seconds of active time, of wall time, of the longest pause that counts
//! - `found-by`: session, commit, evidence, what the commit is called now
//! - `stat`: session, files, lines that came, that went, commits that are gone; the first `+` where more files are not known
//! - `part`: first line, last line, session (empty: none), commit (empty: not committed yet), when it was written, its author, intent or
//!   subject; `line`: number, session, commit, text
//! - `found`: session, what the passage is, when it was said (empty: it holds for the whole session), text
//! - `file`: session, path; `more-files`: session, where not all are known
//!
//! Times are RFC 3339 in UTC.

mod project;

use chrono::TimeDelta;
use core_model::{
    Commit, Entry, Evidence, Passage, Question, Said, Session, SessionId, SessionLines, Status, Task, Text,
    Time, clean,
};

use crate::people::Blamed;

pub use project::{project, project_story, roadmap_item};

/// A line for a session.
#[must_use]
pub fn session(session: &Session) -> String {
    let opening = session.opening();
    let ended = match session.status() {
        Status::Active => String::new(),
        Status::Parked(parked) => time(parked.at),
        Status::Completed(over) => time(over.ended_at),
    };
    row(&[
        "session",
        session.id().as_str(),
        session.status().name().as_str(),
        &time(opening.started_at),
        &ended,
        &session.record().derive_current().count().to_string(),
        &opening.worktree,
        opening.branch.as_deref().unwrap_or_default(),
        opening.author.name.as_str(),
        opening.intent.as_str(),
    ])
}

/// A line for a passage in which something was found.
#[must_use]
pub fn found(of: &Session, passage: &Passage) -> String {
    let at = passage.at.map(time).unwrap_or_default();
    row(&["found", of.id().as_str(), passage.kind.as_str(), &at, &passage.text])
}

/// A line for a commit. `session` is `None` where it belongs to none.
#[must_use]
pub fn commit(session: Option<&Session>, commit: &Commit) -> String {
    row(&[
        "commit",
        &commit.facts.sha,
        session.map(|session| session.id().as_str()).unwrap_or_default(),
        &time(commit.at),
        commit.evidence.as_str(),
        &commit.facts.subject,
    ])
}

/// A line for how long was worked in a session.
#[must_use]
pub fn worked(of: &Session, gap: TimeDelta) -> String {
    let (active, wall) = of.derive_times(gap);
    let seconds = [active, wall, gap].map(|length| length.num_seconds().to_string());
    row(&["worked", of.id().as_str(), &seconds[0], &seconds[1], &seconds[2]])
}

/// A line for the commit by which a session was found.
#[must_use]
pub fn found_by(of: &Session, sha: &str, evidence: Evidence, became: &[String]) -> String {
    row(&["found-by", of.id().as_str(), sha, evidence.as_str(), &became.join(" ")])
}

/// A line for how much a session changed.
#[must_use]
pub fn stat(of: &Session, lines: &SessionLines) -> String {
    let more = if lines.more_files { "+" } else { "" };
    row(&[
        "stat",
        of.id().as_str(),
        &format!("{}{more}", lines.files),
        &lines.added.to_string(),
        &lines.removed.to_string(),
        &lines.gone.to_string(),
    ])
}

/// The lines for a part of a file: it, and where they are wanted each line that stands there.
#[must_use]
pub fn blamed(part: &Blamed<'_>, with_lines: bool) -> Vec<String> {
    let by = part.by.as_ref();
    let session = by.and_then(|by| by.session);
    let id = session.map(|(session, _)| session.id().as_str()).unwrap_or_default();
    let sha = by.map(|by| by.sha).unwrap_or_default();
    if with_lines {
        let numbered = (part.first..).zip(part.lines);
        return numbered.map(|(number, line)| row(&["line", &number.to_string(), id, sha, line])).collect();
    }
    let what = session.map(|(session, _)| session.opening().intent.as_str());
    vec![row(&[
        "part",
        &part.first.to_string(),
        &part.last().to_string(),
        id,
        sha,
        &by.map(|by| time(by.at)).unwrap_or_default(),
        by.map(|by| by.author).unwrap_or_default(),
        what.or(by.map(|by| by.subject)).unwrap_or_default(),
    ])]
}

/// A line for a task.
#[must_use]
pub fn task(of: &Session, task: &Task) -> String {
    row(&["task", of.id().as_str(), &task.id, task.status.as_str(), &time(task.at), task.subject.as_str()])
}

/// The lines for a session that is at work or parked: it, what it waits for and what it does.
#[must_use]
pub fn status(of: &Session) -> Vec<String> {
    let mut lines = vec![session(of)];
    lines.extend(present(of));
    lines
}

/// The lines for a session and what it recorded, without its heartbeats. `children` are the sessions that go on with
/// it.
#[must_use]
pub fn story(of: &Session, children: &[SessionId]) -> Vec<String> {
    let mut lines = status(of);
    lines.extend(head(of, children));
    lines.extend(of.tasks().as_slice().iter().map(|it| task(of, it)));
    lines.extend(of.questions().as_slice().iter().flat_map(|it| question(of, it)));
    let became = of.record().derive_became();
    let is_current = |it: &&Entry| match it {
        Entry::Commit(commit) => !became.contains_key(commit.facts.sha.as_str()),
        Entry::Heartbeat(_) | Entry::Event(_) | Entry::Decision(_) => true,
    };
    let timeline = of.record().derive_timeline();
    lines.extend(timeline.iter().filter(is_current).filter_map(|it| entry(of, it)));
    lines.extend(end(of));
    lines.extend(texts(of, "next", &of.head().next_steps));
    lines.extend(files(of));
    lines
}

fn present(of: &Session) -> impl Iterator<Item = String> {
    let said = [("awaiting", &of.head().awaiting), ("activity", &of.head().activity)];
    let line = |(kind, said): (&str, &Option<Said>)| {
        said.as_ref().map(|said| row(&[kind, of.id().as_str(), &time(said.at), said.text.as_str()]))
    };
    said.into_iter().filter_map(line)
}

/// A line for the session that one goes on with, and for each that goes on with it.
#[must_use]
pub fn lineage(of: &Session, children: &[SessionId]) -> Vec<String> {
    let id = of.id().as_str();
    let parent = of.opening().parent.iter().map(|parent| row(&["parent", id, parent.as_str()]));
    parent.chain(children.iter().map(|child| row(&["child", id, child.as_str()]))).collect()
}

fn head(of: &Session, children: &[SessionId]) -> Vec<String> {
    let (id, opening) = (of.id().as_str(), of.opening());
    let mut lines = lineage(of, children);
    lines.extend(
        opening
            .owner
            .iter()
            .map(|owner| row(&["owner", id, &owner.host, &owner.pid.to_string(), &time(owner.started_at)])),
    );
    lines.extend(opening.roadmap.iter().map(|item| row(&["roadmap", id, item.as_str()])));
    lines.extend(texts(of, "tag", &opening.tags));
    lines
}

fn texts(of: &Session, kind: &str, texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| row(&[kind, of.id().as_str(), text.as_str()])).collect()
}

fn question(of: &Session, question: &Question) -> Vec<String> {
    let line = |kind: &str, at: Time, text: &Text| {
        row(&[kind, of.id().as_str(), &question.id, &time(at), text.as_str()])
    };
    let asked = line("question", question.asked_at, &question.text);
    let answered = question.answer.iter().map(|answer| line("answer", answer.at, &answer.text));
    std::iter::once(asked).chain(answered).collect()
}

fn entry(of: &Session, entry: &Entry) -> Option<String> {
    let id = of.id().as_str();
    match entry {
        Entry::Heartbeat(_) => None,
        Entry::Commit(it) => Some(commit(Some(of), it)),
        Entry::Event(it) => Some(row(&["event", id, &time(it.at), it.text.as_str()])),
        Entry::Decision(it) => {
            Some(row(&["decision", id, &time(it.at), it.title.as_str(), it.because.as_str()]))
        }
    }
}

fn end(of: &Session) -> Option<String> {
    let id = of.id().as_str();
    match of.status() {
        Status::Active => None,
        Status::Parked(it) => {
            let (at, stopped_at) = (time(it.at), time(it.stopped_at));
            Some(row(&["parked", id, &at, it.reason.as_str(), &it.by, &stopped_at]))
        }
        Status::Completed(it) => {
            let outcome = it.outcome.kind.as_str();
            let note = it.outcome.note.as_ref().map(Text::as_str).unwrap_or_default();
            let child = it.outcome.kind.resumed_as().map(SessionId::as_str).unwrap_or_default();
            Some(row(&["completed", id, &time(it.closed_at), &it.closed_by, outcome, note, child]))
        }
    }
}

fn files(of: &Session) -> Vec<String> {
    let (id, files) = (of.id().as_str(), of.record().derive_files());
    let mut lines: Vec<String> = files.paths.iter().map(|path| row(&["file", id, path])).collect();
    if files.more {
        lines.push(row(&["more-files", id]));
    }
    lines
}

/// A line for a session that needs care: id, why, remedy, whether it is due, last sign of life, worktree, what a plan
/// would do (empty: it is no plan), intent.
#[must_use]
pub fn care(care: &crate::json::CareJson) -> String {
    let due = if care.due { "due" } else { "later" };
    let would = care.would.as_deref().unwrap_or_default();
    row(&[
        "stale",
        &care.id,
        care.why,
        care.remedy,
        due,
        &care.last_heartbeat,
        &care.worktree,
        would,
        &care.intent,
    ])
}

/// A line: fields with tabs between them, cleaned.
#[must_use]
pub fn row(fields: &[&str]) -> String {
    fields.iter().map(|field| clean(field)).collect::<Vec<_>>().join("\t")
}

fn time(time: Time) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
