//! A write that was cut short, by a kill, a full disk or a power cut.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use core_model::StatusName;
use store::FileError;

use crate::kit::{Kit, done, event, text};

fn add(path: &std::path::Path, bytes: &[u8]) {
    OpenOptions::new().append(true).open(path).unwrap().write_all(bytes).unwrap();
}

#[test]
fn an_entry_that_was_cut_short_is_told_kept_aside_and_written_over() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "one");
    let path = kit.live_file(&id);
    // TOML that would parse, and an event that nobody was told of.
    let torn = b"\n[[event]]\nat = 2026-11-20T10:00:00.000Z\ntext = \"never acknowledged\"\n";
    add(&path, torn);
    let loaded = kit.store.read(&id).unwrap().unwrap();
    assert_eq!(loaded.session.record().events.len(), 1);
    assert!(matches!(loaded.problems[0].error, FileError::TornTail { bytes: 69 }), "{:?}", loaded.problems);
    kit.say(&id, "two");
    assert_eq!(kit.said(&id), ["one", "two"]);
    assert!(kit.store.read(&id).unwrap().unwrap().problems.is_empty());
    let kept: Vec<_> =
        fs::read_dir(kit.root.join("quarantine")).unwrap().map(|it| it.unwrap().path()).collect();
    let tail = kept.iter().find(|path| path.extension().is_some_and(|end| end == "tail")).unwrap();
    assert_eq!(fs::read(tail).unwrap(), torn);
    let reason = kept.iter().find(|path| path.extension().is_some_and(|end| end == "txt")).unwrap();
    assert!(fs::read_to_string(reason).unwrap().contains("cut short"));
}

#[test]
fn the_first_entry_cut_short_at_any_byte_is_mended() {
    let kit = Kit::new();
    let id = kit.started();
    let path = kit.live_file(&id);
    let head = fs::read(&path).unwrap();
    kit.say(&id, "whole");
    let whole = fs::read(&path).unwrap();
    for cut in head.len()..whole.len() {
        fs::write(&path, &whole[..cut]).unwrap();
        kit.say(&id, "after");
        assert_eq!(kit.said(&id), ["after"], "cut at {cut}");
        fs::write(&path, &whole[..cut]).unwrap();
        kit.store.update(&id, |session, now| session.record_entry(event("changed", now))).unwrap();
        assert_eq!(kit.said(&id), ["changed"], "cut at {cut}");
    }
}

#[test]
fn zeros_at_the_end_are_mended_and_not_kept() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "one");
    add(&kit.live_file(&id), &[0; 300]);
    kit.say(&id, "two");
    assert_eq!(kit.said(&id), ["one", "two"]);
    assert_eq!(fs::read_dir(kit.root.join("quarantine")).unwrap().count(), 0);
}

#[test]
fn a_session_completed_but_not_yet_moved_is_completed_and_moved_by_the_next() {
    let kit = Kit::new();
    let id = kit.started();
    kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    let archived = kit.root.join("archive/2026-11").join(format!("{id}.toml"));
    assert!(archived.is_file() && !kit.live_file(&id).exists());
    // As a kill between the two steps leaves it: written, not moved, still noted.
    fs::rename(&archived, kit.live_file(&id)).unwrap();
    fs::write(kit.root.join("worktrees/main").join(id.as_str()), "").unwrap();
    assert_eq!(kit.read(&id).status().name(), StatusName::Completed);
    assert!(kit.store.here("main").candidates.is_empty(), "it draws no commits to itself");
    assert!(kit.store.append(&id, |_, now| Ok(event("late", now))).is_err());
    kit.store.update(&id, |_, _| Ok(())).unwrap();
    assert!(archived.is_file() && !kit.live_file(&id).exists());
    assert!(!kit.root.join("worktrees/main").join(id.as_str()).exists());
}

#[test]
fn a_note_without_its_session_is_nothing() {
    let kit = Kit::new();
    kit.started();
    fs::write(kit.root.join("worktrees/main/20261120-zzzzzzzzzz"), "").unwrap();
    let here = kit.store.here("main");
    assert_eq!((here.candidates.len(), here.problems.len()), (1, 0));
}

#[test]
fn only_the_head_and_the_last_entry_are_read_to_add_one() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, &"a".repeat(20_000));
    kit.say(&id, "last");
    let path = kit.live_file(&id);
    // Whoever read the middle would stumble over this.
    let broken = fs::read_to_string(&path).unwrap().replacen("aaaaaaaaaa", "\u{1}\"\n[[not toml", 1);
    fs::write(&path, &broken).unwrap();
    kit.say(&id, "added");
    assert!(fs::read_to_string(&path).unwrap().starts_with(&broken));
    assert_eq!(kit.store.here("main").candidates.len(), 1);
    assert!(kit.store.read(&id).is_err());
}

#[test]
fn the_clock_of_a_session_never_goes_back() {
    let kit = Kit::new();
    kit.set_clock(100);
    let id = kit.started();
    let first = kit.store.append(&id, |_, now| Ok(event("one", now))).unwrap().at();
    kit.set_clock(0);
    let second = kit.store.append(&id, |_, now| Ok(event("two", now))).unwrap().at();
    assert!(second >= first);
    let parked = kit.store.update(&id, |session, now| session.park(text("x"), vec![], now)).unwrap();
    assert!(parked.derive_latest() >= second);
}

#[test]
fn a_session_that_lies_in_the_archive_already_is_not_written_over() {
    let kit = Kit::new();
    let id = kit.started();
    let archived = kit.root.join("archive/2026-11").join(format!("{id}.toml"));
    fs::create_dir(archived.parent().unwrap()).unwrap();
    fs::write(&archived, "somebody's copy").unwrap();
    let error = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap_err();
    assert!(matches!(error, store::UpdateError::File(_)), "{error:?}");
    assert_eq!(fs::read_to_string(&archived).unwrap(), "somebody's copy");
    assert!(kit.live_file(&id).is_file());
}
