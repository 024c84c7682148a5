//! Stores with very many completed sessions, spread over years, as several people and agents would have left them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Decision, Entry, Event, Evidence, Files, Heartbeat, MadeBy,
    Opening, Outcome, OutcomeKind, Person, RandomBits, Session, SessionId, Source, Text,
};
use disk::{Access, Disk, DiskFile, Existing, Seen, System};
use store::{Clock, Deadline, Store};

/// How many sessions a day has: a small team with agents.
const A_DAY: usize = 30;

const PROJECTS: [&str; 6] = ["shop", "pay", "search", "site", "tools", "infra"];
const AUTHORS: [(AuthorKind, &str); 6] = [
    (AuthorKind::Person, "Ada Lovelace"),
    (AuthorKind::Person, "Grace Hopper"),
    (AuthorKind::Person, "Edsger Dijkstra"),
    (AuthorKind::Agent, "claude-code"),
    (AuthorKind::Agent, "codex"),
    (AuthorKind::Agent, "cursor"),
];
const TAGS: [&str; 8] = ["billing", "urgent", "ui", "refactoring", "docs", "customer", "security", "spike"];
const VERBS: [&str; 12] =
    ["Stop", "Retry", "Key", "Move", "Measure", "Rename", "Split", "Cache", "Check", "Log", "Drop", "Bound"];
const THINGS: [&str; 24] = [
    "the double charge",
    "the gateway",
    "the order",
    "an attempt",
    "the index",
    "the invoice",
    "the queue",
    "a timeout",
    "the migration",
    "the login page",
    "the cart",
    "a flaky test",
    "the build",
    "the release notes",
    "the webhook",
    "the session store",
    "the parser",
    "the cache",
    "the schema",
    "the dashboard",
    "a deadlock",
    "the rate limit",
    "the search box",
    "the importer",
];
const WHYS: [&str; 10] = [
    "because it retries on its own",
    "since the tests are slow",
    "so that nobody waits",
    "before the release",
    "as the customer asked",
    "which the review found",
    "until the new provider is there",
    "instead of guessing",
    "with a limit that can be set",
    "and wrote a test for it",
];

/// Fills the store of a repository with this many completed sessions.
pub(super) fn fill(repo: &Path, sessions: usize) -> Result<()> {
    let now = DateTime::<Utc>::from(std::time::SystemTime::now());
    let clock = Clock::new(move || now);
    let root = repo.join(store::FOLDER);
    let store = Store::open_or_make_on(Arc::new(Unsynced), &root, clock, Deadline(Duration::from_secs(10)))?;
    let mut known = BTreeMap::<String, String>::new();
    let mut dice = fastrand::Rng::with_seed(7);
    for number in 0..sessions {
        let session = make(&mut dice, number, sessions, now)?;
        for commit in &session.record().commits {
            let line = format!("\n{} {}\n", commit.facts.sha, session.id());
            known.entry(commit.facts.sha[..2].to_owned()).or_default().push_str(&line);
        }
        store.adopt(&session).with_context(|| format!("session {}", session.id()))?;
    }
    settle(&root)?;
    let folder = repo.join(".git/git-session/commits");
    fs::create_dir_all(&folder)?;
    for (name, lines) in known {
        fs::write(folder.join(name), lines)?;
    }
    Ok(fs::write(folder.join("whole"), "")?)
}

/// Lets time pass for what was just written: the folders of months that are long over were not written just now.
fn settle(root: &Path) -> Result<()> {
    for month in fs::read_dir(root.join("archive"))? {
        let folder = fs::File::open(month?.path())?;
        let written = folder.metadata()?.modified()?;
        folder.set_modified(written - Duration::from_secs(60 * 60))?;
    }
    Ok(())
}

