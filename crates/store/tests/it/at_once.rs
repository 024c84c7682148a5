//! Several at once.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Barrier;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use core_model::{MadeBy, Session, SessionId, StatusName, Time};
use locking::Stripes;
use store::{ChangeError, LockError};

use crate::kit::{Kit, done, event, start_of_time, text};

#[test]
fn appends_and_updates_of_one_session_lose_nothing() {
    let kit = Kit::new();
    let id = kit.started();
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let (kit, id, start) = (&kit, &id, &start);
            scope.spawn(move || {
                start.wait();
                for number in 0..50 {
                    let what = format!("{writer}-{number}");
                    if number % 2 == 0 {
                        kit.say(id, &what);
                    } else {
                        kit.store.update(id, |session, now| session.record_entry(event(&what, now))).unwrap();
                    }
                }
            });
        }
    });
    let said: BTreeSet<String> = kit.said(&id).into_iter().collect();
    assert_eq!(said.len(), 400);
    assert_eq!(kit.read(&id).record().events.len(), 400);
}

/// Until the kernel's own list has somebody queued for this lock; elsewhere than on Linux, for a moment.
fn wait_until_somebody_waits(lock: &Path) {
    let moment = if cfg!(target_os = "linux") { Duration::from_secs(20) } else { Duration::from_millis(100) };
    let start = Instant::now();
    while start.elapsed() < moment && !somebody_waits(lock) {
        std::thread::yield_now();
    }
}

#[cfg(target_os = "linux")]
fn somebody_waits(lock: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let inode = format!(":{} ", std::fs::metadata(lock).unwrap().ino());
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    locks.lines().any(|line| line.contains("->") && line.contains(&inode))
}

#[cfg(not(target_os = "linux"))]
fn somebody_waits(_lock: &Path) -> bool {
    false
}

/// Runs a change that must wait for the lock, moves the clock while it waits, and answers with the time it was given,
/// in seconds since the clock began.
fn time_of_a_change_that_waited(change: impl FnOnce(&Kit, &SessionId) -> Time + Send) -> i64 {
    let kit = Kit::new();
    let id = kit.started();
    let held = Stripes::new(kit.root.join("locks")).lock(id.as_str(), Duration::from_secs(1)).unwrap();
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| change(&kit, &id));
        // By then it has had every chance to read the clock too early.
        wait_until_somebody_waits(&Stripes::new(kit.root.join("locks")).path_of(id.as_str()));
        kit.set_clock(100);
        drop(held);
        (waits.join().unwrap() - start_of_time()).num_seconds()
    })
}

#[test]
fn the_time_of_a_change_is_read_after_the_lock_was_granted() {
    let append =
        |kit: &Kit, id: &SessionId| kit.store.append(id, |_, now| Ok(event("late", now))).unwrap().value.at();
    assert_eq!(time_of_a_change_that_waited(append), 100);
    let update = |kit: &Kit, id: &SessionId| {
        let mut at = None;
        let note = |_: &mut Session, now| {
            at = Some(now);
            Ok(())
        };
        kit.store.update(id, note).unwrap();
        at.unwrap()
    };
    assert_eq!(time_of_a_change_that_waited(update), 100);
}

#[test]
fn changes_of_different_sessions_do_not_get_in_each_others_way() {
    let kit = Kit::new();
    let ids: Vec<SessionId> = (0..4).map(|_| kit.started()).collect();
    let start = Barrier::new(ids.len());
    std::thread::scope(|scope| {
        for id in &ids {
            scope.spawn(|| {
                start.wait();
                for number in 0..40 {
                    let what = format!("{number}");
                    kit.store.update(id, |session, now| session.record_entry(event(&what, now))).unwrap();
                }
            });
        }
    });
    assert!(ids.iter().all(|id| kit.said(id).len() == 40));
}

