//! The stores of the corpus, as they are made: by the store itself, on a clock that stands where it is put, and then by
//! the hands of [`super::hands`].

use std::fs;
use std::path::Path;

use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Continuation, Decision, Entry, Event, Evidence, Files,
    Heartbeat, MadeBy, Opening, Outcome, OutcomeKind, Owner, Person, RandomBits, Session, SessionId, Source,
    TaskStatus, Text, Time,
};
use store::Store;

use super::hands::{self, Edit};

/// The format that the stores here are of.
pub const FORMAT: i64 = 1;

/// Makes a store at a path.
type Make = fn(&Path) -> Result<(), String>;

/// Every store, by its folder.
pub(super) const STORES: [(&str, Make); 10] = [
    ("format-1/everything", everything),
    ("format-1/cut-short", |root| everything(root).and_then(|()| hands::cut_short(root))),
    ("format-1/by-hand-other-line-ends", |root| {
        everything(root).and_then(|()| hands::edit(root, Edit::OtherLineEnds))
    }),
    ("format-1/by-hand-without-marks", |root| {
        everything(root).and_then(|()| hands::edit(root, Edit::WithoutMarks))
    }),
    ("format-1/by-hand-remarks", |root| everything(root).and_then(|()| hands::edit(root, Edit::Remarks))),
    ("format-1/by-hand-own-entries", |root| {
        everything(root).and_then(|()| hands::edit(root, Edit::OwnEntries))
    }),
    ("format-1/half-resumed", |root| hands::half_resumed(root, false)),
    ("format-1/half-resumed-later", |root| hands::half_resumed(root, true)),
    ("format-2/known-and-unknown", |root| everything(root).and_then(|()| hands::make_newer(root))),
    ("format-2/half-resumed", |root| hands::half_resumed(root, false).and_then(|()| hands::make_newer(root))),
];

/// A text that wants to be something else.
const HOSTILE: &str =
    "one\n[[event]]\nat = 2\n#. 3 00000000\n\"\"\" ''' \\ \u{1b}[31m \u{202e} \u{0}\u{7f} é 👩‍👩‍👧";

/// So many seconds after ten o'clock.
pub(super) fn at(second: i64) -> Time {
    Time::from_timestamp_millis(1_795_168_800_120 + second * 1000).unwrap_or_default()
}

pub(super) fn text(raw: &str) -> Text {
    Text::restored(raw.to_owned())
}

pub(super) fn id(number: u64) -> SessionId {
    SessionId::new(at(0), RandomBits(number * 0x0001_f3a7_9c2b))
}

fn author() -> Author {
    Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None }
}

fn opening(number: u64, second: i64) -> Opening {
    Opening {
        id: id(number),
        project: "shop".into(),
        intent: text("Stop the double charge on retry"),
        started_at: at(second),
        branch: Some("fix/double-charge".into()),
        worktree: "main".into(),
        author: author(),
        made_by: MadeBy::Start,
        tags: vec![],
        owner: None,
        roadmap: None,
        parent: None,
    }
}

fn commit(sha: &str, at: Time, evidence: Evidence) -> Commit {
    let facts = CommitFacts {
        sha: sha.repeat(20),
        tree: "aa01".repeat(10),
        parents: vec!["77b0".repeat(10), "88c1".repeat(10)],
        author: Person { name: "Ada Ω".into(), email: "ada@example.org".into() },
        authored_at: Time::from_timestamp_millis(0).unwrap_or_default(),
        branch: Some("fix/double-charge".into()),
        subject: HOSTILE.into(),
        files: Files { paths: vec!["src/pay.rs".into(), "ünï/cödé".into()], more: true },
    };
    Commit::new(at, facts, evidence)
}

pub(super) fn open_at(root: &Path, second: i64) -> Result<Store, String> {
    super::open(root, at(second)).map_err(|error| error.to_string())
}

fn start(
    root: &Path,
    number: u64,
    second: i64,
    change: impl FnOnce(&mut Opening),
) -> Result<SessionId, String> {
    let mut opening = opening(number, second);
    change(&mut opening);
    let worktree = opening.worktree.clone();
    let opened = open_at(root, second)?.create::<()>(&worktree, |_, _| Ok(Session::open(opening.clone())));
    match opened {
        Ok(Ok(session)) => Ok(session.id().clone()),
        other => Err(format!("{other:?}")),
    }
}

fn append(root: &Path, id: &SessionId, second: i64, entry: fn(Time) -> Entry) -> Result<(), String> {
    let appended = open_at(root, second)?.append(id, |_, now| Ok(entry(now)));
    appended.map(drop).map_err(|error| error.to_string())
}

fn update(
    root: &Path,
    id: &SessionId,
    second: i64,
    change: impl FnOnce(&mut Session, Time) -> Result<(), core_model::Refusal>,
) -> Result<(), String> {
    open_at(root, second)?.update(id, change).map(drop).map_err(|error| error.to_string())
}

