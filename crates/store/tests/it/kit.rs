//! A store in a temporary folder, with a clock that the test moves.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use core_model::{
    Author, AuthorKind, Commit, CommitFacts, Entry, Event, Evidence, Files, MadeBy, Opening, Outcome,
    OutcomeKind, Person, RandomBits, Session, SessionId, Text, TextKind, Time,
};
use store::{Clock, Deadline, Store};

pub(crate) struct Kit {
    pub(crate) store: Store,
    pub(crate) root: PathBuf,
    clock: Arc<AtomicI64>,
    drawn: AtomicU64,
    _folder: tempfile::TempDir,
}

pub(crate) fn start_of_time() -> Time {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

pub(crate) fn text(raw: &str) -> Text {
    Text::parse(TextKind::Event, raw).unwrap()
}

pub(crate) fn event(raw: &str, at: Time) -> Entry {
    Entry::Event(Event { at, text: text(raw) })
}

pub(crate) fn commit(sha: &str, at: Time) -> Entry {
    Entry::Commit(Box::new(Commit::new(
        at,
        CommitFacts {
            sha: sha.into(),
            tree: "aa01".into(),
            parents: vec![],
            author: Person { name: "Ada".into(), email: String::new() },
            authored_at: at,
            branch: None,
            subject: "Key the charge on the order".into(),
            files: Files::default(),
        },
        Evidence::Worktree,
    )))
}

pub(crate) fn done() -> Outcome {
    Outcome { kind: OutcomeKind::Done, note: None }
}

impl Kit {
    pub(crate) fn new() -> Self {
        Self::with_deadline(Duration::from_secs(30))
    }

    pub(crate) fn with_deadline(deadline: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(".sessions");
        let clock = Arc::new(AtomicI64::new(start_of_time().timestamp_millis()));
        let hands = Arc::clone(&clock);
        let read = move || chrono::DateTime::from_timestamp_millis(hands.load(Ordering::SeqCst)).unwrap();
        let store = Store::open_or_make(&root, Clock::new(read), Deadline(deadline)).unwrap();
        Self { store, root, clock, drawn: AtomicU64::new(1), _folder: folder }
    }

    pub(crate) fn set_clock(&self, seconds: i64) {
        self.clock.store(start_of_time().timestamp_millis() + seconds * 1000, Ordering::SeqCst);
    }

    pub(crate) fn opening(&self, now: Time, made_by: MadeBy) -> Opening {
        let bits = self.drawn.fetch_add(1, Ordering::SeqCst) << 25;
        Self::new_opening(now, made_by, bits)
    }

    pub(crate) fn new_opening(now: Time, made_by: MadeBy, bits: u64) -> Opening {
        Opening {
            id: SessionId::new(now, RandomBits(bits)),
            project: "shop".into(),
            intent: text("stop the double charge"),
            started_at: now,
            branch: Some("main".into()),
            worktree: "main".into(),
            author: Author { kind: AuthorKind::Person, name: text("Ada"), conversation: None },
            made_by,
            tags: vec![],
            owner: None,
            roadmap: None,
            parent: None,
        }
    }

    pub(crate) fn started(&self) -> SessionId {
        let opened =
            self.store.create::<()>("main", |_, now| Ok(Session::open(self.opening(now, MadeBy::Start))));
        opened.unwrap().unwrap().id().clone()
    }

    pub(crate) fn read(&self, id: &SessionId) -> Session {
        self.store.read(id).unwrap().unwrap().session
    }

    pub(crate) fn live_file(&self, id: &SessionId) -> PathBuf {
        self.root.join("live").join(format!("{id}.toml"))
    }

    pub(crate) fn archive_file(&self, id: &SessionId) -> PathBuf {
        self.root.join("archive").join(id.month()).join(format!("{id}.toml"))
    }

    pub(crate) fn say(&self, id: &SessionId, what: &str) {
        self.store.append(id, |_, now| Ok(event(what, now))).unwrap();
    }

    pub(crate) fn said(&self, id: &SessionId) -> Vec<String> {
        self.read(id).record().events.iter().map(|event| event.text.to_string()).collect()
    }
}
