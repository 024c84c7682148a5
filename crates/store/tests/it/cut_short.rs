//! A write that was cut short, by a kill, a full disk or a power cut.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use core_model::StatusName;
use store::{FileError, Remark};

use crate::kit::{Kit, done, event, start_of_time, text};

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
fn zeros_between_entries_hide_none_of_the_others() {
    let kit = Kit::new();
    let id = kit.started();
    let path = kit.live_file(&id);
    let mut ends = vec![fs::metadata(&path).unwrap().len() as usize];
    for what in ["one", "two", "three"] {
        kit.say(&id, what);
        ends.push(fs::metadata(&path).unwrap().len() as usize);
    }
    let whole = fs::read(&path).unwrap();
    // The entry at the end, where the mark is whole and its block is not; one in the middle; two at once.
    for (zeros, left) in [
        (ends[2]..ends[2] + 9, vec!["one", "two"]),
        (ends[1] + 4..ends[1] + 9, vec!["one", "three"]),
        (ends[1] + 4..ends[2] + 9, vec!["one"]),
    ] {
        let mut spoiled = whole.clone();
        spoiled[zeros].fill(0);
        for change in [false, true] {
            fs::write(&path, &spoiled).unwrap();
            let loaded = kit.store.read(&id).unwrap().unwrap();
            assert_eq!(kit.said(&id), left);
            assert_eq!(loaded.problems.len(), 1, "{:?}", loaded.problems);
            assert_eq!(kit.store.here("main").candidates.len(), 1);
            if change {
                kit.store.update(&id, |session, now| session.record_entry(event("more", now))).unwrap();
                assert!(kit.store.read(&id).unwrap().unwrap().problems.is_empty());
            } else {
                kit.say(&id, "more");
            }
            assert_eq!(kit.said(&id), [left.clone(), vec!["more"]].concat());
        }
    }
    assert_ne!(fs::read_dir(kit.root.join("quarantine")).unwrap().count(), 0);
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
    // Whoever changes it is refused, and has moved it all the same.
    assert!(kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).is_err());
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
    let first = kit.store.append(&id, |_, now| Ok(event("one", now))).unwrap().value.at();
    kit.set_clock(0);
    let second = kit.store.append(&id, |_, now| Ok(event("two", now))).unwrap().value.at();
    assert!(second >= first);
    let parked = kit.store.update(&id, |session, now| session.park(text("x"), vec![], now)).unwrap().value;
    assert!(parked.derive_latest() >= second);
}

#[test]
fn a_session_that_lies_in_the_archive_already_is_not_written_over() {
    let kit = Kit::new();
    let id = kit.started();
    let archived = kit.root.join("archive/2026-11").join(format!("{id}.toml"));
    fs::create_dir(archived.parent().unwrap()).unwrap();
    fs::write(&archived, "somebody's copy").unwrap();
    let written = kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert!(matches!(written.remarks[..], [Remark::NotMoved(_)]), "{:?}", written.remarks);
    assert_eq!(fs::read_to_string(&archived).unwrap(), "somebody's copy");
    assert!(kit.live_file(&id).is_file());
}

#[test]
fn what_a_torn_tail_was_is_told_to_whoever_mends_it() {
    let kit = Kit::new();
    let id = kit.started();
    kit.set_clock(50);
    kit.say(&id, "one");
    add(&kit.live_file(&id), b"\n[[event]]\nat = 2026");
    let here = kit.store.here("main");
    assert_eq!(
        (here.candidates[0].last_sign - start_of_time()).num_seconds(),
        50,
        "the last whole entry counts"
    );
    let written = kit.store.append(&id, |_, now| Ok(event("two", now))).unwrap();
    let [Remark::Mended { kept }] = &written.remarks[..] else { panic!("{:?}", written.remarks) };
    assert_eq!(fs::read(kept).unwrap(), b"\n[[event]]\nat = 2026");
}