/// A session that is parked.
pub(super) fn parked(root: &Path) -> Result<SessionId, String> {
    let id = start(root, 20, 0, |_| {})?;
    update(root, &id, 5, |it, now| {
        it.add_tasks(&[text("travels"), text("stays")], now)?;
        it.move_task("t2", TaskStatus::Completed, now)?;
        it.ask(text("Who pays?"), now).map(drop)
    })?;
    update(root, &id, 60, |it, now| it.park(text("lunch"), vec![text("write the test")], now))?;
    Ok(id)
}

/// Resumes a session.
pub(super) fn resume(root: &Path, parent: &SessionId, child: &SessionId, second: i64) -> Result<(), String> {
    let author =
        Author { kind: AuthorKind::Agent, name: text("claude-code"), conversation: Some(text("0c9c")) };
    let with = Continuation { id: child.clone(), author, owner: None, intent: None, place: None };
    let store = open_at(root, second)?;
    store
        .update_and_open(parent, child, |it, now| it.resume(with, now))
        .map(drop)
        .map_err(|error| error.to_string())
}

/// One session of each status and outcome, one with each field and each kind of entry; commits of nobody; settings.
fn everything(root: &Path) -> Result<(), String> {
    full(root)?;
    let parent = parked(root)?;
    resume(root, &parent, &id(21), 120)?;
    let aside = start(root, 3, 10, |it| it.worktree = "shop-wt1".into())?;
    update(root, &aside, 11, |it, now| it.set_aside(text("the process that held it is gone"), "clean", now))?;
    for (number, kind) in [(4, OutcomeKind::Done), (5, OutcomeKind::Abandoned)] {
        let over = start(root, number, 20, |it| it.branch = None)?;
        append(root, &over, 25, |at| Entry::Event(Event { at, text: text("said before it ended") }))?;
        let outcome = Outcome { kind, note: Some(text(HOSTILE)) };
        update(root, &over, 30, |it, now| it.complete(outcome, "complete", now))?;
    }
    let stale = start(root, 6, 20, |it| it.made_by = MadeBy::AutoStart)?;
    update(root, &stale, 90_000, |it, now| it.close("clean", now))?;
    for (second, sha) in [(40, "c1"), (41, "c2"), (42, "c1")] {
        let added = open_at(root, second)?.append_unassigned(|now| commit(sha, now, Evidence::None));
        added.map_err(|error| error.to_string())?;
    }
    let settings = "# ours\nauto_start = false\nstale_after = \"7d\"\nlock_timeout = \"1500ms\"\n\n\
                    [projects.shop]\npath = \"services/shop\"\n";
    fs::write(root.join("config.toml"), settings).map_err(|error| error.to_string())
}

fn full(root: &Path) -> Result<(), String> {
    let it = start(root, 1, 0, |it| {
        it.author =
            Author { kind: AuthorKind::Agent, name: text("claude-code"), conversation: Some(text("0c9c47")) };
        let boot = Some("5a1e".into());
        it.owner = Some(Owner { host: "lab".into(), boot, pid: 4242, started_at: at(-60) });
        it.tags = vec![text("billing"), text(HOSTILE)];
        it.roadmap = Some(text("r2"));
        it.parent = Some(id(9));
    })?;
    update(root, &it, 1, |it, now| {
        it.add_tasks(&[text("Reproduce"), text(HOSTILE), text("Write the test"), text("Tell them")], now)?;
        for (task, status) in ["t1", "t2", "t3", "t4"].into_iter().zip(TaskStatus::ALL) {
            it.move_task(task, status, now)?;
        }
        it.ask(text(HOSTILE), now)?;
        it.ask(text("Which key?"), now)?;
        it.answer("q2", text("The order's"), now)?;
        it.plan_next(vec![text("write the test"), text(HOSTILE)], false)?;
        it.set_activity(Some(text("reading the gateway's log")), now)?;
        it.set_awaiting(Some(text("the key to the sandbox")), now)
    })?;
    for second in [10, 40, 100, 400] {
        let beat = |at| Entry::Heartbeat(Heartbeat { at, until: None, source: Source::Command });
        append(root, &it, second, beat)?;
    }
    append(root, &it, 410, |at| {
        Entry::Heartbeat(Heartbeat { at, until: None, source: Source::PostCheckout })
    })?;
    append(root, &it, 420, |at| Entry::Commit(Box::new(commit("9f", at, Evidence::Environment))))?;
    append(root, &it, 430, |at| Entry::Event(Event { at, text: text(HOSTILE) }))?;
    append(root, &it, 440, |at| {
        let title = text("Key the charge on the order, not on the attempt");
        Entry::Decision(Decision { at, title, because: text("The gateway retries on its own") })
    })?;
    update(root, &it, 450, |it, now| {
        it.rename_task("t1", text("Reproduce with two retries"), now).map(drop)
    })?;
    append(root, &it, 460, |at| Entry::Event(Event { at, text: text("the last one") }))
}