fn make(dice: &mut fastrand::Rng, number: usize, of: usize, now: DateTime<Utc>) -> Result<Session> {
    let days_ago = (of - number) / A_DAY;
    let minute = (number % A_DAY) * 24 * 60 / A_DAY;
    let started_at =
        now - TimeDelta::days(i64::try_from(days_ago)? + 1) + TimeDelta::minutes(i64::try_from(minute)?);
    let started_at = chrono::SubsecRound::trunc_subsecs(started_at, 3);
    let pick = |dice: &mut fastrand::Rng, of: &[&str]| of[dice.usize(..of.len())].to_owned();
    let say = |dice: &mut fastrand::Rng| {
        let (verb, thing, why) = (pick(dice, &VERBS), pick(dice, &THINGS), pick(dice, &WHYS));
        // Some words are rare.
        let ticket = dice.u32(..40_000);
        Text::restored(format!("{verb} {thing} {why} (T-{ticket})"))
    };
    let (kind, name) = AUTHORS[dice.usize(..AUTHORS.len())];
    let branch = format!("{}/{}", pick(dice, &["fix", "feature", "chore"]), dice.u32(..2_000));
    let tags =
        TAGS.iter().filter(|_| dice.u8(..8) == 0).map(|tag| Text::restored((*tag).to_owned())).collect();
    let mut session = Session::open(Opening {
        id: SessionId::new(started_at, RandomBits(dice.u64(..1 << 50))),
        project: pick(dice, &PROJECTS),
        intent: say(dice),
        started_at,
        branch: Some(branch.clone()),
        worktree: "main".to_owned(),
        author: Author { kind, name: Text::restored(name.to_owned()), conversation: None },
        made_by: MadeBy::Start,
        tags,
        owner: None,
        roadmap: None,
        parent: None,
    });
    let mut at = started_at;
    for _ in 0..dice.usize(5..=20) {
        at += TimeDelta::seconds(dice.i64(30..1_500));
        let entry = match dice.u8(..10) {
            0..4 => Entry::Heartbeat(Heartbeat { at, until: None, source: Source::PostCheckout }),
            4..7 => Entry::Event(Event { at, text: say(dice) }),
            7 => Entry::Decision(Decision { at, title: say(dice), because: say(dice) }),
            _ => {
                let subject = say(dice);
                Entry::Commit(Box::new(commit(dice, at, &branch, subject.as_str())))
            }
        };
        session.record_entry(entry)?;
    }
    session.fold_heartbeats();
    at += TimeDelta::minutes(1);
    let outcome = Outcome { kind: OutcomeKind::Done, note: Some(say(dice)) };
    session.complete(outcome, "complete", at)?;
    session.stamp(at);
    Ok(session)
}

fn commit(dice: &mut fastrand::Rng, at: DateTime<Utc>, branch: &str, subject: &str) -> Commit {
    let mut hex =
        |digits: usize| (0..digits).map(|_| char::from(b"0123456789abcdef"[dice.usize(..16)])).collect();
    let (sha, tree, parent) = (hex(40), hex(40), hex(40));
    let paths =
        (0..dice.usize(1..6)).map(|_| format!("src/{}/{}.rs", dice.u8(..30), dice.u8(..40))).collect();
    let facts = CommitFacts {
        sha,
        tree,
        parents: vec![parent],
        author: Person { name: "Ada Lovelace".to_owned(), email: "ada@example.org".to_owned() },
        authored_at: at,
        branch: Some(branch.to_owned()),
        subject: subject.to_owned(),
        files: Files { paths, more: false },
    };
    Commit::new(at, facts, Evidence::Worktree)
}

/// This machine's disk, without waiting for it: nobody needs these files after a power cut.
#[derive(Debug)]
struct Unsynced;

impl Disk for Unsynced {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        System.make_folder(path)
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn open(&self, path: &Path, access: Access) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(UnsyncedFile(System.open(path, access)?)))
    }

    fn rename(&self, from: &Path, to: &Path, existing: Existing) -> io::Result<()> {
        System.rename(from, to, existing)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        System.remove(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        System.list(folder)
    }

    fn look(&self, path: &Path) -> io::Result<Option<Seen>> {
        System.look(path)
    }
}

#[derive(Debug)]
struct UnsyncedFile(Box<dyn DiskFile>);

impl DiskFile for UnsyncedFile {
    fn look(&self) -> io::Result<Seen> {
        self.0.look()
    }

    fn read_at(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        self.0.read_at(start, length)
    }

    fn write(&self, content: &[u8]) -> io::Result<()> {
        self.0.write(content)
    }

    fn write_over(&self, start: u64, content: &[u8]) -> io::Result<()> {
        self.0.write_over(start, content)
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.0.set_length(length)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.0.set_permissions(permissions)
    }
}
