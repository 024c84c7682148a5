//! The store's other files, and the bench on which all of them lie.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use core_model::{Commit, CommitFacts, Evidence, Files, Person, Session, SessionId, StatusName, Time};
use store::{Clock, Deadline, FileError, Problem, Store, Which};

use crate::properties::Memory;

/// Any id.
pub(super) const ANY: &str = "20261120-k7q2m9xzpw";

/// The parent and the child of the record that is among the old files.
const PARENT: &str = "20261120-004w4hgctw";
const CHILD: &str = "20261120-0053ybzkw7";

/// The parent as it was before the change.
const BEFORE: &[u8] =
    include_bytes!("../../../../tests/corpus/format-1/half-resumed/live/20261120-004w4hgctw.toml");

/// A store on a disk in memory, whose locks alone are real.
pub(super) struct Bench {
    disk: Memory,
    root: PathBuf,
    pub(super) store: Store,
}

impl Bench {
    pub(super) fn new() -> Self {
        static LOCKS: OnceLock<PathBuf> = OnceLock::new();
        let root = LOCKS.get_or_init(|| {
            // One for all that this process does; making one each time would cost more than all else.
            let folder = tempfile::Builder::new().prefix("git-session-fuzzing-").tempdir();
            let root = folder.map(|folder| folder.keep().join(".sessions")).unwrap_or_default();
            let _ = std::fs::create_dir_all(root.join("locks"));
            root
        });
        let (disk, root) = (Memory::default(), root.clone());
        let store = open(&disk, &root);
        Self { disk, root, store }
    }

    pub(super) fn live(&self, id: &SessionId) -> PathBuf {
        self.root.join("live").join(format!("{id}.toml"))
    }

    pub(super) fn put(&self, path: &Path, bytes: &[u8]) {
        self.disk.put(path, bytes.to_vec());
    }

    pub(super) fn content(&self, path: &Path) -> Option<Vec<u8>> {
        self.disk.content(path)
    }
}

fn open(disk: &Memory, root: &Path) -> Store {
    let now = Time::from_timestamp_millis(1_800_000_000_000).unwrap_or_default();
    let (clock, deadline) = (Clock::new(move || now), Deadline(Duration::from_secs(30)));
    Store::open_or_make_on(Arc::new(disk.clone()), root, clock, deadline)
        .unwrap_or_else(|error| unreachable!("a store in memory opens: {error}"))
}

/// Reads the commits of nobody, and adds one.
pub(super) fn unassigned(bytes: &[u8]) {
    let bench = Bench::new();
    let path = bench.root.join("unassigned.toml");
    bench.put(&path, bytes);
    let before = bench.store.read_unassigned();
    assert_eq!(bench.content(&path).as_deref(), Some(bytes), "reading has written");
    let added = bench.store.append_unassigned(commit);
    match (before, added) {
        (Ok((before, _)), Ok(())) => {
            let Ok((after, problems)) = bench.store.read_unassigned() else {
                panic!("it cannot be read again")
            };
            // Adding reads both ends: keys that nobody knows and zeros may stand between them.
            let known = |problem: &Problem| {
                !matches!(problem.error, FileError::UnknownKeys(_) | FileError::Holes { .. })
            };
            assert!(!problems.iter().any(known), "{problems:?}");
            assert!(before.iter().all(|commit| after.contains(commit)), "a commit is gone");
            assert!(after.iter().any(|commit| commit.facts.sha == SHA), "the new one is not there");
            let _ = bench.store.forget_in_unassigned(&|text| text.replace('a', ""), &[]);
            assert!(bench.store.read_unassigned().is_ok(), "what was forgotten cannot be read again");
        }
        (_, Err(_)) => {
            assert_eq!(bench.content(&path).as_deref(), Some(bytes), "it failed and has written");
        }
        // Adding reads both ends and nothing between.
        (Err(_), Ok(())) => {}
    }
}

const SHA: &str = "0123456789012345678901234567890123456789";

fn commit(at: Time) -> Commit {
    let facts = CommitFacts {
        sha: SHA.into(),
        tree: String::new(),
        parents: vec![],
        author: Person { name: "Ada".into(), email: String::new() },
        authored_at: at,
        branch: None,
        subject: "later".into(),
        files: Files::default(),
    };
    Commit::new(at, facts, Evidence::None)
}

/// Sees through the record of a change, and makes the change: whoever looks sees the same before and after.
pub(super) fn redo(bytes: &[u8]) {
    let bench = Bench::new();
    let parent: SessionId = PARENT.parse().unwrap_or_else(|_| unreachable!("an id"));
    bench.put(&bench.live(&parent), BEFORE);
    let record = bench.root.join("redo").join(format!("{CHILD}+{PARENT}.toml"));
    bench.put(&record, bytes);
    let before = bench.store.snapshot(Which::All);
    let problems = bench.store.recover();
    let after = bench.store.snapshot(Which::All);
    assert_eq!(by_id(&before.sessions), by_id(&after.sessions), "making it has changed what is seen");
    assert_eq!(problems.is_empty(), bench.content(&record).is_none(), "{problems:?}");
    if problems.is_empty() {
        // Whatever it was that it made, who works there has a note.
        for session in after.sessions {
            let active = session.status().name() == StatusName::Active;
            let here = bench.store.here(&session.opening().worktree);
            let noted = here.candidates.iter().any(|it| it.head.id() == session.id());
            assert_eq!(noted, active, "{}", session.id());
        }
    }
}

fn by_id(sessions: &[Session]) -> Vec<&Session> {
    let mut sessions: Vec<&Session> = sessions.iter().collect();
    sessions.sort_by_key(|it| it.id());
    sessions
}
