//! What others see of a change of two sessions, between any two of its operations and between any two of theirs.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use core_model::{MadeBy, Session, SessionId, StatusName};
use store::{Clock, Deadline, Snapshot, Store, Which};

use crate::kit::{Kit, start_of_time, text};
use crate::together::{child_id, resume};
use crate::watched::Watched;

/// A parked session in a store of its own, and the ids of two children: one before its own, one after it.
struct Scene {
    folder: tempfile::TempDir,
    parent: SessionId,
}

const CHILDREN: [u64; 2] = [1, u64::MAX >> 14];

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path(), Watched::killed_after(usize::MAX));
        let opening = Kit::new_opening(start_of_time(), MadeBy::Start, 1 << 40);
        let parent = store
            .create::<()>("main", |_, _| Ok(Session::open(opening.clone())))
            .unwrap()
            .unwrap()
            .id()
            .clone();
        store.update(&parent, |session, now| session.park(text("lunch"), vec![], now)).unwrap();
        Self { folder, parent }
    }

    /// Resumes it, and is killed after so many operations. Whether it was not killed is the answer.
    fn resume(&self, child: &SessionId, operations: usize) -> bool {
        resume_in(self.folder.path(), &self.parent, child, operations)
    }
}

fn resume_in(root: &Path, parent: &SessionId, child: &SessionId, operations: usize) -> bool {
    let disk = Watched::killed_after(operations.saturating_add(OPENING));
    // Opening the store looks at its folders first.
    let store = open(root, disk.clone());
    assert_eq!(disk.asked(), OPENING);
    let _ = store.update_and_open(parent, child, resume(child));
    disk.asked() <= operations.saturating_add(OPENING)
}

/// How many looks it takes to open a store: at the folder itself, what it ignores, and its seven folders.
const OPENING: usize = 9;

fn open(folder: &Path, disk: Watched) -> Store {
    let clock = Clock::new(start_of_time);
    let deadline = Deadline(Duration::from_secs(30));
    Store::open_or_make_on(Arc::new(disk), &folder.join(".sessions"), clock, deadline).unwrap()
}

/// Both as before the change or both as after it. Whether it is after it is the answer.
fn is_after(seen: &Snapshot, parent: &SessionId, child: &SessionId, when: &str) -> bool {
    assert!(seen.problems.is_empty(), "{when}: {:?}", seen.problems);
    let status = |id| seen.sessions.iter().find(|it| it.id() == id).map(|it| it.status().name());
    match (status(parent), status(child)) {
        (Some(StatusName::Parked), None) => false,
        (Some(StatusName::Completed), Some(StatusName::Active)) => true,
        half => panic!("{when}: {half:?}"),
    }
}

/// Lets a reader look, and somebody resume it before one of the reader's operations. Whether the reader had that many
/// is the answer.
fn look_while(scene: &Scene, child: &SessionId, which: Which, reader: usize, writer: usize) -> bool {
    let (root, parent, id) = (scene.folder.path().to_owned(), scene.parent.clone(), child.clone());
    let disk = Watched::new(move |number| {
        if number == reader + OPENING {
            resume_in(&root, &parent, &id, writer);
        }
        Ok(())
    });
    let store = open(scene.folder.path(), disk.clone());
    let seen = store.snapshot(which);
    let when = format!("{which:?}, the {reader}th look, {writer} operations");
    if which == Which::All || seen.sessions.iter().any(|it| it.id() == &scene.parent) {
        is_after(&seen, &scene.parent, child, &when);
    }
    disk.asked() > reader + OPENING
}

#[test]
fn a_reader_sees_both_or_neither_whenever_it_is_resumed() {
    for child in CHILDREN.map(child_id) {
        for which in [Which::All, Which::Live] {
            let looks = (0..).take_while(|&look| look_while(&Scene::new(), &child, which, look, usize::MAX));
            assert!(looks.count() > 5);
        }
    }
}

#[test]
fn a_reader_sees_both_or_neither_wherever_whoever_resumes_it_is_killed() {
    let child = child_id(CHILDREN[1]);
    for operations in 0.. {
        let scene = Scene::new();
        if scene.resume(&child, operations) {
            assert!(operations > 20, "{operations}");
            break;
        }
        // One look in seven, another one for each operation: all of them take long and find no more.
        let mut looks = (operations % 7..).step_by(7);
        while look_while(&Scene::new(), &child, Which::All, looks.next().unwrap(), operations) {}
    }
}

#[test]
fn a_child_is_found_in_its_worktree_from_the_moment_it_is_there() {
    let child = child_id(CHILDREN[1]);
    for operations in 0.. {
        let scene = Scene::new();
        let whole = scene.resume(&child, operations);
        let store = open(scene.folder.path(), Watched::killed_after(usize::MAX));
        let is_there = is_after(&store.snapshot(Which::All), &scene.parent, &child, "after the kill");
        let here = store.here("main").candidates;
        let found = here.iter().any(|it| it.head.id() == &child);
        assert_eq!(found, is_there, "killed after {operations} operations");
        if whole {
            break;
        }
    }
}
