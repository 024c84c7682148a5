//! What can be wrong with a store is found, told with what is done about it, and mended; no record is lost with it.

use std::fs;

use core_model::{MadeBy, Session, SessionId, StatusName};
use store::{Trouble, What, Which};

use crate::kit::{Kit, done, text};
use crate::together::child_id;

/// Writes a file for its owner alone, as the store does.
fn put(path: impl AsRef<std::path::Path>, content: impl AsRef<[u8]>) -> std::io::Result<()> {
    let path = path.as_ref();
    let _ = fs::remove_file(path);
    disk::write_whole(&disk::System, path, content.as_ref(), None, disk::Existing::Replace)
}

/// Makes a file one that was written when the clock began.
fn written_at_first(path: &std::path::Path) {
    let written = std::time::SystemTime::from(crate::kit::start_of_time());
    fs::File::options().write(true).open(path).unwrap().set_modified(written).unwrap();
}

/// The troubles by their words and the ends of their paths.
fn told(kit: &Kit) -> Vec<String> {
    let name = |trouble: &Trouble| {
        let path = trouble.path.strip_prefix(&kit.root).unwrap_or(&trouble.path).display().to_string();
        format!("{path}: {} -> {}", trouble.what, trouble.what.remedy().unwrap_or("nothing"))
    };
    kit.store.examine().iter().map(name).collect()
}

/// What is told of a store that was spoilt, that is mended once and is well then.
fn mended(kit: &Kit) -> Vec<String> {
    let told_before = told(kit);
    assert_eq!(told(kit), told_before, "looking changes nothing");
    // What is moved aside leaves its note, so there is a second look.
    for trouble in (0..2).flat_map(|_| kit.store.examine().into_iter().collect::<Vec<_>>()) {
        kit.store.mend(&trouble).unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
    }
    assert_eq!(told(kit), Vec::<String>::new(), "it is well after it was mended");
    told_before
}

fn quarantined(kit: &Kit) -> usize {
    let names = fs::read_dir(kit.root.join("quarantine")).unwrap();
    names.filter(|it| !it.as_ref().unwrap().path().to_string_lossy().ends_with(".reason.txt")).count()
}

fn with_one() -> (Kit, SessionId) {
    let kit = Kit::new();
    let id = kit.started();
    kit.say(&id, "one");
    assert_eq!(told(&kit), Vec::<String>::new(), "a store that nobody has spoilt is well");
    (kit, id)
}

#[test]
fn files_that_cannot_be_read_are_moved_aside_with_the_reason() {
    for (content, reason) in [("", "the file is empty"), ("format = ", "the file is not TOML")] {
        let (kit, id) = with_one();
        put(kit.live_file(&id), content).unwrap();
        let told = mended(&kit);
        assert!(told[0].contains(reason) && told[0].contains("moved to the quarantine"), "{told:?}");
        assert_eq!(quarantined(&kit), 1);
        let reasons = fs::read_dir(kit.root.join("quarantine")).unwrap().map(|it| it.unwrap().path());
        let reason_file =
            reasons.into_iter().find(|it| it.to_string_lossy().ends_with(".reason.txt")).unwrap();
        assert!(fs::read_to_string(reason_file).unwrap().contains(reason));
    }
}

#[test]
fn a_newer_format_and_unknown_keys_are_told_and_never_touched() {
    for (from, to) in [("format = 1", "format = 2"), ("made_by =", "colour = \"red\"\nmade_by =")] {
        let (kit, id) = with_one();
        let content = fs::read_to_string(kit.live_file(&id)).unwrap().replace(from, to);
        put(kit.live_file(&id), &content).unwrap();
        let troubles = kit.store.examine();
        let unreadable: Vec<_> =
            troubles.iter().filter(|it| matches!(it.what, What::Unreadable(_))).collect();
        assert_eq!(unreadable.len(), 1, "{troubles:?}");
        assert_eq!(unreadable[0].what.remedy(), None);
        assert_eq!(fs::read_to_string(kit.live_file(&id)).unwrap(), content);
    }
}

#[test]
fn torn_and_edited_files_are_written_anew_with_all_that_can_be_read() {
    let (kit, id) = with_one();
    let whole = fs::read_to_string(kit.live_file(&id)).unwrap();
    put(kit.live_file(&id), format!("{whole}\n[[event]]\nat = 2026")).unwrap();
    assert_eq!(mended(&kit).len(), 1);
    assert_eq!(kit.said(&id), ["one"]);
    assert_eq!(quarantined(&kit), 1, "what was left of the entry is kept");
    put(kit.live_file(&id), whole.replace("\"one\"", "\"two\"")).unwrap();
    assert!(mended(&kit)[0].contains("changed by hand"));
    assert_eq!(kit.said(&id), ["two"]);
}