#[test]
fn what_waited_for_the_lock_looks_again() {
    let kit = Kit::new();
    let id = kit.started();
    let (inside, at_work) = mpsc::channel();
    std::thread::scope(|scope| {
        let (kit, id) = (&kit, &id);
        scope.spawn(move || {
            kit.store
                .update(id, |session, now| {
                    inside.send(()).unwrap();
                    std::thread::park_timeout(Duration::from_millis(50));
                    session.park(text("lunch"), vec![], now)
                })
                .unwrap();
        });
        at_work.recv().unwrap();
        // The session is active as anybody can read, and parked by the time that this has the lock.
        assert_eq!(kit.read(id).status().name(), StatusName::Active);
        let error = kit.store.append(id, |_, now| Ok(event("too late", now))).unwrap_err();
        assert!(matches!(error, ChangeError::Refused(_)), "{error:?}");
        let error =
            kit.store.update(id, |session, now| session.park(text("again"), vec![], now)).unwrap_err();
        assert!(matches!(error, ChangeError::Refused(_)), "{error:?}");
    });
}

#[test]
fn of_many_that_find_none_one_opens_a_session_and_the_others_find_it() {
    let kit = Kit::new();
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                let opened = kit.store.create("main", |here, now| match here.candidates.first() {
                    None => Ok(Session::open(kit.opening(now, MadeBy::AutoStart))),
                    Some(found) => Err(found.head.id().clone()),
                });
                opened.unwrap()
            });
        }
    });
    assert_eq!(kit.store.here("main").candidates.len(), 1);
}

#[test]
fn a_lock_that_is_held_for_ever_is_an_answer_and_changes_nothing() {
    let kit = Kit::with_deadline(Duration::from_millis(30));
    let id = kit.started();
    let before = std::fs::read(kit.live_file(&id)).unwrap();
    let _held = Stripes::new(kit.root.join("locks")).lock(id.as_str(), Duration::from_secs(1)).unwrap();
    let error = kit.store.append(&id, |_, now| Ok(event("never", now))).unwrap_err();
    assert!(matches!(error, ChangeError::Lock(LockError::Timeout { .. })), "{error:?}");
    let error = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap_err();
    assert!(matches!(error, ChangeError::Lock(LockError::Timeout { .. })), "{error:?}");
    assert_eq!(std::fs::read(kit.live_file(&id)).unwrap(), before);
    assert_eq!(kit.read(&id).status().name(), StatusName::Active, "readers take no lock");
}

#[test]
fn a_reader_never_sees_half_a_session() {
    let kit = Kit::new();
    let id = kit.started();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in 0..200 {
                if number % 2 == 0 {
                    kit.say(&id, &"x".repeat(3000));
                } else {
                    let step = text(&format!("step {number}"));
                    kit.store
                        .update(&id, |session, now| session.record_entry(event(step.as_str(), now)))
                        .unwrap();
                }
            }
        });
        let mut seen = 0;
        while !writer.is_finished() {
            let snapshot = kit.store.snapshot(store::Which::All);
            assert_eq!(snapshot.sessions.len(), 1, "{:?}", snapshot.problems);
            let now = snapshot.sessions[0].record().events.len();
            assert!(now >= seen, "what was seen is gone");
            seen = now;
        }
    });
    assert_eq!(kit.said(&id).len(), 200);
}

#[test]
fn a_session_that_is_moved_to_the_archive_is_seen_once_by_every_reader() {
    let kit = Kit::new();
    let ids: Vec<_> = (0..60).map(|_| kit.started()).collect();
    std::thread::scope(|scope| {
        let mover = scope.spawn(|| {
            for id in &ids {
                kit.store.update(id, |session, now| session.complete(done(), "complete", now)).unwrap();
            }
        });
        while !mover.is_finished() {
            let snapshot = kit.store.snapshot(store::Which::All);
            assert!(snapshot.problems.is_empty(), "{:?}", snapshot.problems);
            assert_eq!(snapshot.sessions.len(), ids.len());
        }
    });
}
