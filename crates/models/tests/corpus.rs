//! What was written once is read for ever, and what a newer version wrote is read and never written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use core_model::{Entry, Event, RandomBits, Session, SessionId, Text};
use models::corpus::{self, EXPECTED, FORMAT};
use store::{Adopted, ChangeError, FileError, Store, Which};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

struct Scene {
    name: String,
    store: Store,
    expected: serde_json::Value,
    _folder: tempfile::TempDir,
}

fn scenes(format: i64) -> Vec<Scene> {
    let scene = |path: PathBuf| {
        let folder = tempfile::tempdir().unwrap();
        let store = corpus::open_copy(&path, folder.path()).unwrap();
        let expected = serde_json::from_slice(&fs::read(path.join(EXPECTED)).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Scene { name, store, expected, _folder: folder }
    };
    let scenes: Vec<Scene> = corpus::stores(&folder(), format).unwrap().into_iter().map(scene).collect();
    assert!(!scenes.is_empty());
    scenes
}

impl Scene {
    #[track_caller]
    fn assert_reads_as_expected(&self, when: &str) {
        let reading = corpus::reading(&self.store);
        assert_eq!(corpus::missing(&self.expected, &reading), None, "{}, {when}", self.name);
    }

    /// Every file of the store but locks and notes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut files, mut folders) = (BTreeMap::new(), vec![self.store.root().to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.ends_with("locks") || path.ends_with("worktrees") {
                } else if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        files
    }

    fn sessions(&self) -> Vec<Session> {
        self.store.snapshot(Which::All).sessions
    }
}

fn said(store: &Store, id: &SessionId) -> Result<(), ChangeError> {
    let event = |at| Entry::Event(Event { at, text: Text::restored("later".into()) });
    store.append(id, |_, now| Ok(event(now))).map(drop)
}

fn set_intent(store: &Store, id: &SessionId) -> Result<(), ChangeError> {
    store.update(id, |it, _| it.set_intent(Text::restored("another".into()))).map(drop)
}

#[test]
fn what_was_written_once_is_read_as_it_was() {
    for format in 1..=FORMAT {
        for scene in scenes(format) {
            scene.assert_reads_as_expected("as it was found");
            assert!(scene.store.recover().is_empty());
            scene.assert_reads_as_expected("when what was unfinished is finished");
        }
    }
}

#[test]
fn what_was_written_once_can_be_written_on() {
    for format in 1..=FORMAT {
        for scene in scenes(format) {
            for before in scene.sessions() {
                let id = before.id();
                let active = before.head().takes_entries().is_ok();
                assert_eq!(said(&scene.store, id).is_ok(), active, "{} {id}", scene.name);
                let over = before.head().is_not_over().is_err();
                assert_eq!(set_intent(&scene.store, id).is_err(), over, "{} {id}", scene.name);
                let after = scene.store.read(id).unwrap().unwrap();
                let count = before.record().events.len();
                assert_eq!(after.session.record().events[..count], before.record().events);
                assert!(over || after.problems.is_empty(), "{} {id}: {:?}", scene.name, after.problems);
            }
        }
    }
}

#[test]
fn what_a_newer_version_wrote_is_read_as_far_as_it_goes() {
    for scene in scenes(FORMAT + 1) {
        scene.assert_reads_as_expected("as it was found");
    }
}

#[test]
fn what_a_newer_version_wrote_is_never_written() {
    for scene in scenes(FORMAT + 1) {
        let (store, before) = (&scene.store, scene.files());
        // Those that cannot be read are not in the snapshot; their files' names say who they are.
        let ids: Vec<SessionId> =
            before.keys().filter_map(|path| path.file_stem()?.to_str()?.parse().ok()).collect();
        assert!(!ids.is_empty());
        for id in ids {
            let newer = |error: ChangeError| match error {
                ChangeError::File(problem) => {
                    assert!(matches!(problem.error, FileError::FormatTooNew { .. }), "{id}: {problem}");
                }
                error => panic!("{id}: {error}"),
            };
            newer(said(store, &id).unwrap_err());
            newer(set_intent(store, &id).unwrap_err());
            let child = SessionId::new(store.now(), RandomBits(99));
            newer(store.update_and_open(&id, &child, |_, _| unreachable!()).unwrap_err());
            newer(store.forget_in(&id, &|_| String::new()).unwrap_err());
        }
        for session in scene.sessions() {
            assert!(!matches!(store.adopt(&session), Ok(Adopted::New)), "{}", session.id());
        }
        if before.contains_key(&store.root().join("unassigned.toml")) {
            assert!(store.append_unassigned(|_| unreachable!()).is_err());
        }
        let _ = store.forget_in_unassigned(&|_| String::new(), &[]);
        let _ = (store.recover(), store.renew_notes(), store.forget_ended("main"));
        store.sweep();
        let mut after = scene.files();
        after.retain(|path, _| before.contains_key(path) || path.extension().is_some_and(|it| it == "toml"));
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{}", scene.name);
        for (path, content) in before {
            assert!(after[&path] == content, "{} was written", path.display());
        }
    }
}