#[test]
fn of_two_files_for_one_session_the_later_stays() {
    let (kit, id) = with_one();
    let earlier = fs::read(kit.live_file(&id)).unwrap();
    kit.store.update(&id, |it, now| it.complete(done(), "complete", now)).unwrap();
    put(kit.live_file(&id), &earlier).unwrap();
    let told = mended(&kit);
    assert!(told.iter().any(|it| it.contains("there are two files for")), "{told:?}");
    assert_eq!(kit.read(&id).status().name(), StatusName::Completed);
    assert_eq!(quarantined(&kit), 1);
}

#[test]
fn what_was_not_moved_is_moved_and_what_is_no_file_of_ours_is_put_aside() {
    let (kit, id) = with_one();
    kit.store.update(&id, |it, now| it.complete(done(), "complete", now)).unwrap();
    fs::rename(kit.root.join(format!("archive/2026-11/{id}.toml")), kit.live_file(&id)).unwrap();
    put(kit.root.join("live/notes.txt"), "mine").unwrap();
    let told = mended(&kit);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(!kit.live_file(&id).exists() && kit.store.read(&id).unwrap().is_some());
    assert_eq!(quarantined(&kit), 1);
}

#[test]
fn an_unfinished_change_is_finished_and_one_that_cannot_be_read_is_put_aside() {
    let (kit, id) = with_one();
    let record = kit.root.join("redo").join(format!("{}+{id}.toml", child_id(3)));
    put(&record, "format = 1\n").unwrap();
    let told = mended(&kit);
    assert!(told[0].contains("not the record of a change"), "{told:?}");
    assert_eq!(quarantined(&kit), 1);
    kit.say(&id, "it takes entries again");
}

#[test]
fn a_parent_that_does_not_know_of_its_child_is_told() {
    let (kit, id) = with_one();
    kit.store.update(&id, |it, now| it.park(text("lunch"), vec![], now)).unwrap();
    let mut opening = kit.opening(kit.store.now(), MadeBy::Start);
    opening.parent = Some(id.clone());
    let child = Session::open(opening);
    kit.store.adopt(&child).unwrap();
    let told = mended(&kit);
    assert!(told[0].ends_with("-> completed as resumed"), "{told:?}");
    assert_eq!(kit.read(&id).status().resumed_as(), Some(child.id()));
}

#[test]
fn folders_notes_and_strays_are_put_in_order() {
    let (kit, id) = with_one();
    let (note, stray) =
        (kit.root.join("worktrees/main").join(id.as_str()), kit.root.join("worktrees/main/x"));
    fs::remove_file(&note).unwrap();
    let other = stray.with_file_name(child_id(3).as_str());
    put(&stray, "").unwrap();
    put(&other, "").unwrap();
    fs::remove_dir(kit.root.join("quarantine")).unwrap();
    put(kit.root.join("live/.git-session-1-0.tmp"), "half").unwrap();
    for path in [&kit.root.join("live/.git-session-1-0.tmp"), &stray, &other] {
        written_at_first(path);
    }
    kit.set_clock(60 * 59);
    assert_eq!(
        told(&kit).len(),
        2,
        "what is fresh may be somebody's who is about to begin: {:?}",
        told(&kit)
    );
    kit.set_clock(60 * 61);
    assert_eq!(mended(&kit).len(), 5);
    assert!(note.exists() && !stray.exists() && !other.exists());
    assert_eq!(kit.said(&id), ["one"]);
}

#[test]
#[cfg(unix)]
fn what_others_may_look_into_is_closed_to_them() {
    use std::os::unix::fs::PermissionsExt as _;
    let (kit, id) = with_one();
    let open = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    open(&kit.live_file(&id), 0o644);
    open(&kit.root.join("live"), 0o755);
    let told = mended(&kit);
    assert_eq!(told.len(), 2, "{told:?}");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&kit.live_file(&id)), mode(&kit.root.join("live"))), (0o600, 0o700));
}

#[test]
fn a_clock_that_is_behind_the_record_is_told() {
    let (kit, id) = with_one();
    kit.set_clock(1000);
    kit.say(&id, "later");
    kit.set_clock(0);
    let told = told(&kit);
    assert!(told[0].contains("1000 s ahead of this clock -> nothing"), "{told:?}");
}

#[test]
fn a_store_that_is_mended_has_every_session_that_could_be_read() {
    let (kit, id) = with_one();
    let others: Vec<SessionId> = (0..5).map(|_| kit.started()).collect();
    put(kit.live_file(&id), "broken").unwrap();
    mended(&kit);
    let left: Vec<SessionId> =
        kit.store.snapshot(Which::All).sessions.iter().map(|it| it.id().clone()).collect();
    assert_eq!(left.len(), 5);
    assert!(others.iter().all(|id| left.contains(id)));
}