#[test]
fn a_file_that_another_program_wrote_anew_loses_nothing() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "one");
    kit.say(&id, "two");
    let path = kit.live_file(&id);
    let as_on_windows = fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
    let remarks_dropped: String =
        as_on_windows.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    for edited in [as_on_windows, remarks_dropped] {
        fs::write(&path, edited).unwrap();
        kit.say(&id, "three");
        assert_eq!(kit.said(&id), ["one", "two", "three"]);
        assert!(kit.store.read(&id).unwrap().unwrap().problems.is_empty(), "it is as we write it again");
        assert_eq!(fs::read_dir(kit.root.join("quarantine")).unwrap().count(), 0);
    }
}

#[test]
fn conflict_marks_at_the_end_are_not_an_entry_that_was_cut_short() {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "one");
    add(&kit.live_file(&id), b">>>>>>> theirs\n");
    let before = fs::read(kit.live_file(&id)).unwrap();
    assert!(kit.store.append(&id, |_, now| Ok(event("two", now))).is_err());
    assert_eq!(fs::read(kit.live_file(&id)).unwrap(), before);
}

#[test]
fn a_full_session_takes_no_more_and_can_be_closed() {
    let kit = Kit::new();
    let id = kit.started();
    let path = kit.live_file(&id);
    let block = {
        let head = fs::metadata(&path).unwrap().len() as usize;
        kit.say(&id, &"x".repeat(30_000));
        fs::read(&path).unwrap().split_off(head)
    };
    let mut file = OpenOptions::new().append(true).open(&path).unwrap();
    while file.metadata().unwrap().len() < 30 * 1024 * 1024 {
        file.write_all(&block.repeat(20)).unwrap();
    }
    let error = loop {
        match kit.store.append(&id, |_, now| Ok(event(&"y".repeat(30_000), now))) {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("the session is full"), "{error}");
    kit.store.update(&id, |session, now| session.complete(done(), "complete", now)).unwrap();
    assert_eq!(kit.read(&id).status().name(), StatusName::Completed);
}

#[test]
fn a_head_that_could_not_be_read_again_is_not_written() {
    let kit = Kit::new();
    let id = kit.started();
    let before = fs::read(kit.live_file(&id)).unwrap();
    let steps = (10..30).map(|number| text(&format!("{number}{}", "x".repeat(30_000)))).collect();
    let changed = kit.store.update(&id, |session, now| session.park(text("x"), steps, now));
    assert!(changed.unwrap_err().to_string().contains("the session is full"));
    assert_eq!(fs::read(kit.live_file(&id)).unwrap(), before);
}

#[test]
fn notes_that_were_cleaned_away_are_made_anew() {
    let kit = Kit::new();
    let (one, parked) = (kit.started(), kit.started());
    kit.store.update(&parked, |session, now| session.park(text("x"), vec![], now)).unwrap();
    fs::remove_dir_all(kit.root.join("worktrees")).unwrap();
    fs::create_dir(kit.root.join("worktrees")).unwrap();
    assert!(kit.store.here("main").candidates.is_empty());
    kit.store.renew_notes().unwrap();
    let here = kit.store.here("main");
    assert_eq!(here.candidates.iter().map(|it| it.head.id()).collect::<Vec<_>>(), [&one]);
}

#[test]
fn what_kills_left_behind_is_cleared_away_after_an_hour() {
    let kit = Kit::new();
    let id = kit.started();
    let left = kit.root.join("live/.git-session-1-0.tmp");
    fs::write(&left, "half").unwrap();
    let written = |at| fs::File::options().write(true).open(&left).unwrap().set_modified(at).unwrap();
    written(start_of_time().into());
    kit.store.sweep();
    assert!(left.exists(), "it may be somebody's who is writing");
    written((start_of_time() - chrono::TimeDelta::hours(2)).into());
    kit.store.sweep();
    assert!(!left.exists());
    assert!(kit.live_file(&id).exists());
}
