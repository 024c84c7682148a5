//! The predecessor's folder that stands under `tests/predecessor`, and a session as lines.

use chrono::{SecondsFormat, SubsecRound as _};
use core_model::{Entry, Session, Status, Time};
use exchange::predecessor::{File, FileKind, Ground, Import, import};

macro_rules! folder {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("../predecessor/", $path)))),*] };
}

/// Each file, with its path below the predecessor's folder.
pub(crate) const FOLDER: [(&str, &str); 7] = folder!(
    "config.json",
    "projects/shop.json",
    "sessions/archive/sess_20260223T1415_c2d0.json",
    "sessions/sess_20260211T0903_0f3a.json",
    "sessions/sess_20260301T0800_77aa.json",
    "sessions/sess_20260310T1930_be11.json",
    "sessions/sess_20260312T0815_51fe.json",
);

pub(crate) fn now() -> Time {
    "2026-11-20T06:00:00Z".parse().unwrap()
}

pub(crate) fn import_all(files: &[(&str, &str)]) -> Import {
    let worktree_of = |root: Option<&str>| match root {
        Some("/home/mara/shop-prices") => "shop-prices".to_owned(),
        Some(_) | None => "main".to_owned(),
    };
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(path, text)| File { path, kind: FileKind::of(path), text: text.as_bytes() })
        .collect();
    import(&files, &Ground { now: now(), worktree_of: &worktree_of })
}

/// As it stands in notes and in lines.
pub(crate) fn written(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// What a session keeps of a time.
pub(crate) fn kept(time: Time) -> String {
    written(time.trunc_subsecs(3))
}

/// All that a session says, one thing a line.
pub(crate) fn lines(session: &Session) -> String {
    let (head, opening) = (session.head(), session.opening());
    let mut lines = vec![
        format!(
            "{} {} of {} since {}",
            session.id(),
            head.status().name(),
            opening.project,
            written(opening.started_at)
        ),
        format!("intent: {}", opening.intent),
        format!("at: {} {}", opening.worktree, opening.branch.as_deref().unwrap_or("-")),
    ];
    let mut say =
        |name: &str, value: Option<String>| lines.extend(value.map(|value| format!("{name}: {value}")));
    say("conversation", opening.author.conversation.as_ref().map(ToString::to_string));
    say("roadmap", opening.roadmap.as_ref().map(ToString::to_string));
    say("parent", opening.parent.as_ref().map(ToString::to_string));
    say("activity", head.activity.as_ref().map(|said| format!("{} {}", written(said.at), said.text)));
    say("awaiting", head.awaiting.as_ref().map(|said| format!("{} {}", written(said.at), said.text)));
    for step in &head.next_steps {
        say("next", Some(step.to_string()));
    }
    match head.status() {
        Status::Active => {}
        Status::Parked(parked) => say(
            "parked",
            Some(format!(
                "{} by {}, stopped {}: {}",
                written(parked.at),
                parked.by,
                written(parked.stopped_at),
                parked.reason
            )),
        ),
        Status::Completed(over) => {
            let child = over.outcome.kind.resumed_as().map(|id| format!(" as {id}")).unwrap_or_default();
            let note = over.outcome.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            say(
                over.outcome.kind.as_str(),
                Some(format!(
                    "ended {}, closed {} by {}{child}{note}",
                    written(over.ended_at),
                    written(over.closed_at),
                    over.closed_by
                )),
            );
        }
    }
    for task in session.tasks().as_slice() {
        say("task", Some(format!("{} {} {} {}", task.id, task.status, written(task.at), task.subject)));
    }
    for question in session.questions().as_slice() {
        say("question", Some(format!("{} {} {}", question.id, written(question.asked_at), question.text)));
    }
    for entry in session.record().derive_timeline() {
        let words = match &entry {
            Entry::Heartbeat(_) => "heartbeat".to_owned(),
            Entry::Commit(commit) => format!("commit {}", commit.facts.sha),
            Entry::Event(event) => event.text.to_string(),
            Entry::Decision(decision) => {
                format!("decided: {}, because: {}", decision.title, decision.because)
            }
        };
        say(&written(entry.at()), Some(words));
    }
    lines.join("\n")
}