#[test]
fn what_can_be_read_by_the_time_it_is_mended_stays_where_it_is() {
    let (kit, id) = with_one();
    let record = kit.root.join("redo").join(format!("{}+{id}.toml", child_id(3)));
    let paths = [kit.live_file(&id), kit.root.join("unassigned.toml")];
    let sound = [fs::read_to_string(&paths[0]).unwrap(), "format = 1\n#. 11 6eba42d0\n".to_owned()];
    for path in paths.iter().chain([&record]) {
        put(path, "format = ").unwrap();
    }
    let troubles = kit.store.examine();
    let spoilt = || troubles.iter().filter(|it| matches!(it.what, What::Unreadable(_)));
    assert_eq!(spoilt().count(), 3, "{troubles:?}");
    // Somebody else mends them, or makes the change.
    paths.iter().zip(&sound).for_each(|(path, sound)| put(path, sound).unwrap());
    fs::remove_file(&record).unwrap();
    for trouble in spoilt() {
        let done = kit.store.mend(trouble).unwrap();
        assert!(done.ends_with("by now"), "{trouble:?}: {done}");
    }
    assert_eq!(quarantined(&kit), 0);
    assert_eq!(paths.map(|path| fs::read_to_string(path).unwrap()), sound);
}

#[test]
fn what_cannot_be_read_is_moved_under_the_lock_of_whoever_writes_it() {
    let kit = Kit::with_deadline(std::time::Duration::from_millis(20));
    let id = kit.started();
    put(kit.live_file(&id), "format = ").unwrap();
    let troubles = kit.store.examine();
    let trouble = troubles.iter().find(|it| matches!(it.what, What::Unreadable(_))).unwrap();
    let locks = locking::Stripes::new(kit.root.join("locks"));
    let held = locks.lock(id.as_str(), std::time::Duration::ZERO).unwrap();
    assert!(matches!(kit.store.mend(trouble), Err(store::ChangeError::Lock(_))));
    drop(held);
    kit.store.mend(trouble).unwrap();
    assert_eq!(quarantined(&kit), 1);
}

/// A session that says one thing after the other, in a file with something at its end that nobody can read. And what its
/// file was after the first.
fn with_a_bad_end() -> (Kit, SessionId, Vec<u8>, Vec<u8>) {
    let (kit, id) = with_one();
    let first = fs::read(kit.live_file(&id)).unwrap();
    kit.set_clock(60);
    kit.say(&id, "two");
    let mut spoilt = fs::read(kit.live_file(&id)).unwrap();
    spoilt.extend(b"\n[[event]]\nnot = = toml\n#. 24 00000000\n");
    put(kit.live_file(&id), &spoilt).unwrap();
    (kit, id, first, spoilt)
}

#[test]
fn what_is_whole_in_a_file_that_cannot_be_read_stays() {
    let (kit, id, first, spoilt) = with_a_bad_end();
    for snapshot in [None, Some(&*first), Some(b"spoilt, too".as_slice())] {
        put(kit.live_file(&id), &spoilt).unwrap();
        let done = kit.store.mend_unreadable(&kit.live_file(&id), snapshot).unwrap().to_string();
        assert!(done.starts_with("written anew without 39 bytes that are in no whole entry"), "{done}");
        assert_eq!(told(&kit), Vec::<String>::new());
        assert_eq!(kit.said(&id), ["one", "two"]);
        let kept = done.rsplit(' ').next().unwrap();
        assert_eq!(fs::read(kept).unwrap(), spoilt, "the whole of it is kept");
    }
    assert_eq!(quarantined(&kit), 3);
}

#[test]
fn what_is_whole_gives_way_to_a_snapshot_that_says_more_or_something_else() {
    let (kit, id, _, spoilt) = with_a_bad_end();
    let sound = String::from_utf8(spoilt[..spoilt.len() - 39].to_vec()).unwrap();
    put(kit.live_file(&id), &sound).unwrap();
    let other = sound.replace("\"one\"", "\"other\"");
    kit.set_clock(120);
    kit.say(&id, "three");
    let more = fs::read_to_string(kit.live_file(&id)).unwrap();
    for snapshot in [more, other] {
        put(kit.live_file(&id), &spoilt).unwrap();
        let mended = kit.store.mend_unreadable(&kit.live_file(&id), Some(snapshot.as_bytes())).unwrap();
        assert!(matches!(mended, store::Mended::Aside { was_later: false, .. }), "{mended:?}");
        assert!(!kit.live_file(&id).exists());
    }
}

