use std::path::PathBuf;
use std::sync::Arc;
use std::{fs, io};

use core_model::care::Holder;
use git::History;
use store::{Clock, Store};

use crate::{Edge, Forget, Processes, Start, Workspace};

/// A repository, without git.
pub(crate) struct Place(pub(crate) tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let git = place.0.path().join(".git");
        for folder in ["objects", "refs/heads"] {
            fs::create_dir_all(git.join(folder)).unwrap();
        }
        fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        fs::write(git.join("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n").unwrap();
        place
    }

    pub(crate) fn open(&self) -> Workspace {
        let counter = Arc::new(std::sync::atomic::AtomicU64::new(0));
        let salt = u64::try_from(self.sessions().len()).unwrap();
        let random =
            move || Ok((salt + 1) * 7_919 + counter.fetch_add(104_729, std::sync::atomic::Ordering::Relaxed));
        Workspace::open(Edge {
            cwd: self.0.path().to_owned(),
            git: git::Environment { ceiling_dirs: Vec::new(), ..git::Environment::default() },
            session: None,
            conversations: Vec::new(),
            settings: config::Sources::default(),
            register: None,
            author_name: Some("Ada".to_owned()),
            clock: Clock::new(now),
            random: Arc::new(random),
            hook_program: || Err(io::ErrorKind::NotFound.into()),
            processes: Processes {
                ancestors: Vec::new,
                above: Vec::new,
                git_above: || None,
                process: |_| None,
                holder: |_| Holder::Unknown,
            },
            meter: crate::Meter::unheard(),
        })
        .unwrap()
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.0.path().join(".sessions")
    }

    /// The names of the live sessions' files.
    fn sessions(&self) -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> = store::files_below(&self.store().join("live")).into_iter().collect();
        names.retain(|path| path.extension().is_some_and(|it| it == "toml"));
        names
    }

    fn tip(&self) -> Option<String> {
        History::at(&self.0.path().join(".git/git-session")).tip().unwrap()
    }
}

fn start(workspace: &Workspace, intent: &str) -> (String, Vec<String>) {
    let started = workspace.start(&Start { intent: Some(intent.to_owned()), ..Start::default() }).unwrap();
    (started.session.id().to_string(), started.remarks)
}

#[test]
fn a_store_that_is_deleted_while_a_command_runs_is_put_back_by_its_snapshot() {
    let place = Place::new();
    start(&place.open(), "one");
    let second = place.open();
    fs::remove_dir_all(place.store()).unwrap();
    let (_, remarks) = start(&second, "two");
    assert_eq!(place.sessions().len(), 2, "{remarks:?}");
    assert!(
        remarks.iter().any(|it| it.contains("1 file of it is there again, as of 2026-11-20 10:00 UTC")),
        "{remarks:?}"
    );
    assert!(place.open().restored().unwrap().is_none(), "and it is the one of the last snapshot");
}

#[test]
fn what_could_not_be_put_back_is_tried_again() {
    let place = Place::new();
    start(&place.open(), "one");
    let file = place.sessions().remove(0);
    let content = fs::read(&file).unwrap();
    fs::remove_file(place.store().join("snapshot")).unwrap();
    fs::write(&file, "<<<<<<< not a session").unwrap();
    for _ in 0..2 {
        let workspace = place.open();
        assert_eq!(workspace.restored().unwrap().unwrap().problems.len(), 1);
        // Nor does a snapshot say that nothing is missing.
        start(&workspace, "another");
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(place.open().restored().unwrap().unwrap().files, 1);
    assert_eq!(fs::read(&file).unwrap(), content);
    assert!(place.open().restored().unwrap().is_none());
}

#[test]
fn while_somebody_is_at_the_snapshots_nothing_is_forgotten() {
    let place = Place::new();
    let (id, _) = start(&place.open(), "one");
    fs::write(place.store().join("config.toml"), "lock_timeout = \"40ms\"\n").unwrap();
    let workspace = place.open();
    let plan = workspace.plan_forget(&Forget::Sessions(vec![id])).unwrap();
    let tip = place.tip();
    let store = Store::open(&place.store(), Clock::new(now), store::Deadline(std::time::Duration::ZERO));
    let store = store.unwrap().unwrap();
    let held = store.lock_history().unwrap();
    assert!(workspace.forget(&plan).is_err());
    assert_eq!((place.sessions().len(), place.tip()), (1, tip.clone()));
    drop(held);
    assert_eq!(workspace.forget(&plan).unwrap().removed.len(), 1);
    assert_ne!(place.tip(), tip);
}

#[test]
fn a_store_that_is_deleted_before_something_is_forgotten_is_put_back_first() {
    let place = Place::new();
    let (id, _) = start(&place.open(), "one");
    start(&place.open(), "two");
    let workspace = place.open();
    let plan = workspace.plan_forget(&Forget::Sessions(vec![id])).unwrap();
    fs::remove_dir_all(place.store()).unwrap();
    assert_eq!(workspace.forget(&plan).unwrap().removed.len(), 1);
    assert_eq!(place.sessions().len(), 1);
}

#[test]
fn what_a_person_did_since_it_was_planned_is_forgotten_too() {
    let place = Place::new();
    start(&place.open(), "one");
    let workspace = place.open();
    let plan = workspace.plan_forget(&Forget::Person("Ada".to_owned())).unwrap();
    assert_eq!(plan.removed.len(), 1);
    start(&place.open(), "two");
    let done = workspace.forget(&plan).unwrap();
    assert_eq!((done.removed.len(), done.left), (2, Vec::new()));
}

#[test]
fn commits_of_no_session_are_looked_at_again() {
    let place = Place::new();
    start(&place.open(), "for Zanzibar");
    let workspace = place.open();
    let plan = workspace.plan_forget(&Forget::Text("Zanzibar".to_owned())).unwrap();
    workspace.forget(&plan).unwrap();
    let facts = core_model::CommitFacts {
        sha: "a".repeat(40),
        tree: "b".repeat(40),
        parents: Vec::new(),
        author: core_model::Person { name: "Bo".to_owned(), email: "bo@example.org".to_owned() },
        authored_at: now(),
        branch: None,
        subject: "In Zanzibar".to_owned(),
        files: core_model::Files::default(),
    };
    let commit = core_model::Commit::new(now(), facts, core_model::Evidence::None);
    workspace.store_to_write().unwrap().unwrap().adopt_unassigned(&[commit]).unwrap();
    let mut done = crate::Forgotten::default();
    workspace.look_for_what_is_left(&plan, &mut done);
    assert_eq!(done.left.len(), 1, "{:?}", done.left);
    assert_eq!(done.left[0].0, "unassigned.toml");
}

fn now() -> core_model::Time {
    "2026-11-20T10:00:00Z".parse().unwrap()
}