#[test]
fn a_snapshot_that_is_older_than_what_was_lost_is_known_for_it() {
    let (kit, id, first, spoilt) = with_a_bad_end();
    let headless = String::from_utf8(spoilt).unwrap().replacen("format = 1", "format = ", 1);
    put(kit.live_file(&id), headless).unwrap();
    let mended = kit.store.mend_unreadable(&kit.live_file(&id), Some(&first)).unwrap();
    assert!(matches!(mended, store::Mended::Aside { was_later: true, .. }), "{mended:?}");
}

#[test]
fn a_note_that_is_in_use_by_now_stays() {
    let (kit, id) = with_one();
    let note = kit.root.join("worktrees/main").join(id.as_str());
    let trouble = Trouble { path: note.clone(), what: What::StrayNote };
    assert_eq!(kit.store.mend(&trouble).unwrap(), "it is in use by now");
    kit.store.update(&id, |it, now| it.park(text("lunch"), vec![], now)).unwrap();
    put(&note, "").unwrap();
    assert_eq!(kit.store.mend(&trouble).unwrap(), "removed");
    assert!(!note.exists());
}

#[test]
fn a_session_in_a_wrong_folder_is_moved_to_where_it_belongs() {
    let (kit, id) = with_one();
    let live = fs::read(kit.live_file(&id)).unwrap();
    kit.store.update(&id, |it, now| it.complete(done(), "complete", now)).unwrap();
    let right = kit.archive_file(&id);
    let archive = kit.root.join("archive");
    disk::Disk::make_folder(&disk::System, &archive.join("2020-01")).unwrap();
    for wrong in [archive.join(format!("2020-01/{id}.toml")), archive.join(format!("{id}.toml"))] {
        fs::rename(&right, &wrong).unwrap();
        let told = mended(&kit);
        assert!(told[0].ends_with("lies in the wrong folder -> moved to where it belongs"), "{told:?}");
        assert!(right.exists() && !wrong.exists());
    }
    fs::remove_file(&right).unwrap();
    put(&right, &live).unwrap();
    assert_eq!(mended(&kit).len(), 2, "and hooks do not see it");
    assert_eq!(fs::read(kit.live_file(&id)).unwrap(), live);
}

#[test]
fn of_two_files_in_the_archive_the_later_comes_to_where_it_belongs() {
    for later_is_in_place in [true, false] {
        let (kit, id) = with_one();
        kit.store.update(&id, |it, now| it.complete(done(), "complete", now)).unwrap();
        let (right, wrong) = (kit.archive_file(&id), kit.root.join(format!("archive/2020-01/{id}.toml")));
        disk::Disk::make_folder(&disk::System, wrong.parent().unwrap()).unwrap();
        let sound = fs::read_to_string(&right).unwrap();
        let later = sound.replace("10:00:00", "10:00:09");
        let (at_right, at_wrong) = if later_is_in_place { (&later, &sound) } else { (&sound, &later) };
        put(&right, at_right).unwrap();
        put(&wrong, at_wrong).unwrap();
        let told = mended(&kit);
        assert!(told.iter().any(|it| it.contains("there are two files for")), "{told:?}");
        assert!(!wrong.exists() && fs::read_to_string(&right).unwrap().contains("10:00:09"));
        assert_eq!(quarantined(&kit), 1);
    }
}

#[test]
fn a_file_between_the_months_of_the_archive_is_told() {
    let (kit, _) = with_one();
    put(kit.root.join("archive/x.toml"), "mine").unwrap();
    assert_eq!(mended(&kit), ["archive/x.toml: it is no file of a session -> moved to the quarantine"]);
}

#[test]
fn a_project_that_cannot_be_read_is_told_and_moved_aside() {
    let (kit, _) = with_one();
    put(kit.root.join("projects/shop.toml"), "format = ").unwrap();
    let told = mended(&kit);
    assert!(told[0].starts_with("projects/shop.toml: the file is not TOML"), "{told:?}");
    assert_eq!(quarantined(&kit), 1);
}

#[test]
fn whatever_is_swept_is_told_and_the_other_way_round() {
    let (kit, id) = with_one();
    kit.store.update(&id, |it, now| it.complete(done(), "complete", now)).unwrap();
    let folders = ["", "live", "redo", "archive", "archive/2026-11", "projects", "quarantine"];
    for folder in folders {
        let path = kit.root.join(folder).join(".git-session-1-0.tmp");
        put(&path, "half").unwrap();
        written_at_first(&path);
    }
    kit.set_clock(60 * 61);
    assert_eq!(told(&kit).len(), folders.len(), "{:?}", told(&kit));
    kit.store.sweep();
    assert_eq!(told(&kit), Vec::<String>::new());
}
